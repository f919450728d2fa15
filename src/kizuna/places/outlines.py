"""Outlines against themselves and each other, by shapely: crossings, overlaps, gaps, outside the parent.

Shapely (and numpy with it) takes 20 MB: it is imported only when outlines are read in.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kizuna.access.wording import N_
from kizuna.places.geojson import Feature, Problem
from kizuna.places.geometry import size_m2

LARGE = 0.01
"""Share of the smaller area from which an overlap refuses the file; below it is said only."""
OUTSIDE = 0.5
"""Share of an area that may lie outside the one above it: coasts are drawn in more than one way."""
SLIVER_M2 = 100.0
"""Overlaps and gaps smaller than this are how outlines are drawn, not mistakes."""
MOST_GAPS = 50

_REASONS = (
    ("Hole lies outside", N_("A hole lies outside the outline.")),
    ("Holes are nested", N_("A hole lies in another hole.")),
    ("Nested shells", N_("One of its polygons lies in another one.")),
    ("Nested holes", N_("A hole lies in another hole.")),
    ("Duplicate Rings", N_("The same ring is there twice.")),
    ("Interior is disconnected", N_("Its holes cut it in two.")),
    ("", N_("The outline crosses itself.")),
)
_WHERE = re.compile(r"\[(\S+) (\S+?)\]")


def shape(boundary: Mapping[str, Any]) -> Any:
    """The outline as shapely knows it."""
    from shapely.geometry import shape as made

    return made(dict(boundary))


def middle(boundary: Mapping[str, Any]) -> tuple[float, float]:
    """A point well inside an outline, as latitude and longitude."""
    point = shape(boundary).representative_point()
    return round(point.y, 7), round(point.x, 7)


def crossings(features: Sequence[Feature]) -> list[Problem]:
    """Features whose rings cross, or whose holes are not in them; each with where that is."""
    from shapely import is_valid, is_valid_reason

    found = []
    for one in features:
        drawn = shape(one.boundary)
        if not is_valid(drawn):
            reason = str(is_valid_reason(drawn))
            text = next(said for start, said in _REASONS if reason.startswith(start))
            where = _WHERE.search(reason)
            lon, lat = (float(where[1]), float(where[2])) if where else (None, None)
            found.append(Problem(one.number, one.name, text, lat=lat, lon=lon))
    return found


def _m2(drawn: Any) -> float:
    """Size of what two outlines have in common, or not; lines and points have none."""
    polygons = [part for part in getattr(drawn, "geoms", [drawn]) if part.geom_type == "Polygon"]
    return sum(size_m2({"type": "Polygon", "coordinates": _rings(part)}) for part in polygons)


def _rings(polygon: Any) -> list[list[tuple[float, float]]]:
    if polygon.is_empty:
        return [[]]
    return [list(polygon.exterior.coords), *(list(hole.coords) for hole in polygon.interiors)]


def overlaps(
    features: Sequence[Feature], others: Sequence[tuple[str, Mapping[str, Any]]]
) -> Iterator[Problem]:
    """Where features overlap each other, or areas that are there already (name and outline)."""
    from shapely import STRtree

    drawn = [shape(one.boundary) for one in features] + [shape(boundary) for _, boundary in others]
    names = [one.name for one in features] + [name for name, _ in others]
    pairs = STRtree(drawn).query(drawn[: len(features)], predicate="intersects")
    for at, other in sorted(zip(*pairs.tolist(), strict=True)):
        if other <= at:
            continue
        common = drawn[at].intersection(drawn[other])
        size = _m2(common)
        if size < SLIVER_M2:
            continue
        share = size / max(1.0, min(_m2(drawn[at]), _m2(drawn[other])))
        point = common.representative_point()
        yield Problem(
            features[at].number,
            features[at].name,
            N_("It overlaps %(other)s by %(size)s m²."),
            {"other": names[other], "size": f"{size:,.0f}"},
            refuses=share > LARGE,
            lat=round(point.y, 5),
            lon=round(point.x, 5),
            size_m2=size,
        )


def outside(feature: Feature, parent: str, boundary: Mapping[str, Any]) -> Problem | None:
    """How much of a feature lies outside the area above it."""
    drawn = shape(feature.boundary)
    rest = drawn.difference(shape(boundary))
    size = _m2(rest)
    if size < SLIVER_M2:
        return None
    share = size / max(1.0, _m2(drawn))
    point = rest.representative_point()
    if share > OUTSIDE and shape(boundary).covers(_turned(drawn)):
        text = N_("Latitude seems to come before longitude here. GeoJSON wants longitude first.")
        return Problem(feature.number, feature.name, text, lat=round(point.y, 5), lon=round(point.x, 5))
    return Problem(
        feature.number,
        feature.name,
        N_("%(share)s %% of it (%(size)s m²) lies outside %(parent)s."),
        {"share": f"{100 * share:.1f}", "size": f"{size:,.0f}", "parent": parent},
        refuses=share > OUTSIDE,
        lat=round(point.y, 5),
        lon=round(point.x, 5),
        size_m2=size,
    )


def _turned(drawn: Any) -> Any:
    """A point of the outline with latitude and longitude swapped."""
    from shapely import Point

    point = drawn.representative_point()
    return Point(point.y, point.x)


def gaps(
    boundaries: Sequence[Mapping[str, Any]], parent: str = "", boundary: Mapping[str, Any] | None = None
) -> Iterator[Problem]:
    """What of the parent no child covers; without an outline of the parent, holes that children leave."""
    from shapely import Polygon, union_all

    if not boundaries:
        return
    covered = union_all([shape(one) for one in boundaries])
    if boundary:
        rest = shape(boundary).difference(covered)
        holes = [part for part in getattr(rest, "geoms", [rest]) if part.geom_type == "Polygon"]
    else:
        parts = getattr(covered, "geoms", [covered])
        holes = [Polygon(ring) for part in parts for ring in getattr(part, "interiors", ())]
    sized = sorted(((_m2(hole), hole) for hole in holes), key=lambda pair: -pair[0])
    for size, hole in [pair for pair in sized if pair[0] >= SLIVER_M2][:MOST_GAPS]:
        point = hole.representative_point()
        text = (
            N_("Nothing covers %(size)s m² of %(parent)s.")
            if boundary
            else N_("The areas leave a hole of %(size)s m² between them.")
        )
        yield Problem(
            None,
            "",
            text,
            {"size": f"{size:,.0f}", "parent": parent},
            refuses=False,
            lat=round(point.y, 5),
            lon=round(point.x, 5),
            size_m2=size,
        )
