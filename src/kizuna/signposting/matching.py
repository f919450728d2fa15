"""Needs and facts in, suggestions out: each with a score and the reasons that add up to it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import overload

import numpy as np

from kizuna.directory.needs import GROUPS as NEED_GROUPS
from kizuna.directory.option import Option
from kizuna.signposting import scoring
from kizuna.signposting.columns import Flags, Rows, Table, Whole, table
from kizuna.signposting.excluding import allowed
from kizuna.signposting.facts import PersonFacts
from kizuna.signposting.fairness import Outcome
from kizuna.signposting.matters import Matters
from kizuna.signposting.reasons import Reason
from kizuna.signposting.scoring import Part, Scene
from kizuna.signposting.suiting import CERTAIN, reached, suits
from kizuna.signposting.variety import Field, first_few, shown
from kizuna.signposting.weights import WEIGHTS, Weights

Fetch = Callable[[Sequence[Option]], Sequence[Option]]
"""The same options as they are now, in their order; those that are gone are left out."""
GROUPS = {need.code: number for number, need in enumerate(NEED_GROUPS, 1)}


@dataclass(frozen=True)
class Suggestion:
    """One option for one person. `score` is the sum of the points of its reasons."""

    option: Option
    score: int
    reasons: tuple[Reason, ...]
    group: str = ""
    """The group of the need it meets best."""


@dataclass(frozen=True, eq=False)
class Ranked(Sequence[Suggestion]):
    """All suggestions for one person, the best first; reasons are made for those that are looked at."""

    scene: Scene
    scores: Whole
    met: Whole
    """For each need and row, how much it counts."""
    parts: Sequence[Part] = field(repr=False)
    fetch: Fetch | None = None
    """Reads what is looked at anew; without it, options are as they were given."""

    def __len__(self) -> int:
        return len(self.scores)

    @overload
    def __getitem__(self, index: int) -> Suggestion: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Suggestion, ...]: ...
    def __getitem__(self, index: int | slice) -> Suggestion | tuple[Suggestion, ...]:
        if isinstance(index, int):
            return self._suggestions([self.places()[index]])[0]
        ends = index.stop if index.stop is not None and min(index.stop, index.start or 0) >= 0 else None
        return self._suggestions(self.places(ends)[index])

    def __iter__(self) -> Iterator[Suggestion]:
        return iter(self[:])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    @cached_property
    def field(self) -> Field:
        """What variety looks at."""
        rows, every = self.scene.rows, self.scene.table
        best_need = self.met.argmax(axis=0) if len(self.met) else np.zeros(len(self), dtype=np.int64)
        numbers = np.asarray([GROUPS.get(c.partition(".")[0], 0) for c in self.scene.needs] or [0])
        return Field(
            scores=self.scores,
            tie=every.tie[rows],
            organisation=every.organisation[rows],
            kind=every.group[rows].astype(np.int64),
            group=numbers[best_need],
            meets=tuple(self.met > 0),
            suits=suits(self.scene),
        )

    @cached_property
    def first(self) -> list[int]:
        """The places of the first few, after variety."""
        return first_few(self.field, self.scene.weights)

    @cached_property
    def shown(self) -> int:
        """How many a page shows before "Show more"."""
        return shown(self.field, self.scene.weights)

    @cached_property
    def _rest(self) -> list[int]:
        left = np.ones(len(self), dtype=np.bool_)
        left[self.first] = False
        places = np.flatnonzero(left)
        order = np.lexsort((self.field.tie[places], -self.scores[places]))
        return [int(place) for place in places[order]]

    def places(self, many: int | None = None) -> list[int]:
        """Places in order; as many as are wanted without sorting the others."""
        return self.first if many is not None and many <= len(self.first) else [*self.first, *self._rest]

    @property
    def outcome(self) -> Outcome:
        """What those that stand first have for the person."""
        near, fit = reached(self.scene)[self.first], self.field.suits[self.first] == CERTAIN
        return Outcome(bool(len(self)), bool(near.any()), bool(fit.any()))

    def options(self, many: int) -> tuple[Option, ...]:
        """The best options alone."""
        return tuple(self.scene.table.options[self.scene.rows[place]] for place in self.places(many)[:many])

    def unmet(self) -> tuple[str, ...]:
        """The needs that none of these suggestions meets."""
        return tuple(code for code, met in zip(self.scene.needs, self.met, strict=True) if not met.any())

    def _suggestions(self, places: Sequence[int]) -> tuple[Suggestion, ...]:
        if self.fetch is None:
            return tuple(self._suggestion(place) for place in places)
        scene = self.scene
        now = self.fetch([scene.table.options[scene.rows[place]] for place in places])
        anew = rank(scene.needs, scene.facts, now, now=scene.now, weights=scene.weights)
        found = {(one.option.kind, one.option.id): one for one in anew}
        return tuple(found[key] for one in now if (key := (one.kind, one.id)) in found)

    def _suggestion(self, place: int) -> Suggestion:
        scene = self.scene
        reasons = scoring.reasons_at(scene, self.parts, place)
        best = str(reasons[0].params["need"]).partition(".")[0] if scene.needs else ""
        return Suggestion(scene.table.options[scene.rows[place]], int(self.scores[place]), reasons, best)


def rank(
    needs: Sequence[str],
    facts: PersonFacts,
    options: Iterable[Option] | Table,
    where: tuple[float, float] | None = None,
    *,
    now: datetime,
    weights: Weights = WEIGHTS,
    without: Flags | None = None,
    fetch: Fetch | None = None,
) -> Ranked:
    """All options that are not certainly wrong for this person, the best first.

    `needs` are codes of `directory.needs`, the most pressing first; without any, every option is considered.
    What is unknown excludes nothing and is said as a reason. Of equal scores the one confirmed last stands
    first, then by name. `options` may be a table that was prepared once; `where`: where the person is
    (degrees), instead of what the facts say; `without`: rows of the table that are not to be looked at;
    `fetch`: reads those that are looked at anew, when the table may be a moment old.
    """
    every = options if isinstance(options, Table) else table(options)
    if where is not None:
        facts = replace(facts, lat=where[0], lon=where[1], rough=False)
    wanted = tuple(dict.fromkeys(needs))
    met = scoring.needs_met(every, wanted, weights)
    scene = _scene(every, wanted, facts, now, weights, _asked(every, met, without))
    met = met[:, scene.rows]
    parts = scoring.parts_of(scene, met, Matters(facts.matters) if facts.matters else None)
    scores = np.stack([part.points for part in parts]).sum(axis=0)
    return Ranked(scene, scores, met, parts, fetch)


def _asked(every: Table, met: Whole, without: Flags | None) -> Rows:
    """The rows that meet a need, when any is named."""
    asked = met.any(axis=0) if len(met) else np.ones(len(every), dtype=np.bool_)
    return np.flatnonzero(asked if without is None else asked & ~without)


def _scene(
    every: Table, needs: tuple[str, ...], facts: PersonFacts, now: datetime, weights: Weights, rows: Rows
) -> Scene:
    """The rows that break no hard rule."""
    away, home = scoring.metres(every, rows, facts), scoring.comes_home(every, needs)[rows]
    fine = allowed(every, rows, facts, away=away, home=home, weights=weights)
    return Scene(every, rows[fine], needs, facts, now, weights, away[fine], home[fine])
