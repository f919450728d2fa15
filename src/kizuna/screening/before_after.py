"""Scores of many people before and after: who answered, who did not again, and how the scores moved.

It compares people with themselves and with nobody else: what moved them, it cannot say. So it is never called
an effect, and no mean stands without the number of people and how many are not in it.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import NormalDist, fmean, stdev

from kizuna.access.small_numbers import parts, shown
from kizuna.instruments.scale import Scale
from kizuna.screening.over_time import Point, Verdict, judged

APART = timedelta(days=14)
"""A second time that is nearer than this is the same time."""
_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class BeforeAfter:
    """What may be shown. None: hidden, because so few people stand behind it, or nothing to show."""

    scale: str
    begun: int | None
    """People with a first time."""
    both: int | None
    """People with a score before and one after: the means are theirs."""
    missing: int | None
    """People who answered twice, and one of the times has no score."""
    left: int | None
    """People who did not answer again."""
    before: float | None = None
    after: float | None = None
    change: float | None = None
    low: float | None = None
    high: float | None = None
    """Between which lies the mean change of such people, in 95 of 100 such samples."""
    moved: dict[Verdict, int | None] | None = None

    @property
    def hidden(self) -> bool:
        """Whether there are too few people to show anything."""
        return self.both is None


def t_95(n: int) -> float:
    """The two-sided 95 % point of Student's t for n people, 5 or more. Fisher and Cornish 1960."""
    free, z = n - 1, _Z
    return (
        z
        + (z**3 + z) / (4 * free)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * free**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * free**3)
    )


def first_and_last(points: Iterable[Point]) -> tuple[Point | None, Point | None]:
    """The first time, and the last one that is far enough from it."""
    in_order = sorted(points, key=lambda point: point.at)
    if not in_order:
        return None, None
    first, last = in_order[0], in_order[-1]
    return first, last if last.at - first.at >= APART else None


def compared(scale: Scale | None, people: Iterable[Iterable[Point]], title: str = "") -> BeforeAfter:
    """The figures of one scale from the points of each person, with small numbers hidden.

    Without a scale (`title` names the score) nobody knows how much of a change is chance.
    """
    title = scale.title if scale else title
    pairs: list[tuple[float, float]] = []
    missing = left = 0
    for points in people:
        first, last = first_and_last(points)
        if first is None:
            continue
        if last is None:
            left += 1
        elif first.value is None or last.value is None:
            missing += 1
        else:
            pairs.append((first.value, last.value))
    told = parts({"missing": missing, "left": left})
    hides = None in told.values()
    begun = None if hides else shown(len(pairs) + missing + left)
    both = shown(len(pairs))
    if not pairs or both is None:
        return BeforeAfter(title, begun if pairs == [] else None, both, told["missing"], told["left"])
    changes = [after - before for before, after in pairs]
    half = t_95(len(pairs)) * stdev(changes) / math.sqrt(len(pairs))
    mean = fmean(changes)
    verdicts: list[Verdict] = [judged(scale, *pair) if scale else "unknown" for pair in pairs]
    kinds: tuple[Verdict, ...] = ("lower", "not sure", "higher")
    known = "unknown" not in verdicts
    return BeforeAfter(
        scale=title,
        begun=begun,
        both=both,
        missing=told["missing"],
        left=told["left"],
        before=fmean(before for before, _ in pairs),
        after=fmean(after for _, after in pairs),
        change=mean,
        low=mean - half,
        high=mean + half,
        moved={**parts({kind: verdicts.count(kind) for kind in kinds})} if known else None,  # type: ignore[dict-item]
    )
