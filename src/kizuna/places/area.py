"""Areas as values, and walks up and down their tree."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from kizuna.access.wording import N_

Level = Literal["neighbourhood", "community", "region"]
ALL_AREAS = "places.areas"
"""Under this name a request remembers every area; whoever changes one makes it forget."""
LEVELS: tuple[Level, ...] = ("neighbourhood", "community", "region")
LEVEL_WORDS = {
    "neighbourhood": N_("Neighbourhood"),
    "community": N_("Community"),
    "region": N_("Region"),
}
Posture = Literal["everyday", "emergency"]


@dataclass(frozen=True)
class AreaValue:
    """One area. `lat` and `lon` are its centre in degrees, WGS 84."""

    id: str
    name: str
    level: str
    above_id: str | None
    lat: float
    lon: float


@dataclass(frozen=True)
class Outline:
    """An area with its outline, a GeoJSON Polygon or MultiPolygon; None when nobody drew one."""

    area: AreaValue
    boundary: Mapping[str, Any] | None = None
    size_m2: float | None = None
    foreign_id: str = ""
    """What the file that brought it calls it."""


@dataclass(frozen=True)
class Branch:
    """An area with what lies right below it, by name."""

    area: AreaValue
    parts: tuple["Branch", ...] = ()


def _rank(area: AreaValue) -> int:
    return [str(level) for level in LEVELS].index(area.level)


def branches(areas: Collection[AreaValue]) -> tuple[Branch, ...]:
    """The areas as trees, the highest first; each area is there once, those in a circle not at all."""
    children: dict[str | None, list[AreaValue]] = {}
    known = {one.id for one in areas}
    for one in areas:
        children.setdefault(one.above_id if one.above_id in known else None, []).append(one)

    def grown(above: str | None) -> tuple[Branch, ...]:
        found = sorted(children.get(above, []), key=lambda one: (-_rank(one), one.name, one.id))
        return tuple(Branch(one, grown(one.id)) for one in found)

    return grown(None)


def below(above: Mapping[str, str | None], ids: Collection[str]) -> frozenset[str]:
    """These areas and everything under them; `above` maps each area to the one above it."""
    children: dict[str, list[str]] = {}
    for child, parent in above.items():
        if parent:
            children.setdefault(parent, []).append(child)
    found: set[str] = set()
    waiting = [area for area in ids if area in above]
    while waiting:
        area = waiting.pop()
        if area not in found:
            found.add(area)
            waiting += children.get(area, [])
    return frozenset(found)


def upwards(above: Mapping[str, str | None], area: str) -> tuple[str, ...]:
    """This area and those above it, nearest first; empty when it is unknown."""
    path: list[str] = []
    at: str | None = area
    while at and at in above and at not in path:
        path.append(at)
        at = above[at]
    return tuple(path)
