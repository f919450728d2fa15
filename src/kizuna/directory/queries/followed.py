"""Where an entry leads that was merged into another one. Other rooms keep the id that they had."""

from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import UUID

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.directory.alike import Kind
from kizuna.directory.ids import known_ids
from kizuna.directory.models import Joined, Organization, Service, ServiceAtLocation

KINDS: dict[str, Any] = {"service": Service, "organization": Organization}


def followed(viewer: Viewer, kind: Kind, ids: Iterable[object]) -> dict[UUID, UUID]:
    """Of these ids, those that were merged, with the one that each leads to."""
    allow(viewer, "directory.see")
    rows = KINDS[kind].objects.filter(pk__in=known_ids(ids), merged_into__isnull=False)
    return dict(rows.values_list("pk", "merged_into_id"))


def names_of(viewer: Viewer, kind: str, ids: Sequence[UUID]) -> list[str]:
    """The names of these, in this order."""
    allow(viewer, "directory.see")
    found = KINDS[kind].objects.in_bulk(ids)
    return [found[id].name for id in ids]


def survivor(viewer: Viewer, kind: str, id: object) -> str | None:
    """The entry that this one leads to since both were merged; None when it stands for itself."""
    allow(viewer, "directory.see")
    if kind == "service_at_location":
        return _site(id)
    found = followed(viewer, cast(Kind, kind), [id]) if kind in KINDS else {}
    return next((str(each) for each in found.values()), None)


def _site(id: object) -> str | None:
    """The site at the same place that stands for this one, of a service that was merged."""
    rows = ServiceAtLocation.objects.filter(pk__in=known_ids([id]), service__merged_into__isnull=False)
    site = rows.values_list("pk", "service_id").first()
    if site is None:
        return None
    join = Joined.objects.filter(kind="service", other=site[1], undone_at__isnull=True).first()
    return join.left.get(str(site[0])) if join else None


def own_body(viewer: Viewer, organization: object) -> object:
    """The id by which this viewer knows an organisation: their own may have been merged into it."""
    if viewer.role != "provider" or not organization or str(organization) in viewer.organisations:
        return organization
    rows = Organization.objects.filter(merged_into__in=known_ids([organization]))
    known = rows.filter(pk__in=known_ids(viewer.organisations)).values_list("pk", flat=True).first()
    return known or organization
