"""Distances on the earth, points in outlines, sizes. Coordinates are degrees, WGS 84."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, isfinite, radians, sin, sqrt
from typing import Any

from kizuna.access.wording import N_

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius in metres (IUGG)."""
ON_BORDER = 1e-9
"""A point this near to a border (degrees, a tenth of a millimetre) lies on it."""

Ring = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Box:
    """The smallest box around an outline, degrees."""

    south: float
    west: float
    north: float
    east: float


def distance_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in metres on a sphere (haversine); within 0.6 % of the ellipsoid."""
    phi1, phi2 = radians(lat1), radians(lat2)
    half = sin((phi2 - phi1) / 2) ** 2 + cos(phi1) * cos(phi2) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(half)))


def on_earth(lat: float, lon: float) -> bool:
    """Whether these are a latitude (−90 to 90) and a longitude (−180 to 180)."""
    return -90 <= lat <= 90 and -180 <= lon <= 180


def _sides(ring: Ring) -> Iterator[tuple[float, float, float, float]]:
    """Each side of a ring as lon1, lat1, lon2, lat2; heights are left out."""
    for at, end in enumerate(ring):
        start = ring[at - 1]
        yield start[0], start[1], end[0], end[1]


def _in_ring(lat: float, lon: float, ring: Ring) -> bool:
    """Even-odd rule on a ring of (lon, lat) pairs."""
    hit = False
    for lon1, lat1, lon2, lat2 in _sides(ring):
        if (lat1 > lat) != (lat2 > lat) and lon < (lon2 - lon1) * (lat - lat1) / (lat2 - lat1) + lon1:
            hit = not hit
    return hit


def _on_ring(lat: float, lon: float, ring: Ring) -> bool:
    """Whether the point lies on a side of the ring."""
    for lon1, lat1, lon2, lat2 in _sides(ring):
        if not (
            min(lat1, lat2) - ON_BORDER <= lat <= max(lat1, lat2) + ON_BORDER
            and min(lon1, lon2) - ON_BORDER <= lon <= max(lon1, lon2) + ON_BORDER
        ):
            continue
        across, up = lon2 - lon1, lat2 - lat1
        length = sqrt(across * across + up * up)
        if length == 0 or abs(across * (lat - lat1) - up * (lon - lon1)) <= ON_BORDER * length:
            return True
    return False


def polygons_of(boundary: Mapping[str, Any]) -> Iterable[Sequence[Ring]]:
    """The polygons of a GeoJSON Polygon or MultiPolygon, each a list of rings, the outer one first."""
    if boundary["type"] == "Feature":
        return polygons_of(boundary["geometry"])
    polygons: Sequence[Sequence[Ring]] = (
        [boundary["coordinates"]] if boundary["type"] == "Polygon" else boundary["coordinates"]
    )
    return polygons


def inside(lat: float, lon: float, boundary: Mapping[str, Any]) -> bool:
    """Whether a point lies in a GeoJSON Polygon or MultiPolygon; its holes are outside."""
    return any(
        bool(rings)
        and _in_ring(lat, lon, rings[0])
        and not any(_in_ring(lat, lon, hole) for hole in rings[1:])
        for rings in polygons_of(boundary)
    )


def on_border(lat: float, lon: float, boundary: Mapping[str, Any]) -> bool:
    """Whether a point lies on the border of an outline, holes included."""
    return any(_on_ring(lat, lon, ring) for rings in polygons_of(boundary) for ring in rings)


def holds(lat: float, lon: float, boundary: Mapping[str, Any]) -> bool:
    """Whether a point lies in an outline or on its border: neighbours both hold the border they share."""
    return inside(lat, lon, boundary) or on_border(lat, lon, boundary)


def box_of(boundary: Mapping[str, Any]) -> Box:
    """The box around an outline."""
    points = [point for rings in polygons_of(boundary) for point in rings[0]]
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    return Box(min(lats), min(lons), max(lats), max(lons))


def ring_m2(ring: Ring) -> float:
    """Area within a ring in square metres on the sphere; positive when it runs against the clock."""
    total = 0.0
    for lon1, lat1, lon2, lat2 in _sides(ring):
        total += radians(lon1 - lon2) * (2 + sin(radians(lat1)) + sin(radians(lat2)))
    return total * EARTH_RADIUS_M**2 / 2


def size_m2(boundary: Mapping[str, Any]) -> float:
    """Area of an outline in square metres, holes left out; within 1 % of the ellipsoid for a town."""
    return sum(
        abs(ring_m2(rings[0])) - sum(abs(ring_m2(hole)) for hole in rings[1:])
        for rings in polygons_of(boundary)
    )


def wrong_boundary(boundary: Any) -> str | None:
    """What is wrong with a GeoJSON outline, as a sentence; None when it can be used."""
    try:
        polygons = list(polygons_of(boundary))
        rings = [ring for polygon in polygons for ring in polygon]
        points = [(float(point[0]), float(point[1])) for ring in rings for point in ring]
    except (KeyError, TypeError, ValueError, IndexError, RecursionError):
        return N_("The boundary is not a GeoJSON Polygon or MultiPolygon.")
    if not polygons or not all(polygons) or any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
        return N_("Each ring of a boundary needs four points or more, and must end where it starts.")
    if not all(isfinite(lat) and isfinite(lon) and on_earth(lat, lon) for lon, lat in points):
        return N_("The boundary leaves the earth: each point is longitude, then latitude, in degrees.")
    return None
