"""The first few suggestions are not all of the same kind: their order changes, their scores do not."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kizuna.signposting.columns import Flags, Whole
from kizuna.signposting.suiting import PERHAPS
from kizuna.signposting.weights import Weights


@dataclass(frozen=True)
class Field:
    """What variety looks at, one entry for each option that may be suggested."""

    scores: Whole
    tie: Whole
    organisation: Whole
    """0 where it is unknown: what is unknown is not the same as another unknown."""
    kind: Whole
    group: Whole
    """The group of the need it meets best; 0 for none."""
    meets: Sequence[Flags]
    """For each need, the most pressing first: who meets it."""
    suits: Whole
    """How well it suits: see `suiting.py`."""


def best(field: Field, among: Flags | None = None) -> int:
    """The place of the best among these; −1 when there is none."""
    places = np.arange(len(field.scores)) if among is None else np.flatnonzero(among)
    if not len(places):
        return -1
    scores = field.scores[places]
    top = places[scores == scores.max()]
    return int(top[np.argmin(field.tie[top])])


def promised(field: Field, weights: Weights) -> list[int]:
    """The best of all, and for each need the best of those that suit best; as many as fit."""
    if not len(field.meets) or not len(field.scores):
        return []
    kept = list(
        dict.fromkeys([best(field), *(_best_suiting(field, met) for met in field.meets if met.any())])
    )
    while len(kept) > weights.first:
        # One that suits keeps its place before one that does not.
        worst = min(field.suits[kept[1:]])
        kept.pop(max(n for n in range(1, len(kept)) if field.suits[kept[n]] == worst))
    return kept


def _best_suiting(field: Field, among: Flags) -> int:
    return best(field, among & (field.suits == field.suits[among].max()))


def shown(field: Field, weights: Weights) -> int:
    """How many suggestions a page shows first: one for each need that something meets, within limits."""
    met = sum(bool(meets.any()) for meets in field.meets)
    return max(weights.shown, min(weights.first, met), len(promised(field, weights)))


def first_few(field: Field, weights: Weights) -> list[int]:
    """The places of the first few; of them, none is crowded out by more of the same.

    The best stays first, and what is promised stands among those `shown` first. Another place goes to the
    best one that still brings something else, if it lies at most `window` points below the one whose turn
    it was. What may suit comes before what does not.
    """
    kept, last = promised(field, weights), shown(field, weights)
    left = np.ones(len(field.scores), dtype=np.bool_)
    may_suit = field.suits >= PERHAPS
    chosen: list[int] = []
    while left.any() and len(chosen) < weights.first:
        if kept and last - len(chosen) <= len(kept):
            place = min(kept, key=lambda one: (-field.scores[one], field.tie[one]))
        elif chosen and (left & may_suit).any():
            place = _something_else(field, left & may_suit, chosen, weights)
        else:
            place = _something_else(field, left, chosen, weights)
        chosen.append(place)
        left[place] = False
        kept = [one for one in kept if one != place]
    return chosen


def _something_else(field: Field, left: Flags, chosen: list[int], weights: Weights) -> int:
    """The best that is not more of the same; the best of all when there is none near."""
    top = best(field, left)
    other = left & (field.scores >= field.scores[top] - weights.window)
    limits = (
        (field.organisation, weights.same_organisation, True),
        (field.kind, weights.same_kind, False),
        (field.group, weights.same_need_group, True),
    )
    for column, most, zero_is_unknown in limits:
        taken, times = np.unique(column[chosen], return_counts=True)
        for value, n in zip(taken, times, strict=True):
            if n >= most and (value or not zero_is_unknown):
                other &= column != value
    return best(field, other) if other.any() else top
