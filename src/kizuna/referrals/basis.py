"""Everything that the site knows of a time, for counting. Nothing of it may be told as it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from kizuna.access.small_numbers import tellable
from kizuna.instruments.scale import Scale
from kizuna.referrals.moved import Course
from kizuna.referrals.timespan import Timespan
from kizuna.referrals.tracing import Trace

SITE = ""
"""Stands above all areas: everybody."""


class Placed(Protocol):
    """Whatever belongs to somebody, somewhere."""

    @property
    def person(self) -> str:
        """Whose it is."""

    @property
    def area(self) -> str:
        """Where they lived then."""


Row = TypeVar("Row", bound=Placed)


@dataclass(frozen=True)
class Contact:
    """Somebody who was referred to us or asked us to get in touch, and how long that took; None: it waits."""

    person: str
    area: str
    took: timedelta | None


@dataclass(frozen=True)
class GoalCount:
    """A goal, as it is counted."""

    person: str
    area: str
    state: str


@dataclass(frozen=True)
class Measure:
    """One scale with the scores of everybody on the site."""

    instrument: str
    name: str
    scale: Scale
    courses: tuple[Course, ...]


@dataclass(frozen=True)
class Tree:
    """The areas of the site: those right below each, from SITE on, and their names."""

    below: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]

    def within(self, area: str) -> frozenset[str]:
        """An area and everything below it."""
        return frozenset({area}).union(*(self.within(one) for one in self.below.get(area, ())))

    def only(self, area: str, rows: Iterable[Row]) -> list[Row]:
        """Those that belong to an area, or to one below it."""
        inside = self.within(area)
        return [row for row in rows if area == SITE or row.area in inside]

    def open(self, rows: Iterable[Placed]) -> frozenset[str]:
        """The areas that may each be told about: see `small_numbers.tellable`."""
        sets: dict[str, set[str]] = {}
        for row in rows:
            sets.setdefault(row.area if row.area in self.names else SITE, set()).add(row.person)
        return tellable(self.below, {area: len(found) for area, found in sets.items()}, SITE)


@dataclass(frozen=True)
class Basis:
    """What a report is made of: all of the site, since what is told of one area depends on the others."""

    span: Timespan
    now: datetime
    days: int
    """After so many days the end of a referral should be known."""
    frozen: datetime
    """Scores are told as they stood then: else one new answer would tell itself by the mean before it."""
    tree: Tree
    traces: tuple[Trace, ...] = ()
    contacts: tuple[Contact, ...] = ()
    goals: tuple[GoalCount, ...] = ()
    measures: tuple[Measure, ...] = ()
    nothing_found: Mapping[str, int] = field(default_factory=dict)
    """By code of a need, how often nothing suitable was found in the area."""
