"""Answers to a score: sum or mean, reversed items, a rule for what is missing. No clipping, no guessing."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from kizuna.instruments.definition import Instrument, Scale


class OutOfRange(ValueError):
    """An answer that is no point on the scale."""


@dataclass(frozen=True)
class Score:
    """A number with how many answers stand behind it."""

    value: float
    answered: int
    missing: int
    band: str = ""


@dataclass(frozen=True)
class NotScorable:
    """There is no score, and why: a sentence."""

    reason: str


def _point(scale: Scale, item: str, answer: float) -> float:
    """The answer as it counts: checked, and turned round where the item is reversed."""
    if not math.isfinite(answer) or not scale.low <= answer <= scale.high:
        raise OutOfRange(f"{item} is {answer}; {scale.id} goes from {scale.low} to {scale.high}.")
    return scale.low + scale.high - answer if item in scale.reverse else answer


def score(scale: Scale, answers: Mapping[str, float | None]) -> Score | NotScorable:
    """The score of one person. None, or no entry, is an unanswered item.

    Raises OutOfRange for an answer outside the scale, whether or not the score could be made.
    """
    points = [
        _point(scale, item, answer) for item in scale.items if (answer := answers.get(item)) is not None
    ]
    missing = len(scale.items) - len(points)
    if missing > scale.may_miss:
        return NotScorable(
            f"{missing} of {len(scale.items)} answers are missing; {scale.id} allows {scale.may_miss}."
        )
    # fsum rounds once, and the pull to the edges undoes only that rounding: both edges are exact points.
    mean = min(max(math.fsum(points) / len(points), scale.low), scale.high)
    whole = math.fsum(points) if not missing else mean * len(scale.items)
    value = mean if scale.rule == "mean" else whole
    band = scale.band(value)
    return Score(value, len(points), missing, band.label if band else "")


def numbers(instrument: Instrument, answers: Mapping[str, str | list[str]]) -> dict[str, float]:
    """The number behind each picked choice that has one."""
    found: dict[str, float] = {}
    for item in instrument.items:
        value = answers.get(item.id)
        choice = item.choice(value) if isinstance(value, str) else None
        if choice is not None and choice.score is not None:
            found[item.id] = choice.score
    return found
