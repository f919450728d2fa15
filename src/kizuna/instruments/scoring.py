"""Answers to a score: sum, mean, weights, reversal, tables, gaps. No clipping, no guessing."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add

from kizuna.instruments.definition import Instrument
from kizuna.instruments.scale import Scale


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


def too_few(scale: Scale, missing: int) -> str:
    """Why there is no score."""
    return f"{missing} of {len(scale.items)} answers are missing; {scale.id} allows {scale.may_miss}."


def no_gate(scale: Scale) -> str:
    """Why there is no score when the question before the items was not answered."""
    return f"The question before the others, {scale.gate}, is not answered."


def outside(item: str, answer: object, low: int, high: int) -> str:
    """What is wrong with an answer."""
    return f"{item} is {answer}; it goes from {low} to {high} in whole steps."


def _checked(item: str, answer: float, low: int, high: int) -> int:
    if not math.isfinite(answer) or not low <= answer <= high or answer != int(answer):
        raise OutOfRange(outside(item, answer, low, high))
    return int(answer)


def _points(scale: Scale, answers: Mapping[str, float | None]) -> dict[str, float]:
    """What each answer counts, with its weight."""
    found: dict[str, float] = {}
    for item in scale.items:
        answer = answers.get(item)
        if answer is not None:
            point = _checked(item, answer, scale.lowest(item), scale.highest(item))
            found[item] = scale.counts(item)[point] * scale.times(item)
    return found


def _raw(scale: Scale, points: Mapping[str, float]) -> float:
    """The sum or mean, unanswered items filled by the scale's rule."""
    total = reduce(add, points.values(), 0.0)
    here = reduce(add, (scale.times(item) for item in points), 0.0)
    whole = reduce(add, (scale.times(item) for item in scale.items), 0.0)
    if scale.rule == "mean":
        return total / (here if scale.fill == "mean" else whole)
    return total * whole / here if scale.fill == "mean" and len(points) < len(scale.items) else total


def _scored(scale: Scale, raw: float, answered: int) -> Score:
    value = scale.looked_up[raw] if scale.table else raw * scale.factor
    # A weight that is no whole number may leave the last binary digit outside: both edges are exact points.
    value = min(max(value, scale.least), scale.most)
    band = scale.band(value)
    return Score(value, answered, len(scale.items) - answered, band.label if band else "")


def score(scale: Scale, answers: Mapping[str, float | None]) -> Score | NotScorable:
    """The score of one person. None, or no entry, is an unanswered item.

    Raises OutOfRange for an answer outside the scale, whether or not the score could be made.
    """
    points = _points(scale, answers)
    if scale.gate:
        gate = answers.get(scale.gate)
        if gate is None:
            return NotScorable(no_gate(scale))
        if _checked(scale.gate, gate, 0, 1) == 0:
            return _scored(scale, scale.lowest_raw, len(points))
    missing = len(scale.items) - len(points)
    if missing > scale.may_miss:
        return NotScorable(too_few(scale, missing))
    return _scored(scale, _raw(scale, points), len(points))


def scores(instrument: Instrument, answers: Mapping[str, float | None]) -> dict[str, Score | NotScorable]:
    """The score of every scale of a questionnaire, by its id."""
    return {scale.id: score(scale, answers) for scale in instrument.scales}


def numbers(instrument: Instrument, answers: Mapping[str, str | list[str]]) -> dict[str, float]:
    """The number behind each picked choice that has one."""
    found: dict[str, float] = {}
    for item in instrument.items:
        value = answers.get(item.id)
        choice = item.choice(value) if isinstance(value, str) else None
        if choice is not None and choice.score is not None:
            found[item.id] = choice.score
    return found
