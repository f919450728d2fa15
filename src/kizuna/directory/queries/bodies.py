"""Organisations by name: for those who choose one."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models.functions import Length

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.directory.fhir import Body
from kizuna.directory.ids import known_ids
from kizuna.directory.models import Organization, Service
from kizuna.directory.option import Option
from kizuna.directory.queries.options import options_by_id

MOST = 12
"""How many are shown to choose from."""
MOST_SERVICES = 200


def _is_id(text: object) -> bool:
    try:
        return bool(UUID(str(text)))
    except ValueError:
        return False


def organisations_named(viewer: Viewer, text: str) -> list[tuple[str, str]]:
    """Ids and names of the first dozen organisations with all of these words, shortest name first."""
    allow(viewer, "directory.see")
    words = text.split()[:8]
    rows = Organization.objects.filter(merged_into=None)
    for word in words:
        rows = rows.filter(name__icontains=word)
    found = rows.order_by(Length("name"), "name", "pk").values_list("pk", "name")[:MOST] if words else ()
    return [(str(id), name) for id, name in found]


def organisation_names(viewer: Viewer, ids: Iterable[object]) -> dict[str, str]:
    """Names of organisations by id; unknown ids, and what cannot be one, are left out."""
    allow(viewer, "directory.see")
    wanted = [str(id) for id in ids if _is_id(id)]
    rows = Organization.objects.filter(pk__in=wanted).values_list("pk", "name") if wanted else ()
    return {str(id): name for id, name in rows}


def bodies(
    viewer: Viewer, *, ids: Collection[object] | None = None, text: str = "", start: int = 0, stop: int = MOST
) -> list[Body]:
    """A piece of the list of organisations by name: those with these ids, and with every word of the text."""
    allow(viewer, "directory.see")
    rows = Organization.objects.filter(merged_into=None)
    if ids is not None:
        rows = rows.filter(pk__in=known_ids(ids))
    for word in text.split()[:8]:
        rows = rows.filter(name__icontains=word)
    found = rows.order_by("name", "pk")[start:stop]
    return [Body(str(row.pk), row.name, row.email, row.website, row.description) for row in found]


def services_of(viewer: Viewer, body: object, now: datetime) -> list[Option]:
    """The active services of an organisation, by name."""
    allow(viewer, "directory.see")
    rows = Service.objects.filter(organization__in=known_ids([body]), merged_into=None, status="active")
    ids = list(rows.order_by("name", "pk").values_list("pk", flat=True)[:MOST_SERVICES])
    found = options_by_id(viewer, ids, now)
    return [found[str(id)] for id in ids if str(id) in found]
