"""Distances on the earth and points in outlines. Coordinates are degrees, WGS 84."""

from collections.abc import Iterable, Mapping, Sequence
from math import asin, cos, radians, sin, sqrt
from typing import Any

from kizuna.access.wording import N_

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius in metres (IUGG)."""

Ring = Sequence[Sequence[float]]


def distance_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in metres on a sphere (haversine); within 0.6 % of the ellipsoid."""
    phi1, phi2 = radians(lat1), radians(lat2)
    half = sin((phi2 - phi1) / 2) ** 2 + cos(phi1) * cos(phi2) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(half)))


def on_earth(lat: float, lon: float) -> bool:
    """Whether these are a latitude (−90 to 90) and a longitude (−180 to 180)."""
    return -90 <= lat <= 90 and -180 <= lon <= 180


def _in_ring(lat: float, lon: float, ring: Ring) -> bool:
    """Even-odd rule on a ring of (lon, lat) pairs."""
    hit = False
    for (lon1, lat1), (lon2, lat2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (lat1 > lat) != (lat2 > lat) and lon < (lon2 - lon1) * (lat - lat1) / (lat2 - lat1) + lon1:
            hit = not hit
    return hit


def _polygons(boundary: Mapping[str, Any]) -> Iterable[Sequence[Ring]]:
    if boundary["type"] == "Feature":
        return _polygons(boundary["geometry"])
    polygons: Sequence[Sequence[Ring]] = (
        [boundary["coordinates"]] if boundary["type"] == "Polygon" else boundary["coordinates"]
    )
    return polygons


def inside(lat: float, lon: float, boundary: Mapping[str, Any]) -> bool:
    """Whether a point lies in a GeoJSON Polygon or MultiPolygon; its holes are outside."""
    return any(
        bool(rings)
        and _in_ring(lat, lon, _flat(rings[0]))
        and not any(_in_ring(lat, lon, _flat(hole)) for hole in rings[1:])
        for rings in _polygons(boundary)
    )


def _flat(ring: Ring) -> Ring:
    """Pairs only: GeoJSON allows a height as third number."""
    return [(point[0], point[1]) for point in ring]


def wrong_boundary(boundary: Any) -> str | None:
    """What is wrong with a GeoJSON outline, as a sentence; None when it can be used."""
    try:
        polygons = list(_polygons(boundary))
        rings = [ring for polygon in polygons for ring in polygon]
        points = [(float(point[0]), float(point[1])) for ring in rings for point in ring]
    except (KeyError, TypeError, ValueError, IndexError):
        return N_("The boundary is not a GeoJSON Polygon or MultiPolygon.")
    if not polygons or not all(polygons) or any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
        return N_("Each ring of a boundary needs four points or more, and must end where it starts.")
    if not all(on_earth(lat, lon) for lon, lat in points):
        return N_("The boundary leaves the earth: each point is longitude, then latitude, in degrees.")
    return None
