"""How people said they were when help began and twelve weeks on: never why it moved.

It compares people with themselves and with nobody else. So it stands with how many were asked, how many did
not answer, and how sure the mean is; and no page calls it what the help did.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist, correlation, fmean, stdev
from typing import Literal

from kizuna.access.small_numbers import parts, rounded, shown
from kizuna.instruments.scale import Scale
from kizuna.referrals.telling import HIDDEN_SHARE, Share, hides, people, share, told
from kizuna.screening.before_after import t_95
from kizuna.screening.over_time import Verdict, judged

Kind = Literal["both", "lost", "no first", "waiting"]
KINDS: tuple[Kind, ...] = ("both", "lost", "no first", "waiting")
VERDICTS: tuple[Verdict, ...] = ("lower", "not sure", "higher")
_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Course:
    """The first and second score of somebody on one scale. None: there is no such score."""

    person: str
    area: str
    first: float | None
    again: float | None
    over: bool
    """Whether the time to answer again is over."""
    age: str = ""
    language: str = ""

    def value(self, side: str) -> str:
        """What kind of person they are, by one way of counting."""
        return {"area": self.area, "age": self.age, "language": self.language}[side]

    @property
    def kind(self) -> Kind:
        """`waiting`: it is not over yet; `lost`: they did not answer again."""
        if self.first is None:
            return "no first"
        if self.again is not None:
            return "both"
        return "lost" if self.over else "waiting"


@dataclass(frozen=True)
class Sizes:
    """What the scores of the same people come to."""

    n: int
    before: float
    after: float
    change: float
    low: float
    high: float
    """Between which the mean change of such people lies, in 95 of 100 such samples."""
    size: float | None
    """The mean change in standard deviations of the first score; None where all began with the same."""
    size_low: float | None
    size_high: float | None


def sizes(pairs: Sequence[tuple[float, float]]) -> Sizes:
    """Means, the mean change and its size with their 95 % intervals, from five pairs on.

    The size is the standardised mean change by the spread of the first scores (Becker 1988), made right for
    few people (Hedges 1981). Raises ValueError for fewer pairs.
    """
    if len(pairs) < 5:
        raise ValueError("Five pairs or more are needed.")
    before, after = [b for b, _ in pairs], [a for _, a in pairs]
    changes = [a - b for b, a in pairs]
    n, mean = len(pairs), fmean(changes)
    half = t_95(n) * stdev(changes) / math.sqrt(n)
    size = standardised(n, fmean(before), fmean(after), stdev(before), _together(before, after))
    return Sizes(n, fmean(before), fmean(after), mean, mean - half, mean + half, *size)


def _together(before: Sequence[float], after: Sequence[float]) -> float:
    """How far both go together, -1 to 1; 0 where one of them is the same for all."""
    if stdev(before) == 0 or stdev(after) == 0:
        return 0.0
    return correlation(before, after)


def standardised(
    n: int, before: float, after: float, sd: float, together: float
) -> tuple[float | None, float | None, float | None]:
    """The standardised mean change with its interval: (size, low, high); None where nobody differs."""
    if sd == 0:
        return None, None, None
    size = (1 - 3 / (4 * (n - 1) - 1)) * (after - before) / sd
    half = _Z * math.sqrt(2 * (1 - together) / n + size**2 / (2 * n))
    return size, size - half, size + half


@dataclass(frozen=True)
class Moved:
    """One scale as it may be told. None: hidden, because so few people stand behind it, or nothing there."""

    instrument: str
    scale: str
    """Marked for translation, as the next is."""
    name: str
    begun: int | None
    counts: dict[Kind, int | None]
    lost: Share
    """Of those who answered first and whose time is over, who did not answer again."""
    sizes: Sizes | None = None
    moved: dict[Verdict, int | None] | None = None
    """None where nobody has published how much of a change is chance."""

    @property
    def none_first(self) -> int | None:
        """How many gave no first score."""
        return self.counts["no first"]

    @property
    def hidden(self) -> bool:
        """Whether there are people, and too few to show anything."""
        return self.sizes is None and self.counts["both"] is None


def moved(scale: Scale, instrument: str, name: str, courses: Sequence[Course], *, open_: bool) -> Moved:
    """The figures of one scale. `open_`: whether they may be told here at all, beside other figures."""
    # Each by itself; the sum is told only when all of them are, or it would tell how few the hidden one is.
    counts = {kind: told([one for one in courses if one.kind == kind]) for kind in KINDS}
    both = [one for one in courses if one.kind == "both"]
    over = [one for one in courses if one.kind in ("both", "lost")]
    lost = share(over, lambda one: one.kind == "lost")
    begun = None if None in counts.values() else rounded(len(courses))
    if not open_:
        return Moved(instrument, scale.title, name, begun, dict.fromkeys(KINDS), HIDDEN_SHARE)
    if not both or shown(people(both)) is None or counts["both"] is None:
        return Moved(instrument, scale.title, name, begun, counts, lost)
    pairs = [(one.first, one.again) for one in both if one.first is not None and one.again is not None]
    verdicts = [judged(scale, *pair) for pair in pairs]
    known = "unknown" not in verdicts
    found = parts({kind: verdicts.count(kind) for kind in VERDICTS})
    return Moved(
        instrument,
        scale.title,
        name,
        begun,
        counts,
        lost,
        sizes(pairs),
        {kind: None if found[kind] is None else rounded(found[kind] or 0) for kind in VERDICTS}
        if known
        else None,
    )


@dataclass(frozen=True)
class GroupMoved:
    """How the scores of one kind of people moved; None: hidden."""

    value: str
    n: int | None
    change: float | None


def by_group(
    courses: Iterable[Course], side: str, open_: frozenset[str] | None = None
) -> tuple[GroupMoved, ...]:
    """The mean change by one way of counting, without those that would tell of a few.

    `open_`: the kinds that may be told beside other figures; None: whichever are enough.
    """
    sorted_in: dict[str, list[Course]] = {}
    for one in courses:
        if one.kind == "both":
            sorted_in.setdefault(one.value(side), []).append(one)
    hidden = hides(sorted_in) if open_ is None else {value: value not in open_ for value in sorted_in}
    return tuple(
        GroupMoved(value, None, None)
        if hidden[value]
        else GroupMoved(value, rounded(len(found)), fmean(_change(one) for one in found))
        for value, found in sorted(sorted_in.items())
    )


def _change(one: Course) -> float:
    return (one.again or 0) - (one.first or 0)
