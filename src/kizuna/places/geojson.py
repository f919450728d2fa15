"""Reading areas from GeoJSON (RFC 7946): lenient where nothing is lost, each problem named by feature."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import isfinite
from typing import Any
from unicodedata import normalize

from kizuna.access.wording import N_
from kizuna.places.geometry import on_earth, ring_m2

MOST_BYTES = 60_000_000
MOST_FEATURES = 20_000
MOST_POINTS = 1_000_000
DIGITS = 7
"""Decimals of a degree that are kept: one centimetre."""
LONGEST_NAME = 200
NAMES = ("name", "Name", "NAME", "title", "label")
IDS = ("id", "ID", "code", "CODE", "geoid", "GEOID", "gid", "GID")
WGS84 = ("CRS84", "EPSG:4326", "EPSG::4326", "EPSG:6.6:4326", "WGS84", "WGS 84")

Ring = list[list[float]]


@dataclass(frozen=True)
class Problem:
    """One thing about one feature. `text` is to be translated, then filled with `values`."""

    feature: int | None
    """Its place in the file, from 1; None when it is about the whole file."""
    name: str
    text: str
    values: Mapping[str, str] = field(default_factory=dict)
    refuses: bool = True
    """Whether the file cannot be taken in with it; the others were mended, or are only said."""
    lat: float | None = None
    lon: float | None = None
    size_m2: float | None = None

    @property
    def said(self) -> str:
        """The sentence in English."""
        return self.text % self.values


@dataclass(frozen=True)
class Feature:
    """One area of the file, its outline cleaned: heights gone, seven decimals, rings wound as they must."""

    number: int
    name: str
    foreign_id: str
    boundary: Mapping[str, Any]


@dataclass(frozen=True)
class Collection:
    """What a file holds, and what was wrong with it."""

    features: tuple[Feature, ...]
    problems: tuple[Problem, ...]

    @property
    def refused(self) -> bool:
        """Whether anything keeps the file from being taken in."""
        return any(problem.refuses for problem in self.problems)


class Unreadable(Exception):
    """The outline of one feature cannot be read: the sentence, its values, and where."""

    def __init__(self, text: str, lon: float | None = None, lat: float | None = None) -> None:
        super().__init__(text)
        self.text, self.lon, self.lat = text, lon, lat


def _whole(text: str, **values: str) -> Collection:
    return Collection((), (Problem(None, "", text, values),))


def _no_number(text: str) -> float:
    raise ValueError(text)


def _loaded(raw: bytes) -> Any:
    """The JSON of a file; a string that says what is wrong with it when there is none."""
    try:
        return json.loads(raw.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError:
        return N_("This file is not UTF-8 text. Save it as GeoJSON once more.")
    except RecursionError:
        return N_("This file is nested too deeply to be GeoJSON.")
    except ValueError:
        return N_("This file is not JSON. It may have been cut off, or hold NaN or Infinity.")


def _crs_problem(data: Mapping[str, Any]) -> Collection | None:
    crs = data.get("crs")
    if crs is None:
        return None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    if name.upper().endswith(WGS84):
        return None
    text = N_(
        "The coordinates are in %(crs)s. Kizuna takes longitude and latitude in degrees "
        "(WGS 84, EPSG:4326): save the file in that system."
    )
    return _whole(text, crs=name[:80] or "?")


def read(raw: bytes, *, name_property: str = "", id_property: str = "") -> Collection:
    """Everything in the file. Problems are collected, not raised; hostile input ends in a sentence."""
    if len(raw) > MOST_BYTES:
        return _whole(
            N_("This file is larger than %(most)s MB. Cut it in parts."), most=str(MOST_BYTES // 10**6)
        )
    data = _loaded(raw)
    if isinstance(data, str):
        return _whole(data)
    if not isinstance(data, dict) or data.get("type") not in {"FeatureCollection", "Feature"}:
        return _whole(N_("This is not a GeoJSON FeatureCollection."))
    if problem := _crs_problem(data):
        return problem
    found = [data] if data["type"] == "Feature" else data.get("features")
    if not isinstance(found, list) or not found:
        return _whole(N_("There are no features in this file."))
    if len(found) > MOST_FEATURES:
        return _whole(N_("There are more than %(most)s features in this file."), most=str(MOST_FEATURES))
    return _features(found, name_property, id_property)


def _features(found: Sequence[Any], name_property: str, id_property: str) -> Collection:
    features: list[Feature] = []
    problems: list[Problem] = []
    points = 0
    for number, one in enumerate(found, 1):
        name, foreign_id = _names(one, name_property, id_property)
        if not name:
            problems.append(Problem(number, "", N_("This feature has no name.")))
        try:
            polygons = list(_polygons(one))
        except Unreadable as wrong:
            problems.append(Problem(number, name, wrong.text, lat=wrong.lat, lon=wrong.lon))
            continue
        points += sum(len(ring) for rings in polygons for ring in rings)
        if points > MOST_POINTS:
            return _whole(N_("There are more than %(most)s points in this file."), most=str(MOST_POINTS))
        if _wind(polygons):
            text = N_("A ring ran the wrong way round. We turned it.")
            problems.append(Problem(number, name, text, refuses=False))
        features.append(Feature(number, name, foreign_id or name.casefold(), _boundary(polygons)))
    return Collection(tuple(features), (*problems, *_doubles(features)))


def _boundary(polygons: list[list[Ring]]) -> dict[str, Any]:
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def plain_name(value: Any) -> str:
    """A name in one line of composed characters; empty when it is no text or number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = "".join(char if char.isprintable() else " " for char in normalize("NFC", str(value)))
    return " ".join(text.split())[:LONGEST_NAME]


