"""How well an option suits: within reach, open, in their language, for them, with room. Three answers."""

import numpy as np

from kizuna.signposting.columns import ROOM, Flags, Whole
from kizuna.signposting.reasons import base
from kizuna.signposting.scoring import DAY, Scene, within_age

NO, PERHAPS, CERTAIN = 0, 1, 9
"""In between: the fewer doubts, the higher."""


def suits(s: Scene) -> Whole:
    """For each row: `CERTAIN`; less for each thing that is not known; `NO` when something speaks against it.

    What is not known of the person is no doubt about the option. Nor is room of which nobody spoke.
    """
    parts = np.stack([_reached(s), _for_them(s), *_open(s), _spoken(s), _room(s)])
    return np.where((parts == NO).any(axis=0), NO, CERTAIN - (parts == PERHAPS).sum(axis=0))


def reached(s: Scene) -> Flags:
    """For each row whether it is certainly within reach, whatever else speaks against it."""
    near: Flags = _reached(s) == CERTAIN
    return near


def _level(fine: Flags, doubtful: Flags) -> Whole:
    return np.where(fine, CERTAIN, np.where(doubtful, PERHAPS, NO))


def _reached(s: Scene) -> Whole:
    stays = s.table.remote[s.rows] | s.home
    if s.stays_home:
        return _level(stays, np.zeros_like(stays))
    found = np.full(len(s.rows), CERTAIN)
    if s.facts.needs_step_free:
        found = _level(s.table.step_free[s.rows] == 1, s.table.step_free[s.rows] < 0)
    if s.facts.lat is not None:
        reach = s.weights.reach_slow_m if s.facts.mobility == "slow" else s.weights.reach_m
        found = np.minimum(found, _level(s.away <= reach, np.isnan(s.away)))
    return np.where(stays, CERTAIN, found)


def _for_them(s: Scene) -> Whole:
    t, facts = s.table, s.facts
    fine = np.ones(len(s.rows), dtype=np.bool_)
    if facts.age is not None:
        fine &= within_age(s)
    if facts.gender:
        fine &= ~t.genders.known[s.rows] | t.genders.any([facts.gender])[s.rows]
    if facts.areas:
        fine &= ~t.areas.known[s.rows] | t.areas.any(facts.areas)[s.rows]
    if facts.papers is False:
        fine &= t.papers[s.rows] == 0
    return np.where(fine, CERTAIN, PERHAPS)


def _open(s: Scene) -> list[Whole]:
    now, t = s.now.timestamp(), s.table
    state, starts = (column[s.rows] for column in t.moments(now))
    soon = (starts >= now) & (starts <= now + s.weights.soon_days * DAY)
    found = [_level((state == 1) | soon, np.isnan(starts))]
    if s.facts.times:
        found.append(_level(t.times.any(s.facts.times)[s.rows], ~t.times.known[s.rows]))
    return found


def _spoken(s: Scene) -> Whole:
    own, local = {base(one) for one in s.facts.languages}, base(s.facts.local_language)
    if not own or local in own:
        return np.full(len(s.rows), CERTAIN)
    spoken = s.table.languages
    return _level(spoken.any(own)[s.rows], ~spoken.known[s.rows])


def _room(s: Scene) -> Whole:
    room = s.table.room[s.rows]
    return np.where((room == ROOM.index("full")) | (room == ROOM.index("waiting")), NO, CERTAIN)
