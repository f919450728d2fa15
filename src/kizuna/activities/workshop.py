"""Workshops: what is to be learnt at one date, and how sure people feel of it before and after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from kizuna.access.small_numbers import SMALLEST, shown
from kizuna.access.wording import N_
from kizuna.activities.group import EventValue
from kizuna.activities.skills import SKILLS

SURE: dict[int, str] = {
    1: N_("Not sure at all"),
    2: N_("A little sure"),
    3: N_("Rather sure"),
    4: N_("Sure"),
    5: N_("Very sure"),
}
"""How sure somebody feels that they could do something."""
Said = Mapping[str, int]
"""What somebody said of each skill, 1 to 5."""


@dataclass(frozen=True)
class Both:
    """What one person said before and after; empty: nothing."""

    before: Said
    after: Said


@dataclass(frozen=True)
class Figures:
    """Before and after of one skill, of the same people. None: too few to be told, or nobody."""

    code: str
    both: int | None
    missing: int | None
    """People who had a place and are not among those whose answers are told."""
    before: float | None = None
    after: float | None = None

    @property
    def label(self) -> str:
        """The skill, to be translated."""
        return SKILLS[self.code].label


@dataclass(frozen=True)
class WorkshopValue:
    """A date at which something is to be learnt."""

    date: EventValue
    skills: tuple[str, ...]
    materials: str


@dataclass(frozen=True)
class Rate:
    """What somebody who has a place is asked now: `moment` is `before` or `after`."""

    workshop: WorkshopValue
    seat: str
    moment: str
    said: Said
    may_keep: bool
    """Whether what they learnt can be written down: somebody without a record has no place for it."""


@dataclass(frozen=True)
class TookPart:
    """Somebody at a workshop that was held elsewhere or is invented, for the loader: what they said of it."""

    person: str
    name: str
    before: Said
    after: Said
    keep: bool = False
    """Whether what they learnt is written down as what they can do."""


def moment_of(starts_at: datetime, ends_at: datetime, now: datetime) -> str:
    """Up to the middle of a workshop what is said counts as before it, then as after it."""
    return "before" if now < starts_at + (ends_at - starts_at) / 2 else "after"


def figures(skills: Iterable[str], answers: Iterable[Both], held: int) -> tuple[Figures, ...]:
    """Before and after, skill by skill, of those who said both. Never an effect: nobody else was asked.

    `answers` stand in the order in which they were given: they are told by whole tens, so that nobody who
    looks twice learns what the one said who answered in between. `held`: how many had a place. From fewer
    than ten nothing is told, not even how many are missing.
    """
    said = list(answers)
    found = []
    for code in skills:
        pairs = [
            (one.before[code], one.after[code]) for one in said if code in one.before and code in one.after
        ]
        if len(pairs) < SMALLEST:
            found.append(Figures(code, shown(len(pairs)), None if pairs else held))
            continue
        pairs = pairs[: len(pairs) // SMALLEST * SMALLEST]
        before, after = (round(fmean(pair[at] for pair in pairs), 1) for at in (0, 1))
        found.append(Figures(code, len(pairs), max(0, held - len(pairs)), before, after))
    return tuple(found)
