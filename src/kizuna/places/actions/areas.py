"""Adding an area, renaming it, moving it in the tree."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.memo import forget
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.places.area import ALL_AREAS, LEVELS, Level, upwards
from kizuna.places.geojson import plain_name
from kizuna.places.geometry import box_of, on_earth, size_m2, wrong_boundary
from kizuna.places.identity import known
from kizuna.places.models import Area


def _check_area(level: str, above: Area | None, lat: float, lon: float, boundary: Any) -> None:
    if level not in LEVELS:
        raise Refused(
            _("An area is one of %(levels)s; %(level)s is not.")
            % {"levels": ", ".join(LEVELS), "level": level}
        )
    if above and LEVELS.index(above.level) < LEVELS.index(level):
        raise Refused(
            _("An area of level %(level)s cannot lie in one of level %(above)s.")
            % {"level": level, "above": above.level}
        )
    if not on_earth(lat, lon):
        raise Refused(_("The centre of an area is a latitude and a longitude in degrees."))
    problem = None if boundary is None else wrong_boundary(boundary)
    if problem:
        raise Refused(_(problem))


def held(area: object) -> Area:
    """The area, held until the end of the transaction."""
    try:
        return Area.objects.select_for_update().get(pk=known(area, "area"))
    except Area.DoesNotExist:
        raise NotFound("area") from None


def _measure(row: Area) -> None:
    """The box around its outline and its size, which follow from the outline alone."""
    if row.boundary is None:
        return
    box = box_of(row.boundary)
    row.south, row.west, row.north, row.east = box.south, box.west, box.north, box.east
    row.size_m2 = size_m2(row.boundary)


def _check_name(name: str, row: Area | None, parent: Area | None) -> str:
    """The name in one line; refused when it is empty or a sibling has it."""
    plain = plain_name(name)
    if not plain:
        raise Refused(_("Give the area a name."))
    siblings = Area.objects.filter(above=parent)
    if row:
        siblings = siblings.exclude(pk=row.pk)
    if any(one.casefold() == plain.casefold() for one in siblings.values_list("name", flat=True)):
        raise Refused(_("There is an area called %(name)s in the same place already.") % {"name": plain})
    return plain


def change_area(*, area: object, name: str, above: object | None, by: Viewer, now: datetime) -> bool:
    """Rename an area and hang it below another (None: at the top); whether anything changed.

    Refused when the new place lies in the area itself, or is not of a higher level.
    """
    allow(by, "area.keep")
    with transaction.atomic():
        row = held(area)
        parent = held(above) if above else None
        tree = {str(pk): str(up) if up else None for pk, up in Area.objects.values_list("pk", "above_id")}
        if parent and str(row.pk) in upwards(tree, str(parent.pk)):
            raise Refused(_("An area cannot lie in itself, nor in an area that lies in it."))
        _check_area(row.level, parent, row.lat, row.lon, None)
        plain = _check_name(name, row, parent)
        if (row.name, row.above_id) == (plain, parent.pk if parent else None):
            return False
        row.name, row.above = plain, parent
        row.save(update_fields=["name", "above"])
        forget(ALL_AREAS)
        note(verb="area.changed", subject=row, by=by, now=now)
    return True


def add_area(
    *,
    name: str,
    level: Level,
    above: object | None,
    lat: float,
    lon: float,
    boundary: Mapping[str, Any] | None = None,
    area_id: UUID | None = None,
    by: Viewer,
    now: datetime,
) -> UUID:
    """Add an area; the same `area_id` a second time changes nothing. Centre in degrees, GeoJSON outline."""
    allow(by, "area.keep")
    with transaction.atomic():
        if area_id and Area.objects.filter(pk=area_id).exists():
            return area_id
        parent = held(above) if above else None
        _check_area(level, parent, lat, lon, boundary)
        plain = _check_name(name, None, parent)
        row = Area(
            pk=area_id or uuid4(), name=plain, level=level, above=parent, lat=lat, lon=lon, boundary=boundary
        )
        _measure(row)
        row.save(force_insert=True)
        forget(ALL_AREAS)
        note(verb="area.added", subject=row, by=by, now=now)
    return row.pk
