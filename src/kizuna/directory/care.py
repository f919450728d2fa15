"""What needs care in a listing, and how badly: facts in, reasons with weights out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, get_args

from kizuna.access.wording import N_
from kizuna.directory.changing import ChangeValue
from kizuna.directory.faults import FaultValue
from kizuna.directory.freshness import Freshness
from kizuna.directory.option import Option
from kizuna.directory.reading import Level

Reason = Literal[
    "wrong", "change", "bounced", "gone", "stale", "outside", "unmapped", "hours", "unchecked", "hard"
]
REASONS: tuple[Reason, ...] = get_args(Reason)
LABELS: Mapping[Reason, str] = {
    "wrong": N_("People say it is wrong"),
    "change": N_("A change waits for you"),
    "bounced": N_("Our letters come back"),
    "gone": N_("No longer in its source"),
    "stale": N_("Not checked for a long time"),
    "outside": N_("Lies outside the region"),
    "unmapped": N_("Meets no need yet"),
    "hours": N_("Hours unknown"),
    "unchecked": N_("Never checked"),
    "hard": N_("Hard to read"),
}
WEIGHTS: Mapping[Reason, int] = {
    "wrong": 40,
    "change": 30,
    "bounced": 25,
    "gone": 20,
    "stale": 10,
    "outside": 12,
    "unmapped": 10,
    "hours": 8,
    "unchecked": 6,
    "hard": 4,
}
A_REFERRAL = 3
VIEWS_A_POINT = 10
MOST_FOR_USE = 30
"""Points that a listing which many people use gets on top when nobody checked it."""
MORE_FAULTS = 10
MOST_FOR_FAULTS = 20


@dataclass(frozen=True)
class Facts:
    """What is known of one listing."""

    freshness: Freshness
    faults: int = 0
    changes: int = 0
    bounced: bool = False
    outside: bool = False
    mapped: bool = True
    hard: bool = False
    """Whether its description is hard to read."""
    hours: bool = True
    """Whether anybody can say when it is open."""
    gone: bool = False
    """Whether its source dropped it, and nobody decided yet what that means."""
    views: int = 0
    referrals: int = 0
    """In the last three months."""


@dataclass(frozen=True)
class Because:
    """One reason, with its weight."""

    reason: Reason
    weight: int

    @property
    def label(self) -> str:
        """In words (marked for translation)."""
        return LABELS[self.reason]


@dataclass(frozen=True)
class CareLine:
    """One listing of the curator's page, worst first."""

    id: str
    name: str
    organisation: str
    score: int
    because: tuple[Because, ...]
    checked_on: date | None
    freshness: Freshness
    asked_at: datetime | None
    """When its provider was last asked to confirm it."""


@dataclass(frozen=True)
class Place:
    """Where a listing happens, for its curator: also what nobody else is told."""

    id: str
    name: str
    confidential: bool


@dataclass(frozen=True)
class UnderCare:
    """One listing with all that its curator decides."""

    listing: Option
    last_modified: datetime | None
    faults: tuple[FaultValue, ...]
    changes: tuple[ChangeValue, ...]
    places: tuple[Place, ...] = ()
    level: Level = field(default_factory=lambda: Level(None))
    """How hard its description is to read."""
    gone: bool = False
    """Its source dropped it: a curator says whether it has ended."""

    @property
    def waiting(self) -> tuple[ChangeValue, ...]:
        """What waits for a decision."""
        return tuple(one for one in self.changes if one.waits)

    @property
    def decided(self) -> tuple[ChangeValue, ...]:
        """What was decided, newest first."""
        return tuple(one for one in self.changes if not one.waits)


def used(facts: Facts) -> int:
    """Points for how much a listing is used: a mistake in it costs more people a way."""
    return min(facts.referrals * A_REFERRAL + facts.views // VIEWS_A_POINT, MOST_FOR_USE)


def because(facts: Facts) -> tuple[Because, ...]:
    """Every reason to look after a listing, in their fixed order; none for one that is well."""
    if facts.gone:  # nobody finds it: nothing else matters before somebody decided that
        return (Because("gone", WEIGHTS["gone"] + used(facts)),)
    weights: dict[Reason, int] = {}
    if facts.faults:
        weights["wrong"] = WEIGHTS["wrong"] + min((facts.faults - 1) * MORE_FAULTS, MOST_FOR_FAULTS)
    if facts.changes:
        weights["change"] = WEIGHTS["change"]
    if facts.bounced:
        weights["bounced"] = WEIGHTS["bounced"]
    if facts.freshness == "stale":
        weights["stale"] = WEIGHTS["stale"] + used(facts)
    if facts.freshness == "unknown":
        weights["unchecked"] = WEIGHTS["unchecked"] + used(facts)
    others: dict[Reason, bool] = {
        "outside": facts.outside,
        "unmapped": not facts.mapped,
        "hours": not facts.hours,
        "hard": facts.hard,
    }
    weights |= {reason: WEIGHTS[reason] for reason, ill in others.items() if ill}
    return tuple(Because(reason, weights[reason]) for reason in REASONS if reason in weights)
