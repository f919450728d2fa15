"""Reads about areas and crisis numbers. Both are public: whoever looks may know them."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.places.area import AreaValue, Outline, Posture, below, upwards
from kizuna.places.crisis import CrisisDraft, CrisisNumber, overdue
from kizuna.places.geometry import distance_m, inside
from kizuna.places.identity import known
from kizuna.places.models import Area
from kizuna.places.models import CrisisNumber as CrisisRow


def _value(row: Area) -> AreaValue:
    above = str(row.above_id) if row.above_id else None
    return AreaValue(str(row.pk), row.name, row.level, above, row.lat, row.lon)


def _tree() -> dict[str, str | None]:
    """Each area's id and the id above it: one query, then walked in memory."""
    pairs = Area.objects.values_list("pk", "above_id")
    return {str(area): str(above) if above else None for area, above in pairs}


def areas(viewer: Viewer) -> list[AreaValue]:
    """Every area, by name."""
    allow(viewer, "area.see")
    return [_value(row) for row in Area.objects.defer("boundary").order_by("name", "pk")]


def area(viewer: Viewer, id: object) -> AreaValue:
    """One area; NotFound when there is none."""
    allow(viewer, "area.see")
    row = Area.objects.defer("boundary").filter(pk=known(id, "area")).first()
    if row is None:
        raise NotFound("area")
    return _value(row)


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
    return below(_tree(), wanted) if wanted else frozenset()


def above(viewer: Viewer, area: object | None) -> tuple[str, ...]:
    """Ids of this area and of those above it, nearest first; with None those at the very top."""
    allow(viewer, "area.see")
    tree = _tree()
    if area is None:
        return tuple(id for id, parent in tree.items() if parent is None)
    return upwards(tree, str(area))


def top_area(viewer: Viewer) -> AreaValue | None:
    """The area for people of whom we know no better: the community, or the highest there is."""
    allow(viewer, "area.see")
    order = ("community", "region", "neighbourhood")
    rows = sorted(areas(viewer), key=lambda value: (order.index(value.level), value.name))
    return rows[0] if rows else None


def area_of(viewer: Viewer, lat: float, lon: float) -> AreaValue | None:
    """The smallest area whose outline holds this point, else the neighbourhood with the nearest centre."""
    allow(viewer, "area.see")
    outlines = [Outline(_value(row), row.boundary) for row in Area.objects.all()]
    order = ("neighbourhood", "community", "region")
    outlines.sort(
        key=lambda each: (order.index(each.area.level), distance_m(lat, lon, each.area.lat, each.area.lon))
    )
    holding = (each.area for each in outlines if each.boundary and inside(lat, lon, each.boundary))
    return next(holding, outlines[0].area if outlines else None)


def posture(viewer: Viewer, area: object, *, now: datetime) -> Posture:
    """`emergency` while this area or one above it is in an emergency, else `everyday`."""
    allow(viewer, "area.see")
    rows = {str(pk): (str(up or ""), until) for pk, up, until in _postures()}
    at = str(area)
    path = upwards({pk: up or None for pk, (up, _) in rows.items()}, at)
    untils = [rows[each][1] for each in path]
    return "emergency" if any(until and until > now for until in untils) else "everyday"


def _postures() -> Iterable[tuple[UUID, UUID | None, datetime | None]]:
    return Area.objects.values_list("pk", "above_id", "emergency_until")


def crisis_drafts(viewer: Viewer) -> list[CrisisDraft]:
    """The crisis numbers in all their languages, in the order they are shown."""
    allow(viewer, "crisis.see")
    return [
        CrisisDraft(row.kind, row.number, row.label, row.reviewed_on, row.review_by, row.note, row.url)
        for row in CrisisRow.objects.all()
    ]


def crisis_numbers(viewer: Viewer, *, language: str = "en") -> list[CrisisNumber]:
    """The crisis numbers as a reader of this language sees them, else in the site's first language."""
    languages = (language, language.partition("-")[0], settings.LANGUAGE_CODE)
    return [draft.spoken(languages) for draft in crisis_drafts(viewer)]


def crisis_numbers_problem(viewer: Viewer, today: date) -> str | None:
    """Why the crisis numbers cannot be trusted today (unset, overdue), as a sentence; None when they can."""
    return overdue(crisis_drafts(viewer), today)
