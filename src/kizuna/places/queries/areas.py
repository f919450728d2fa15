"""Reads about areas. They are public: whoever looks may know them."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, Min, Q

from kizuna.access.deeds import allow, allow_some
from kizuna.access.memo import asked, once
from kizuna.access.models import Prepared
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.places.area import ALL_AREAS, LEVELS, AreaValue, Outline, below, upwards
from kizuna.places.geojson import Collection
from kizuna.places.geometry import Box, holds
from kizuna.places.identity import known, known_all
from kizuna.places.importing import Plan, There, plan
from kizuna.places.models import Area

_FIELDS = ("pk", "name", "level", "above_id", "lat", "lon", "emergency_until")
_EVERYWHERE = Prepared(lambda: Area.objects.order_by("name", "pk").values_list(*_FIELDS))


def _value(row: Area) -> AreaValue:
    above = str(row.above_id) if row.above_id else None
    return AreaValue(str(row.pk), row.name, row.level, above, row.lat, row.lon)


def everywhere() -> list[tuple[AreaValue, datetime | None]]:
    """Every area by name, and until when it is in an emergency: one query a page."""

    def read() -> list[tuple[AreaValue, datetime | None]]:
        return [
            (AreaValue(str(pk), name, level, str(above) if above else None, lat, lon), until)
            for pk, name, level, above, lat, lon, until in _EVERYWHERE.rows()
        ]

    return once(ALL_AREAS, read)


def tree() -> dict[str, str | None]:
    """Each area's id and the id above it, to be walked in memory."""
    return {area.id: area.above_id for area, _until in everywhere()}


def areas(viewer: Viewer) -> list[AreaValue]:
    """Every area, by name."""
    allow(viewer, "area.see")
    return [area for area, _until in everywhere()]


def area(viewer: Viewer, id: object) -> AreaValue:
    """One area; NotFound when there is none."""
    allow(viewer, "area.see")
    wanted = str(known(id, "area"))
    if asked(ALL_AREAS):
        found = next((area for area, _until in everywhere() if area.id == wanted), None)
    else:
        row = Area.objects.defer("boundary").filter(pk=wanted).first()
        found = _value(row) if row else None
    if found is None:
        raise NotFound("area")
    return found


def area_named(viewer: Viewer, name: str) -> AreaValue:
    """The area with this name; refused, with the names there are, when no area or several have it."""
    found = areas(viewer)
    named = [area for area in found if area.name == name]
    if len(named) != 1:
        known_names = ", ".join(sorted({area.name for area in found})) or "none yet: use `kizuna place add`"
        raise Refused(f"There is no single area called {name!r}. The areas are: {known_names}.")
    return named[0]


def under(viewer: Viewer, ids: Iterable[object]) -> frozenset[str]:
    """Ids of these areas and of everything below them, in one query."""
    allow(viewer, "area.see")
    wanted = {str(id) for id in ids}
    return below(tree(), wanted) if wanted else frozenset()


def reach_of(viewer: Viewer, ids: Iterable[object]) -> tuple[frozenset[str], frozenset[str]]:
    """Ids of these areas and everything below them, and of the areas above them: in one query."""
    allow(viewer, "area.see")
    wanted = {str(id) for id in ids}
    if not wanted:
        return frozenset(), frozenset()
    above_of = tree()
    own = below(above_of, wanted)
    return own, frozenset(up for area in wanted for up in upwards(above_of, area)) - own


def above(viewer: Viewer, area: object | None) -> tuple[str, ...]:
    """Ids of this area and of those above it, nearest first; with None those at the very top."""
    allow(viewer, "area.see")
    above_of = tree()
    if area is None:
        return tuple(id for id, parent in above_of.items() if parent is None)
    return upwards(above_of, str(area))


def top_area(viewer: Viewer) -> AreaValue | None:
    """The area for people of whom we know no better: the community, or the highest there is."""
    allow(viewer, "area.see")
    order = ("community", "region", "neighbourhood")
    rows = sorted(areas(viewer), key=lambda value: (order.index(value.level), value.name))
    return rows[0] if rows else None


def area_at(viewer: Viewer, lat: float, lon: float) -> AreaValue | None:
    """The smallest area whose outline holds this point (degrees); None outside of all of them.

    On a border both neighbours hold the point: the lower level, then the smaller area, then the smaller id
    has it, so that the answer is always the same. One query, whatever the number of areas.
    """
    allow(viewer, "area.see")
    near = Area.objects.filter(south__lte=lat, north__gte=lat, west__lte=lon, east__gte=lon)
    holding = [row for row in near if row.boundary and holds(lat, lon, row.boundary)]
    holding.sort(key=lambda row: (LEVELS.index(row.level), row.size_m2 or 0, str(row.pk)))
    return _value(holding[0]) if holding else None


def outlines(viewer: Viewer, area: object) -> list[Outline]:
    """This area and those right below it, each with its outline: what a map of it shows."""
    allow_some(viewer, "area.list")
    rows = Area.objects.filter(Q(pk=known(area, "area")) | Q(above=known(area, "area")))
    found = [Outline(_value(row), row.boundary, row.size_m2, row.foreign_id) for row in rows]
    return sorted(found, key=lambda one: (one.area.id != str(area), one.area.name, one.area.id))


def outlines_of(viewer: Viewer, ids: Iterable[object]) -> list[Outline]:
    """These areas, each with its outline, by name: for a map of figures."""
    allow(viewer, "area.see")
    rows = Area.objects.filter(pk__in=known_all(ids)).order_by("name", "pk")
    return [Outline(_value(row), row.boundary, row.size_m2, row.foreign_id) for row in rows]


def drawn_within(viewer: Viewer, box: Box, most: int = 40) -> list[Outline]:
    """Neighbourhoods and communities whose outline touches a box, by name: what a map of it shows."""
    allow(viewer, "area.see")
    rows = Area.objects.filter(
        south__lte=box.north, north__gte=box.south, west__lte=box.east, east__gte=box.west
    ).exclude(level="region")
    found = rows.order_by("level", "name", "pk")[:most]
    return [Outline(_value(row), row.boundary, row.size_m2, row.foreign_id) for row in found]


def _there(row: Area) -> There:
    above = str(row.above_id) if row.above_id else None
    return There(str(row.pk), row.name, row.level, above, row.lat, row.lon, row.foreign_id, row.boundary)


def plan_of(viewer: Viewer, collection: Collection, *, level: str, under: object | None = None) -> Plan:
    """What a file of areas would do here, and everything that is wrong with it. Writes nothing."""
    allow(viewer, "area.keep")
    there = [_there(row) for row in Area.objects.all()]
    parent = next((one for one in there if one.id == str(under)), None) if under else None
    if under and parent is None:
        raise NotFound("area")
    return plan(collection, there, level=level, under=parent)


def box_of_all(viewer: Viewer) -> Box | None:
    """The smallest box around every region that is drawn; None when none is."""
    allow(viewer, "area.see")
    drawn = Area.objects.filter(level="region", south__isnull=False)
    box = drawn.aggregate(Min("south"), Min("west"), Max("north"), Max("east"))
    return None if box["south__min"] is None else Box(*box.values())
