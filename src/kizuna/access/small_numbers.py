"""Counts of people that are too small to show: the one rule of the house."""

from collections.abc import Iterable, Mapping

SMALLEST = 10
"""Counts of people from 1 to this number less one are hidden; 0 says nothing about anybody."""


STEP = 5
"""What is told in round figures goes by fives: two that differ by one person mostly look alike."""


def told(count: int) -> int | None:
    """A count in round figures; None for fewer than the smallest, and nobody is fewer, too."""
    return None if count < SMALLEST else STEP * round(count / STEP)


def shown(n: int) -> int | None:
    """A count of people as it may be shown; None when it is hidden."""
    return None if 0 < n < SMALLEST else n


def parts(counts: Mapping[str, int]) -> dict[str, int | None]:
    """The parts of a whole that is shown: when one is hidden all are, or the rest would tell it."""
    if any(shown(n) is None for n in counts.values()):
        return dict.fromkeys(counts)
    return dict(counts)


def too_small(counts: Iterable[int]) -> list[bool]:
    """Which counts are hidden: the small ones; and one more, when a single one could be worked out."""
    numbers = list(counts)
    small = [shown(n) is None for n in numbers]
    if sum(small) == 1 and len(numbers) > 1:
        left = [place for place, n in enumerate(numbers) if not small[place] and n]
        if left:
            small[min(left, key=numbers.__getitem__)] = True
    return small
