"""What a file of areas would do to the tree: which are new, which change, where they hang, what is wrong."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from kizuna.access.wording import N_
from kizuna.places.area import LEVELS
from kizuna.places.geojson import Collection, Feature, Problem
from kizuna.places.geometry import holds, size_m2
from kizuna.places.outlines import crossings, gaps, middle, outside, overlaps

SPACE = UUID("8d4a4b0e-6f3f-4c0a-9d8e-2f6f0c7a51b3")
"""Names the ids of areas by level and the id that their file gives them."""


@dataclass(frozen=True)
class There:
    """An area that is there already."""

    id: str
    name: str
    level: str
    above: str | None
    lat: float
    lon: float
    foreign_id: str
    boundary: Mapping[str, Any] | None


@dataclass(frozen=True)
class Planned:
    """One feature with the area that it is to be. `state`: new, changed or same."""

    feature: Feature
    id: str
    above: str | None
    lat: float
    lon: float
    state: str


@dataclass(frozen=True)
class Plan:
    """What the file would do, and everything found in it."""

    areas: tuple[Planned, ...]
    problems: tuple[Problem, ...]

    @property
    def refused(self) -> bool:
        """Whether nothing may be written."""
        return any(problem.refuses for problem in self.problems)

    def count(self, state: str) -> int:
        """How many areas are in this state."""
        return sum(one.state == state for one in self.areas)


def area_id(level: str, foreign_id: str) -> str:
    """The id of an area that a file calls so, for ever the same."""
    return str(uuid5(SPACE, f"{level}:{foreign_id}"))


def plan(collection: Collection, there: Sequence[There], *, level: str, under: There | None = None) -> Plan:
    """What taking in this collection would do. Nothing is compared while outlines are broken."""
    problems = [*collection.problems, *crossings(collection.features)]
    if any(problem.refuses for problem in problems):
        return Plan((), tuple(problems))
    known = {one.id: one for one in there}
    higher = [one for one in there if LEVELS.index(one.level) > LEVELS.index(level)]
    planned = [_planned(one, level, known, there, higher, under) for one in collection.features]
    problems += _relations(planned, known, level)
    return Plan(tuple(planned), tuple(problems))


def _planned(
    feature: Feature,
    level: str,
    known: Mapping[str, There],
    there: Sequence[There],
    higher: Sequence[There],
    under: There | None,
) -> Planned:
    lat, lon = middle(feature.boundary)
    id = area_id(level, feature.foreign_id)
    found = known.get(id) or _adopted(feature, level, there, under)
    above = under.id if under else (found.above if found and found.above else _above(lat, lon, higher))
    if not found:
        return Planned(feature, id, above, lat, lon, "new")
    same_outline = found.boundary == feature.boundary
    if same_outline:
        lat, lon = found.lat, found.lon
    same = same_outline and (found.name, found.above) == (feature.name, above) and bool(found.foreign_id)
    return Planned(feature, found.id, above, lat, lon, "same" if same else "changed")


def _adopted(feature: Feature, level: str, there: Sequence[There], under: There | None) -> There | None:
    """An area that somebody added by hand under this very name; the file brings its outline."""
    alike = [
        one
        for one in there
        if not one.foreign_id
        and one.level == level
        and one.name.casefold() == feature.name.casefold()
        and (under is None or one.above in (under.id, None))
    ]
    return alike[0] if len(alike) == 1 else None


def _above(lat: float, lon: float, higher: Sequence[There]) -> str | None:
    """The lowest area of a higher level that holds the point; else the only one, when it has no outline."""
    holding = [one for one in higher if one.boundary and holds(lat, lon, one.boundary)]
    if holding:
        lowest = min(holding, key=lambda one: (LEVELS.index(one.level), size_m2(one.boundary or {}), one.id))
        return lowest.id
    lowest_level = min((LEVELS.index(one.level) for one in higher), default=0)
    nearest = [one for one in higher if LEVELS.index(one.level) == lowest_level]
    return nearest[0].id if len(nearest) == 1 and not nearest[0].boundary else None


def _relations(planned: Sequence[Planned], known: Mapping[str, There], level: str) -> Iterator[Problem]:
    """Siblings against each other, children against the area above them."""
    written = {one.id for one in planned}
    groups: dict[str | None, list[Planned]] = {}
    for one in planned:
        groups.setdefault(one.above, []).append(one)
    for above, children in groups.items():
        parent = known.get(above) if above else None
        beside = [
            one
            for one in known.values()
            if one.id not in written and one.level == level and one.above == above
        ]
        yield from _alike(children, beside)
        if parent and LEVELS.index(parent.level) <= LEVELS.index(level):
            text = N_("%(parent)s is not of a higher level.")
            yield Problem(None, "", text, {"parent": parent.name})
        features = [one.feature for one in children]
        outlines = [(one.name, one.boundary) for one in beside if one.boundary]
        yield from overlaps(features, outlines)
        if parent and parent.boundary:
            yield from _not_outside(features, parent.name, parent.boundary)
        covering = [one.boundary for one in features] + [boundary for _, boundary in outlines]
        yield from gaps(covering, parent.name if parent else "", parent.boundary if parent else None)
        yield from _said_parents(children, parent)


def _not_outside(features: Sequence[Feature], name: str, boundary: Mapping[str, Any]) -> Iterator[Problem]:
    yield from (found for one in features if (found := outside(one, name, boundary)))


def _alike(children: Sequence[Planned], beside: Iterable[There]) -> Iterator[Problem]:
    """Names that a sibling has already."""
    taken = {one.name.casefold(): one.name for one in beside}
    seen: set[str] = set()
    for one in children:
        name = one.feature.name.casefold()
        if name in taken or name in seen:
            text = N_("There is an area called %(name)s in the same place already.")
            yield Problem(one.feature.number, one.feature.name, text, {"name": one.feature.name})
        seen.add(name)


def _said_parents(children: Sequence[Planned], parent: There | None) -> Iterator[Problem]:
    """New areas that hang below nothing, where there is something to hang below, are said."""
    for one in children:
        if one.state == "new" and parent is None:
            text = N_("No area above it was found: it will stand at the top.")
            yield Problem(one.feature.number, one.feature.name, text, refuses=False)
