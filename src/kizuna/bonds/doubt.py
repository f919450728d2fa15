"""How sure a figure is when only some were asked: resampling those who answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random

SURE = 1.959964
"""Standard deviations within which 95 of 100 lie."""
MANY = 20_000


@dataclass(frozen=True)
class Interval:
    """A figure with the range in which 95 of 100 resampled figures lie. None: too few answered."""

    value: float | None
    low: float | None = None
    high: float | None = None
    answers: int = 0


def ratio(over: Sequence[float], under: Sequence[float], rng: Random, times: int = 1000) -> Interval:
    """A ratio of two sums over those who answered, with its 95 % bootstrap interval (Efron 1979).

    Each answer brings its part above and below the line: a mean has ones below, an index of ties has each
    person's ties. Whoever did not answer is in neither; that they are like those who did is assumed. A share
    of none or of all, where every sample is alike, has Wilson's interval (1927). Over more than MANY answers
    it is worked out from their spread, which comes to the same.
    """
    n, total = len(over), sum(under)
    if not n or not total:
        return Interval(None, answers=n)
    value = sum(over) / total
    if n < 2:
        return Interval(value, answers=n)
    if value in (0, 1) and set(over) == {value} and set(under) == {1}:
        edge = SURE**2 / (n + SURE**2)
        return Interval(value, max(0.0, value - edge), min(1.0, value + edge), n)
    if n > MANY:
        apart = SURE * sqrt(sum((a - value * b) ** 2 for a, b in zip(over, under, strict=True))) / abs(total)
        return Interval(value, value - apart, value + apart, n)
    found = sorted(_resampled(over, under, rng, times))
    if not found:
        return Interval(value, answers=n)
    low = found[int(0.025 * (len(found) - 1))]
    high = found[-1 - int(0.025 * (len(found) - 1))]
    return Interval(value, low, high, n)


def _resampled(over: Sequence[float], under: Sequence[float], rng: Random, times: int) -> list[float]:
    """The ratio in so many samples of the same size, drawn with returning.

    Answers that are alike are drawn together: a village has few different ones, a city many.
    """
    n = len(over)
    try:
        import numpy as np
    except ImportError:
        samples = ([rng.randrange(n) for _ in range(n)] for _ in range(min(times, 2_000_000 // n + 20)))
        sums = ((sum(over[i] for i in one), sum(under[i] for i in one)) for one in samples)
        return [a / b for a, b in sums if b]
    pairs, counts = np.unique(np.array([over, under], dtype=float).T, axis=0, return_counts=True)
    draws = np.random.default_rng(rng.getrandbits(63)).multinomial(n, counts / n, size=times)
    above, below = draws @ pairs[:, 0], draws @ pairs[:, 1]
    return [float(value) for value in above[below > 0] / below[below > 0]]
