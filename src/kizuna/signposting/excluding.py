"""Hard rules: what is certainly wrong for a person is left out. What is unknown breaks no rule."""

import numpy as np

from kizuna.signposting.columns import Flags, Numbers, Rows, Table
from kizuna.signposting.facts import PersonFacts
from kizuna.signposting.weights import Weights

GENDERS = frozenset({"female", "male"})


def allowed(
    table: Table, rows: Rows, facts: PersonFacts, *, away: Numbers, home: Flags, weights: Weights
) -> Flags:
    """Which rows break no rule. `away`: metres to go; `home`: somebody comes to the door."""
    fine = np.ones(len(rows), dtype=np.bool_)
    remote = table.remote[rows]
    if facts.age is not None:
        youngest, oldest = facts.age
        fine &= ~(oldest < table.low[rows]) & ~(youngest >= table.high[rows] + 1)
    if facts.gender in GENDERS:
        fine &= ~table.genders.known[rows] | table.genders.any([facts.gender])[rows]
    if facts.areas:
        near = table.areas.any(facts.areas | facts.areas_inside)
        fine &= ~table.areas.known[rows] | near[rows]
    if facts.needs_step_free:
        fine &= (table.step_free[rows] != 0) | remote | home
    if facts.papers is False:
        fine &= table.papers[rows] != 1
    return fine & (~(away > weights.too_far_m) | remote)
