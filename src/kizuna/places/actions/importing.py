"""Taking in a file of areas: all of it, or nothing."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.memo import forget
from kizuna.access.viewer import Refused, Viewer
from kizuna.ledger.actions import note_many
from kizuna.ledger.entry import Note
from kizuna.places.area import ALL_AREAS, Level
from kizuna.places.geojson import Collection
from kizuna.places.geometry import box_of, size_m2
from kizuna.places.importing import Plan, Planned
from kizuna.places.models import Area
from kizuna.places.queries import plan_of

_WRITTEN = ["name", "level", "above", "lat", "lon", "boundary", "foreign_id", "size_m2"]
_BOX = ["south", "west", "north", "east"]


def _row(one: Planned, level: str) -> Area:
    box = box_of(one.feature.boundary)
    return Area(
        id=one.id,
        name=one.feature.name,
        level=level,
        above_id=one.above,
        lat=one.lat,
        lon=one.lon,
        boundary=one.feature.boundary,
        foreign_id=one.feature.foreign_id,
        south=box.south,
        west=box.west,
        north=box.north,
        east=box.east,
        size_m2=size_m2(one.feature.boundary),
    )


def import_areas(
    *, collection: Collection, level: Level, under: object | None = None, by: Viewer, now: datetime
) -> Plan:
    """Write the areas of a file that are new or changed; a second time changes nothing.

    Refused, with nothing written, when the plan has a problem that refuses.
    """
    allow(by, "area.keep")
    with transaction.atomic():
        plan = plan_of(by, collection, level=level, under=under)
        if plan.refused:
            raise Refused(_("Nothing was taken in: mend what is listed, then read the file again."))
        rows = [_row(one, level) for one in plan.areas if one.state != "same"]
        Area.objects.bulk_create(
            rows, batch_size=200, update_conflicts=True, unique_fields=["id"], update_fields=_WRITTEN + _BOX
        )
        forget(ALL_AREAS)
        states = {one.id: one.state for one in plan.areas}
        verbs = {"new": "area.added", "changed": "area.changed"}
        note_many(notes=[Note(verbs[states[str(row.pk)]], row, None, by) for row in rows], now=now)
    return plan