def _names(one: Any, name_property: str, id_property: str) -> tuple[str, str]:
    """The name and the foreign id of a feature; empty when it says none."""
    if not isinstance(one, dict):
        return "", ""
    properties = one.get("properties")
    properties = properties if isinstance(properties, dict) else {}

    def first(keys: Sequence[str]) -> str:
        return next((text for key in keys if (text := plain_name(properties.get(key)))), "")

    name = first((name_property,) if name_property else NAMES)
    foreign = first((id_property,)) if id_property else plain_name(one.get("id")) or first(IDS)
    return name, foreign


def _polygons(one: Any) -> Iterator[list[Ring]]:
    """The polygons of one feature, cleaned; raises Unreadable with a sentence."""
    geometry = one.get("geometry") if isinstance(one, dict) and one.get("type") == "Feature" else None
    geometry = geometry if isinstance(geometry, dict) else {}
    kind = geometry.get("type")
    if not isinstance(kind, str) or kind not in {"Polygon", "MultiPolygon"}:
        raise Unreadable(N_("This feature has no outline: its geometry must be a Polygon or MultiPolygon."))
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons:
        raise Unreadable(N_("The outline is empty."))
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise Unreadable(N_("The outline is empty."))
        yield [_ring(ring) for ring in polygon]


def _ring(ring: Any) -> Ring:
    if not isinstance(ring, list) or not ring:
        raise Unreadable(N_("The outline is empty."))
    points = [_point(point) for point in ring]
    _on_earth(points)
    for one, other in pairwise(points):
        if abs(one[0] - other[0]) > 180:
            text = N_("The outline crosses the 180th meridian. Cut it there into two polygons.")
            raise Unreadable(text, *one)
    if points[0] != points[-1]:
        raise Unreadable(
            N_("A ring does not end where it starts. The file may have been cut off."), *points[-1]
        )
    kept = [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]
    if len(kept) < 4:
        raise Unreadable(N_("A ring has fewer than four different points."), *points[0])
    if _on_one_line(kept):
        raise Unreadable(N_("A ring encloses nothing: its points lie on one line."), *points[0])
    return kept


def _on_one_line(points: Ring) -> bool:
    """Whether all points lie on one line; a bow encloses nothing on balance, and is no line."""
    (lon, lat), (lon1, lat1) = points[0], points[1]
    return all((lon1 - lon) * (one[1] - lat) == (lat1 - lat) * (one[0] - lon) for one in points)


def _point(point: Any) -> list[float]:
    """Longitude and latitude; a height is left out. A number that is none ends the feature."""
    if (
        not isinstance(point, list)
        or len(point) < 2
        or any(isinstance(part, bool) or not isinstance(part, int | float) for part in point[:2])
    ):
        raise Unreadable(N_("A point of the outline is not a pair of numbers."))
    try:
        pair = [float(part) for part in point[:2]]
    except OverflowError:
        pair = [float("inf")] * 2
    if not all(map(isfinite, pair)):
        raise Unreadable(N_("A point of the outline is not a pair of numbers."))
    return [round(part, DIGITS) + 0.0 for part in pair]


def _on_earth(points: Ring) -> None:
    for lon, lat in points:
        if on_earth(lat, lon):
            continue
        if all(on_earth(point[0], point[1]) for point in points):
            raise Unreadable(
                N_("Latitude seems to come before longitude here. GeoJSON wants longitude first."), lon, lat
            )
        if 180 < abs(lon) <= 360 and abs(lat) <= 90:
            raise Unreadable(
                N_("The outline goes beyond 180 degrees of longitude. Cut it there into two polygons."),
                lon,
                lat,
            )
        raise Unreadable(N_("A point lies off the earth. Are the coordinates in degrees?"), lon, lat)


def _wind(polygons: list[list[Ring]]) -> bool:
    """Turn outer rings against the clock and holes with it; whether any had to be turned."""
    turned = False
    for rings in polygons:
        for at, ring in enumerate(rings):
            if (ring_m2(ring) > 0) != (at == 0):
                ring.reverse()
                turned = True
    return turned


def _doubles(features: Sequence[Feature]) -> Iterator[Problem]:
    """Ids that more than one feature has, and names, which may be fine when they lie in different areas."""
    names: dict[str, int] = {}
    ids: dict[str, int] = {}
    for one in features:
        alike = ids.setdefault(one.foreign_id, one.number)
        if alike != one.number:
            text = N_("Feature %(first)s has the same id, or the same name and no id.")
            yield Problem(one.number, one.name, text, {"first": str(alike)})
        elif one.name and (first := names.setdefault(one.name.casefold(), one.number)) != one.number:
            text = N_("Feature %(first)s has the same name.")
            yield Problem(one.number, one.name, text, {"first": str(first)}, refuses=False)
