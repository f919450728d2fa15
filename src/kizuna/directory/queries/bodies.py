"""Organisations by name: for those who choose one."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models.functions import Length

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.directory.models import Organization

MOST = 12
"""How many are shown to choose from."""


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
