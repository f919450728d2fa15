"""A map of answers as figures for an SVG: numbered points, one's own place, and outlines of areas."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, hypot, log2, radians

from kizuna.places.area import Outline
from kizuna.places.drawing import TILE, path_of, pixels
from kizuna.places.geometry import Box

SIZE = 400
"""Width and height of the drawing, in its own units."""
MARGIN = 44
PIN = 20
"""Radius of a point: large enough for a finger where the drawing is as wide as a telephone."""
CLOSEST = 15.0
"""The deepest zoom of a web map: about 1 km across. Nearer says more than people told us of their place."""
HEAVIEST = 12_000
"""Characters that outlines may take; a page has to stay light."""
_KM_A_DEGREE = 111.195


@dataclass(frozen=True)
class Pin:
    """One answer on the map, by its number in the list; `lat` and `lon` in degrees."""

    number: int
    name: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Spot:
    """Where a pin is drawn, and where it is of which it speaks: the same unless others are too near."""

    number: int
    name: str
    x: float
    y: float
    at_x: float
    at_y: float

    @property
    def moved(self) -> bool:
        """Whether it was put aside to make room for others."""
        return hypot(self.x - self.at_x, self.y - self.at_y) > 1


@dataclass(frozen=True)
class Sketch:
    """A whole map."""

    spots: tuple[Spot, ...]
    paths: tuple[tuple[str, str], ...]
    """Name and SVG path of each outline."""
    here: tuple[float, float] | None
    km: float
    """About how wide it is."""
    size: int = SIZE


@dataclass(frozen=True)
class View:
    """Which part of the world is drawn, in the units of web maps at a zoom."""

    zoom: float
    left: float
    top: float

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """A place in the units of the drawing."""
        x, y = pixels(lat, lon, self.zoom)
        return round(x - self.left, 1), round(y - self.top, 1)


def view_of(places: Sequence[tuple[float, float]]) -> View | None:
    """The part of the world in which all of these lie; None when there is none."""
    if not places:
        return None
    flat = [pixels(lat, lon, 0) for lat, lon in places]
    left, right = min(x for x, _ in flat), max(x for x, _ in flat)
    top, bottom = min(y for _, y in flat), max(y for _, y in flat)
    widest = max(right - left, bottom - top)
    zoom = CLOSEST if widest == 0 else min(CLOSEST, log2((SIZE - 2 * MARGIN) / widest))
    zoom = max(0.0, zoom)
    scale = 2**zoom
    middle_x, middle_y = (left + right) / 2 * scale, (top + bottom) / 2 * scale
    return View(zoom, middle_x - SIZE / 2, middle_y - SIZE / 2)


def box_of_view(view: View, places: Sequence[tuple[float, float]]) -> Box:
    """About the box that is drawn, degrees: a little more than where the places lie."""
    degrees = 360 * SIZE / (TILE * 2**view.zoom)
    lats, lons = [lat for lat, _ in places], [lon for _, lon in places]
    middle_lat, middle_lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    high = degrees / 2 * cos(radians(min(80.0, abs(middle_lat))))
    wide = degrees / 2
    return Box(middle_lat - high, middle_lon - wide, middle_lat + high, middle_lon + wide)


def _apart(wanted: tuple[float, float], taken: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The nearest free spot around where a pin belongs."""
    step = 2.0 * PIN + 2
    for ring in range(6):
        for turn in range(max(1, 6 * ring)):
            angle = 360 * turn / max(1, 6 * ring)
            x = wanted[0] + ring * step * cos(radians(angle))
            y = wanted[1] + ring * step * cos(radians(angle - 90))
            inside = PIN <= x <= SIZE - PIN and PIN <= y <= SIZE - PIN
            if inside and all(hypot(x - a, y - b) >= step - 1 for a, b in taken):
                return round(x, 1), round(y, 1)
    return wanted


def sketch(
    pins: Sequence[Pin], here: tuple[float, float] | None, outlines: Sequence[Outline]
) -> Sketch | None:
    """The map of these answers; None when nobody knows where any of them is."""
    places = places_of(pins, here)
    view = view_of(places) if pins else None
    if view is None:
        return None
    spots: list[Spot] = []
    own = view.at(*here) if here else None
    taken = [own] if own else []
    for pin in pins:
        at = view.at(pin.lat, pin.lon)
        x, y = _apart(at, taken)
        taken.append((x, y))
        spots.append(Spot(pin.number, pin.name, x, y, *at))
    paths, weight = [], 0
    for one in outlines:
        path = path_of(one.boundary, view.zoom, view.left, view.top) if one.boundary else ""
        weight += len(path)
        if path and weight <= HEAVIEST:
            paths.append((one.area.name, path))
    box = box_of_view(view, places)
    km = (box.north - box.south) * _KM_A_DEGREE
    return Sketch(tuple(spots), tuple(paths), own, float(max(1, ceil(km))))


def places_of(pins: Sequence[Pin], here: tuple[float, float] | None) -> list[tuple[float, float]]:
    """Everything that has to be on the map."""
    return [(pin.lat, pin.lon) for pin in pins] + ([here] if here else [])
