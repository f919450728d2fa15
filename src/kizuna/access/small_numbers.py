"""Counts of people that are too small to show: the one rule of the house."""

from collections.abc import Mapping

SMALLEST = 10
"""Counts of people from 1 to this number less one are hidden; 0 says nothing about anybody."""


def shown(n: int) -> int | None:
    """A count of people as it may be shown; None when it is hidden."""
    return None if 0 < n < SMALLEST else n


def parts(counts: Mapping[str, int]) -> dict[str, int | None]:
    """The parts of a whole that is shown: when one is hidden all are, or the rest would tell it."""
    if any(shown(n) is None for n in counts.values()):
        return dict.fromkeys(counts)
    return dict(counts)
