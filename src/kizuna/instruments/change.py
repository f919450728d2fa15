"""Whether a change between two scores is more than chance. Jacobson and Truax 1991."""

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

Verdict = Literal["higher", "lower", "not sure"]


@dataclass(frozen=True)
class Change:
    """A change in points, in standard errors of a difference, and whether it is more than chance."""

    points: float
    index: float
    needed: float
    """The smallest change, in points, that is more than chance."""
    verdict: Verdict


def reliable_change(
    before: float, after: float, *, sd: float, reliability: float, sure: float = 0.95
) -> Change:
    """The reliable change index. `sd`: the standard deviation of a comparable group; `reliability`: 0 to 1.

    Raises ValueError for a standard deviation of 0 or less and for a reliability outside 0 to 1 (1 excluded:
    nothing is measured without error).
    """
    if not sd > 0 or not 0 <= reliability < 1:
        raise ValueError("A standard deviation is above 0, and a reliability from 0 to under 1.")
    of_difference = sd * math.sqrt(2 * (1 - reliability))
    needed = NormalDist().inv_cdf(0.5 + sure / 2) * of_difference
    points = after - before
    if abs(points) < needed:
        return Change(points, points / of_difference, needed, "not sure")
    return Change(points, points / of_difference, needed, "higher" if points > 0 else "lower")
