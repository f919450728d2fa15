"""The hours of one listing, as they hold now and as its source says them: for those who change them."""

from typing import Any
from uuid import UUID

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.directory.ids import known_ids
from kizuna.directory.models import Schedule, Service
from kizuna.directory.own_hours import OWN, week_of
from kizuna.directory.queries.gather import Around


def hours_now(viewer: Viewer, service: object) -> dict[str, str]:
    """What the listing says of each day of an ordinary week."""
    allow(viewer, "directory.see")
    row = Service.objects.filter(pk__in=known_ids([service])).first()
    if row is None:
        return week_of([])
    around = Around([row])
    return week_of(around.owned(around.schedules, row))


def hours_of_source(viewer: Viewer, service: UUID) -> list[Any]:
    """The rows of its source, whether or not people's word stands before them."""
    allow(viewer, "directory.see")
    rows = Schedule.objects.filter(service=service).exclude(foreign_id=OWN, source=None)
    return list(rows.order_by("pk"))
