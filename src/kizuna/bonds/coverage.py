"""How many hear it when some cannot be reached: a phone tree tried out many times by chance."""

from collections.abc import Sequence
from dataclasses import dataclass

from kizuna.bonds import calling
from kizuna.bonds.fast import chances, ints, kernel

AWAY = (0.1, 0.2, 0.3, 0.4)
"""Shares of people who cannot be reached: busy, asleep, a dead telephone."""
WORK = 2_000_000
"""About so many people are looked at in all; a small town is tried more often."""
QUICK = 12_000


@dataclass(frozen=True)
class Calls:
    """Who rings whom, in rows: u rings `callee[begin[u]:begin[u + 1]]`."""

    begin: Sequence[int]
    callee: Sequence[int]
    agreed: Sequence[int]
    starters: Sequence[int]
    big: bool


@dataclass(frozen=True)
class Covered:
    """The share of those who can be reached that hears it: the mean, and where 95 of 100 tries lie."""

    away: float
    mean: float
    low: float
    high: float
    tries: int


def tries_for(people: int, work: int) -> int:
    """How often a tree of this size is tried."""
    return max(10, min(1000, work // max(1, people)))


def covered(
    ways: Sequence[Calls], people: int, seed: int, away: Sequence[float] = AWAY, work: int = WORK
) -> list[list[Covered]]:
    """For each of these ways of passing it on, over the same luck: the coverage at each share away."""
    if not people:
        return [[] for _ in ways]
    big = any(way.big for way in ways)
    tries = tries_for(people, work)
    seen, queue = ints(people, -1, big=big), ints(people, big=big)
    run, count = kernel(calling.spread, big), kernel(calling.present, big)
    found: list[list[list[float]]] = [[[] for _ in away] for _ in ways]
    stamp = 0
    for number in range(tries):
        draws = chances(seed * 1_000_003 + number, people, big=big)
        for at, share in enumerate(away):
            there = count(draws, share)
            for which, way in enumerate(ways):
                told = run(way.starters, way.begin, way.callee, way.agreed, draws, share, seen, stamp, queue)
                found[which][at].append(told / there if there else 1.0)
                stamp += 1
    return [[_covered(share, each[at]) for at, share in enumerate(away)] for each in found]


def _covered(away: float, shares: list[float]) -> Covered:
    ordered = sorted(shares)
    edge = int(0.025 * (len(ordered) - 1))
    return Covered(away, sum(ordered) / len(ordered), ordered[edge], ordered[-1 - edge], len(ordered))
