"""What became of a referral, from its history: when it was answered, began and ended. For counting."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kizuna.referrals.pathway import CLOSED

UNCOUNTED = frozenset({"draft", "entered-in-error"})
"""What was not sent yet, or never meant."""
KNOWN_ENDS = frozenset(CLOSED) - UNCOUNTED
ANSWERS = frozenset({"accepted", "rejected"})
BEGUN = frozenset({"in-progress", "completed"})


@dataclass(frozen=True)
class Trace:
    """One referral as far as it is counted. `person` only tells how many people stand behind a count."""

    person: str
    area: str
    age: str
    """Band of the age then, as `signposting.fairness` has it; empty when it is unknown."""
    language: str
    """The first language that they speak; empty when it is unknown."""
    need: str
    """Code of the group of the need."""
    status: str
    reason: str
    asked_at: datetime
    answered_at: datetime | None = None
    accepted_at: datetime | None = None
    begun_at: datetime | None = None
    ended_at: datetime | None = None

    def known_within(self, days: int) -> bool:
        """Whether its end was known so many days after it was asked."""
        return self.ended_at is not None and self.ended_at <= self.asked_at + timedelta(days=days)

    def old_enough(self, days: int, now: datetime) -> bool:
        """Whether so many days are over since it was asked."""
        return self.asked_at + timedelta(days=days) <= now


def times(steps: Iterable[tuple[str, datetime]]) -> Mapping[str, datetime | None]:
    """When it was answered, accepted, begun and ended, from the states it came to, in their order.

    A referral that was opened again has the end that it came to last, or none.
    """
    found: dict[str, datetime | None] = dict.fromkeys(
        ("answered_at", "accepted_at", "begun_at", "ended_at"), None
    )
    for after, at in steps:
        for name, states in (
            ("answered_at", ANSWERS),
            ("accepted_at", frozenset({"accepted"})),
            ("begun_at", BEGUN),
        ):
            if after in states and found[name] is None:
                found[name] = at
        found["ended_at"] = at if after in KNOWN_ENDS else None
    return found
