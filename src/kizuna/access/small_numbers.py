"""Counts of people that are too small to show: the one rule of the house."""

from collections.abc import Iterable, Mapping, Sequence

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


def rounded(n: int) -> int | None:
    """A count as it may be shown beside others that overlap with it; None when it is hidden."""
    return None if 0 < n < SMALLEST else STEP * round(n / STEP)


def parts(counts: Mapping[str, int]) -> dict[str, int | None]:
    """The parts of a whole that is shown: when one is hidden all are, or the rest would tell it."""
    if any(shown(n) is None for n in counts.values()):
        return dict.fromkeys(counts)
    return dict(counts)


def too_small(counts: Iterable[int]) -> list[bool]:
    """Which parts of a whole are hidden: the small ones, and more while those could be worked out.

    One hidden part is the whole less the others; several that are few together are few each.
    """
    numbers = list(counts)
    small = [shown(n) is None for n in numbers]
    while any(small) and (sum(small) == 1 or _sum_of(numbers, small) < SMALLEST):
        left = [place for place, n in enumerate(numbers) if not small[place] and n]
        if not left:
            break
        small[min(left, key=numbers.__getitem__)] = True
    return small


def _sum_of(numbers: Sequence[int], chosen: Sequence[bool]) -> int:
    return sum(n for n, one in zip(numbers, chosen, strict=True) if one)


def tellable(below: Mapping[str, Sequence[str]], own: Mapping[str, int], top: str) -> frozenset[str]:
    """Which parts of a tree may each be told about as a whole, so that no difference of them is few people.

    `below`: the parts right below each; `own`: who belongs to a part and to none below it. Whatever is left
    of one that may be told, less any others below it, is nobody or at least SMALLEST people.
    """
    total: dict[str, int] = {}

    def count(part: str) -> int:
        total[part] = own.get(part, 0) + sum(count(one) for one in below.get(part, ()))
        return total[part]

    count(top)
    found: set[str] = set()
    open_ = [top] if shown(total[top]) is not None else []
    while open_:
        part = open_.pop()
        found.add(part)
        lower = list(below.get(part, ()))
        hidden = too_small([*(total[one] for one in lower), own.get(part, 0)])
        open_ += [one for one, hide in zip(lower, hidden, strict=False) if not hide]
    return frozenset(found)
