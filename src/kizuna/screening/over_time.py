"""One person's scores over time: where each lies, whether a change is more than chance. Not why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Literal

from kizuna.instruments.answers import Answers
from kizuna.instruments.change import reliable_change
from kizuna.instruments.definition import Instrument
from kizuna.instruments.scale import Scale
from kizuna.instruments.scoring import NotScorable, OutOfRange, numbers, score

Verdict = Literal["", "higher", "lower", "not sure", "unknown"]
Rule = Literal["chance", "authors", ""]


@dataclass(frozen=True)
class Given:
    """One time that somebody answered."""

    at: datetime
    answers: Answers
    proxy: bool = False
    """Somebody else answered for them."""


@dataclass(frozen=True)
class Point:
    """One score. Without a value there is none, and `missing` says how many answers it lacks."""

    at: datetime
    value: float | None
    band: str = ""
    missing: int = 0
    change: float | None = None
    """Points since the first score."""
    verdict: Verdict = ""
    """Empty for the first score, and where somebody else answered.

    `unknown`: nobody has published how much of a change is chance.
    """
    proxy: bool = False
    words: str = ""
    """What a formula gave instead of a number."""


@dataclass(frozen=True)
class Course:
    """The scores of one scale, oldest first."""

    instrument: str
    name: str
    """The title of the questionnaire, marked for translation; as is `scale`."""
    scale: str
    least: float
    most: float
    edges: tuple[tuple[float, str], ...]
    """Where each band begins, and what it is called."""
    points: tuple[Point, ...]
    rule: Rule = ""
    needed: float | None = None
    """The smallest change that counts by this rule, in points."""
    code: str = ""
    """What names the scale in its questionnaire."""
    ends: bool = True
    """Whether it is known where the scale begins and ends."""

    @property
    def scored(self) -> tuple[Point, ...]:
        """The points that have a score which they gave themselves."""
        return tuple(point for point in self.points if point.value is not None and not point.proxy)

    @property
    def first(self) -> Point | None:
        """The first score."""
        return self.scored[0] if self.scored else None

    @property
    def words(self) -> str:
        """What they came to last, where a formula gives words."""
        return next((one.words for one in reversed(self.points) if one.words and not one.proxy), "")

    @property
    def last(self) -> Point | None:
        """The last score, when there are two or more."""
        return self.scored[-1] if len(self.scored) > 1 else None


def judged(scale: Scale, before: float, after: float) -> Verdict:
    """Whether a change is more than chance, or more than what the scale's authors call relevant."""
    if scale.sd and scale.reliability:
        return reliable_change(before, after, sd=scale.sd, reliability=scale.reliability).verdict
    if not scale.change:
        return "unknown"
    if abs(after - before) < scale.change:
        return "not sure"
    return "higher" if after > before else "lower"


def needed(scale: Scale) -> tuple[Rule, float | None]:
    """By which rule a change is judged, and how many points that takes."""
    if scale.sd and scale.reliability:
        found = reliable_change(0, 0, sd=scale.sd, reliability=scale.reliability)
        return "chance", found.needed
    return ("authors", scale.change) if scale.change else ("", None)


def _scored(scale: Scale, found: Instrument, given: Given) -> Point:
    told = numbers(found, given.answers)
    lacks = sum(1 for item in scale.items if item not in told)
    try:
        one = score(scale, told)
    except OutOfRange:  # the questionnaire was another one then
        return Point(given.at, None, missing=lacks, proxy=given.proxy)
    if isinstance(one, NotScorable):
        return Point(given.at, None, missing=lacks, proxy=given.proxy)
    return Point(given.at, round(one.value, 2), one.band, one.missing, proxy=given.proxy)


def compared_with_first(
    points: Iterable[Point], judge: Callable[[float, float], Verdict]
) -> tuple[Point, ...]:
    """The same points, each with its change since the first score and what `judge` says of it."""
    first: float | None = None
    found: list[Point] = []
    for point in points:
        if point.proxy or point.value is None:  # what somebody else says is compared with nothing
            found.append(point)
        elif first is None:
            first = point.value
            found.append(point)
        else:
            change = round(point.value - first, 2)
            found.append(replace(point, change=change, verdict=judge(first, point.value)))
    return tuple(found)


def courses(found: Instrument, given: Iterable[Given]) -> tuple[Course, ...]:
    """One course for each scale of a questionnaire, from all the times that somebody answered it."""
    in_order = sorted(given, key=lambda one: one.at)
    made = []
    for scale in found.scales if in_order else ():
        rule, points_needed = needed(scale)
        made.append(
            Course(
                instrument=found.code,
                name=found.title,
                scale=scale.title,
                least=scale.least,
                most=scale.most,
                edges=tuple((band.low, band.label) for band in scale.bands),
                points=compared_with_first(
                    (_scored(scale, found, one) for one in in_order), partial(judged, scale)
                ),
                rule=rule,
                needed=points_needed,
                code=scale.id,
            )
        )
    return tuple(made)
