"""Sharing out many asks over many offers at once: as many as can be met, and of all such ways the best.

Exact, by the shortest augmenting paths of a sparse bipartite graph (Jonker and Volgenant; scipy). An offer
with room for several people stands there several times. Whoever may help fewer people in all than their
offers have room for has fillers: rows that must be given a place and so keep it from others. Every ask has
a place of its own where it stays unmet, so that everybody can be placed.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from kizuna.activities.aid_fit import MOST, Facts, Fits

TOP = MOST + 1
"""The cost of a pair is what it lacks of this: at least 1, for the best that can be."""
MOST_DAYS = 60
"""More days of waiting than these count no more."""


@cache
def ready() -> bool:
    """Whether the library that shares out is installed here (the extra `aid`)."""
    try:
        import scipy
    except ImportError:
        return False
    return bool(scipy)


def costs(fits: Fits) -> Any:
    """What each pair lacks of the best that could be: whole numbers from 1 on."""
    return TOP - fits.score


def unmet_costs(days: Sequence[int], dearest: int) -> Any:
    """What it costs to leave each ask unmet: more than any way of meeting one more; a little more by wait."""
    waits = np.minimum(np.maximum(np.array(days, int), 0), MOST_DAYS)
    return len(days) * (dearest + MOST_DAYS + 1) + waits


def shared(facts: Facts, fits: Fits, limits: dict[str, int] | None = None) -> dict[int, int]:
    """Which offer each ask gets, by the numbers of their rows; asks that get nobody are left out.

    `limits`: how many people somebody (`who` of an offer) may newly help in all; else what their offers have
    room for.
    """
    if not len(fits.ask):
        return {}
    room = np.array([one.room for one in facts.offers], int)
    groups = _groups(facts, limits or {})
    lacks = costs(fits)
    left = unmet_costs([one.days for one in facts.asks], int(lacks.max()))
    return share(fits.ask, fits.offer, lacks, room, left, groups)


def _groups(facts: Facts, limits: dict[str, int]) -> list[tuple[list[int], int]]:
    """Offers of one person, and how many people this person may newly help in all."""
    by: dict[str, list[int]] = {}
    for number, one in enumerate(facts.offers):
        if one.who in limits:
            by.setdefault(one.who, []).append(number)
    return [(rows, max(0, limits[who])) for who, rows in by.items()]


def share(
    ask: Any, offer: Any, cost: Any, room: Any, left: Any, groups: Sequence[tuple[list[int], int]] = ()
) -> dict[int, int]:
    """The cheapest sharing out: pairs (`ask`, `offer`, `cost` ≥ 1), the room of each offer, what it costs
    to leave each ask unmet, and groups of offers that may take no more than so many in all.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    asks, degree = len(left), np.bincount(offer, minlength=len(room))
    places = np.minimum(np.maximum(room, 0), degree)
    begin = np.concatenate([[0], np.cumsum(places)])
    rows, columns = _places(ask, offer, places, begin)
    weights = np.repeat(cost, places[offer])
    fill_rows, fill_columns, fillers = _fillers(groups, places, begin, asks)
    own = np.arange(asks)
    table = coo_array(
        (
            np.concatenate([weights, np.ones(len(fill_rows)), left]).astype(float),
            (
                np.concatenate([rows, fill_rows, own]).astype(np.int32),
                np.concatenate([columns, fill_columns, begin[-1] + own]).astype(np.int32),
            ),
        ),
        shape=(asks + fillers, int(begin[-1]) + asks),
    )
    chosen_rows, chosen = min_weight_full_bipartite_matching(table.tocsr())
    met = (chosen_rows < asks) & (chosen < begin[-1])
    offers = np.searchsorted(begin, chosen[met], side="right") - 1
    return dict(zip(chosen_rows[met].tolist(), offers.tolist(), strict=True))


def _places(ask: Any, offer: Any, places: Any, begin: Any) -> tuple[Any, Any]:
    """Each pair once for every place of its offer: rows and columns."""
    times = places[offer]
    rows = np.repeat(ask, times)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(times) - times, times)
    return rows, np.repeat(begin[offer], times) + within


def _fillers(
    groups: Sequence[tuple[list[int], int]], places: Any, begin: Any, asks: int
) -> tuple[Any, Any, int]:
    """Rows that take away the places that a person must not give: rows, columns and how many rows."""
    rows: list[int] = []
    columns: list[int] = []
    number = 0
    for offers, most in groups:
        there = [at for one in offers for at in range(int(begin[one]), int(begin[one + 1]))]
        for _ in range(max(0, len(there) - most)):
            rows += [asks + number] * len(there)
            columns += there
            number += 1
    return np.array(rows, int), np.array(columns, int), number
