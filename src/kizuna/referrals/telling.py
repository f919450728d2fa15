"""Figures about people as they may be told: counts, shares and days, none of them about a few.

A count stands on at least ten people, is rounded to fives, and hides where the rest would tell it. A share
says no more than the counts on which it stands. See `access.small_numbers`, the rule of the house.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import floor
from statistics import median, quantiles
from typing import Literal, Protocol, TypeVar

from kizuna.access.small_numbers import SMALLEST, STEP, rounded, shown, too_small

EXACT = 100
"""From so many people on, a share is told to one in a hundred, below to five."""
DAY = timedelta(days=1)


class Somebodys(Protocol):
    """Whatever belongs to somebody."""

    @property
    def person(self) -> str:
        """Whose it is."""


Row = TypeVar("Row", bound=Somebodys)
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Share:
    """So many of a hundred. `bound`: it is only known that it is at least, or at most, so many."""

    percent: int | None = None
    """None: hidden, or there is nobody."""
    bound: Literal["", "least", "most"] = ""
    of: int | None = None
    """Out of how many, rounded. None where only a bound is told."""
    hidden: bool = False


@dataclass(frozen=True)
class Spread:
    """Half of them within so many days; a quarter within `low`, three quarters within `high`."""

    middle: int | None = None
    low: int | None = None
    high: int | None = None
    n: int | None = None
    hidden: bool = False


NOBODY, NEVER = Share(of=0), Spread(n=0)
HIDDEN_SHARE, HIDDEN_SPREAD = Share(hidden=True), Spread(hidden=True)


def people(rows: Iterable[Somebodys]) -> int:
    """How many people stand behind these."""
    return len({row.person for row in rows})


def told(rows: Sequence[Somebodys]) -> int | None:
    """How many these are, as it may be told; None when it is hidden."""
    return None if shown(people(rows)) is None else rounded(len(rows))


def partition(rows: Iterable[Row], kind: Callable[[Row], Key], kinds: Iterable[Key]) -> dict[Key, int | None]:
    """How many there are of each kind, where all kinds together are told as well."""
    sorted_in: dict[Key, list[Row]] = {one: [] for one in kinds}
    for row in rows:
        sorted_in.setdefault(kind(row), []).append(row)
    hidden = hides(sorted_in)
    return {one: None if hidden[one] else rounded(len(found)) for one, found in sorted_in.items()}


def narrowing(stages: Sequence[Sequence[Somebodys]]) -> tuple[int | None, ...]:
    """Counts of which each is part of the one before: hidden where it differs by a few from the last told."""
    found: list[int | None] = []
    last: int | None = None
    for rows in stages:
        n = people(rows)
        few = shown(n) is None or (last is not None and shown(last - n) is None)
        found.append(None if few else rounded(len(rows)))
        last = last if few else n
    return tuple(found)


def hides(sorted_in: Mapping[Key, Sequence[Somebodys]]) -> dict[Key, bool]:
    """Which kinds are hidden: those of a few people, and as many more as would tell them."""
    hidden = too_small(people(found) for found in sorted_in.values())
    return dict(zip(sorted_in, hidden, strict=True))


def share(whole: Sequence[Row], belongs: Callable[[Row], bool]) -> Share:
    """The share of those who belong. Where these or the rest are few, only a bound of it is told."""
    if not whole:
        return NOBODY
    n, part = people(whole), [row for row in whole if belongs(row)]
    if shown(n) is None:
        return HIDDEN_SHARE
    exact = 100 * len(part) / len(whole)
    rest = people(row for row in whole if not belongs(row))
    of, most_few = rounded(len(whole)), 100 * (SMALLEST - 1) / len(whole)
    step = 1 if n >= EXACT else STEP
    # Without `of`: taken from what is told beside it, it would tell how few they are.
    if part and shown(people(part)) is None:
        return Share(min(100, step * -floor(-most_few / step)), "most")
    if rest and shown(rest) is None:
        return Share(max(0, step * floor((100 - most_few) / step)), "least")
    return Share(_step(exact, step), "", of)


def _step(exact: float, step: int) -> int:
    """Rounded; 0 and 100 only when it is none and all."""
    if exact in (0, 100):
        return int(exact)
    return min(max(step * round(exact / step), step), 100 - step)


def spread(rows: Sequence[tuple[Somebodys, timedelta]]) -> Spread:
    """Within how many days it went for half of them, in whole days, and for the quarters."""
    if not rows:
        return NEVER
    if shown(people([row for row, _ in rows])) is None:
        return HIDDEN_SPREAD
    days = [took / DAY for _, took in rows]
    low, _, high = quantiles(days, n=4, method="inclusive")
    return Spread(round(median(days)), round(low), round(high), rounded(len(rows)))
