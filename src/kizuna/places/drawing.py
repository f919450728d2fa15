"""A map as figures for an SVG: outlines in the projection of web maps, so that tiles fit below them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import asinh, ceil, floor, pi, radians, tan
from typing import Any

from kizuna.places.area import Outline
from kizuna.places.geometry import box_of, polygons_of

WIDE = 640
"""Width that a map may have, in the units of its drawing."""
TILE = 256
DEEPEST = 18
MOST_TILES = 30
FLATTEST = 85.05
"""Degrees of latitude where web maps end."""


@dataclass(frozen=True)
class Shape:
    """One outline: an SVG path, its number in the list beside the map, and where the number stands."""

    number: int
    name: str
    path: str
    x: float
    y: float
    whole: bool
    """It is the area that the map is of, not a part of it."""


@dataclass(frozen=True)
class Tile:
    """One picture of the background."""

    url: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """A whole map: its size and what is on it."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    tiles: tuple[Tile, ...] = ()


def pixels(lat: float, lon: float, zoom: float) -> tuple[float, float]:
    """A place in the units of web maps at this zoom: x to the east, y to the south, from the upper left."""
    world = TILE * 2**zoom
    flat = max(-FLATTEST, min(FLATTEST, lat))
    return (lon + 180) / 360 * world, (1 - asinh(tan(radians(flat))) / pi) / 2 * world


def _zoom(boundaries: Sequence[Mapping[str, Any]]) -> int:
    """The deepest whole zoom at which everything fits."""
    boxes = [box_of(one) for one in boundaries]
    south, north = min(b.south for b in boxes), max(b.north for b in boxes)
    west, east = min(b.west for b in boxes), max(b.east for b in boxes)
    left, top = pixels(north, west, 0)
    right, bottom = pixels(south, east, 0)
    for zoom in range(DEEPEST, 0, -1):
        if max(right - left, bottom - top) * 2**zoom <= WIDE:
            return zoom
    return 0


def path_of(boundary: Mapping[str, Any], zoom: float, left: float, top: float) -> str:
    """Every ring as moves to whole tenths; points that would fall on the last one are left out."""
    parts = []
    for rings in polygons_of(boundary):
        for ring in rings:
            last, moves = "", []
            for point in ring[:-1]:
                x, y = pixels(point[1], point[0], zoom)
                move = f"{x - left:.1f} {y - top:.1f}"
                if move != last:
                    moves.append(move)
                last = move
            parts.append(f"M{'L'.join(moves)}Z")
    return "".join(parts)


def draw(outlines: Sequence[Outline], *, whole: str, tiles_url: str = "") -> Drawing | None:
    """The map of these areas; None when nobody drew any of them. The area `whole` is drawn as the frame."""
    drawn = [(number, one) for number, one in enumerate(outlines, 1) if one.boundary]
    if not drawn:
        return None
    boundaries = [one.boundary for _, one in drawn if one.boundary]
    zoom = _zoom(boundaries)
    boxes = [box_of(one) for one in boundaries]
    left, top = pixels(max(b.north for b in boxes), min(b.west for b in boxes), zoom)
    right, bottom = pixels(min(b.south for b in boxes), max(b.east for b in boxes), zoom)
    margin = 12.0
    left, top, right, bottom = left - margin, top - margin, right + margin, bottom + margin
    shapes = []
    for number, one in drawn:
        x, y = pixels(one.area.lat, one.area.lon, zoom)
        path = path_of(one.boundary or {}, zoom, left, top)
        shapes.append(
            Shape(number, one.area.name, path, round(x - left, 1), round(y - top, 1), one.area.id == whole)
        )
    pictures = tuple(_tiles(tiles_url, zoom, left, top, right, bottom)) if tiles_url else ()
    return Drawing(round(right - left, 1), round(bottom - top, 1), tuple(shapes), pictures)


def _tiles(url: str, zoom: int, left: float, top: float, right: float, bottom: float) -> Iterator[Tile]:
    """The pictures that cover the map; none when there would be too many."""
    columns = range(floor(left / TILE), ceil(right / TILE))
    rows = range(max(0, floor(top / TILE)), min(2**zoom, ceil(bottom / TILE)))
    if len(columns) * len(rows) > MOST_TILES:
        return
    for column in columns:
        for row in rows:
            address = url.replace("{z}", str(zoom)).replace("{x}", str(column % 2**zoom))
            yield Tile(
                address.replace("{y}", str(row)), round(column * TILE - left, 1), round(row * TILE - top, 1)
            )
