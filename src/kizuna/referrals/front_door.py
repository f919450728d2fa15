"""Referring somebody to us: what a partner's people fill in, what they hear back, and under which number."""

from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kizuna.access.wording import N_
from kizuna.referrals.case import need_label
from kizuna.referrals.due import Calendar, Due, Periods

PURPOSE = "partner"
"""What a partner's link is sealed for."""
LINK_LIVES = timedelta(days=365)
HOWS = (
    ("spoken", N_("They said yes, here with me")),
    ("phone", N_("They said yes on the phone")),
    ("paper", N_("They signed on paper")),
)
HOW_CODES = tuple(code for code, _ in HOWS)
OUTCOMES = (
    ("helped", N_("They found what they were looking for")),
    ("elsewhere", N_("They found help elsewhere")),
    ("not-wanted", N_("They did not want it")),
    ("not-reached", N_("They could not be reached")),
    ("not-ours", N_("We could not help with this")),
    ("taken-back", N_("Whoever sent them took it back")),
    ("by-mistake", N_("They were sent by mistake")),
)
OUTCOME = dict(OUTCOMES)
OUTCOME_CODES = tuple(OUTCOME)
UNREACHED = frozenset({"not-reached", "taken-back", "by-mistake"})
"""What may be said of somebody whom nobody has talked to."""


@dataclass(frozen=True)
class PartnerValue:
    """An organisation that may refer somebody to us."""

    id: str
    name: str
    email: str
    area: str
    opened_at: datetime
    ended_at: datetime | None
    sent: int = 0
    """How many people it referred."""


@dataclass(frozen=True)
class IntakeValue:
    """Somebody whom a partner referred to us."""

    id: str
    person: str
    partner_name: str
    need: str
    note: str
    from_name: str
    may_hear: bool
    received_at: datetime
    owner: str | None
    due_step: str
    due_at: datetime | None
    contacted_at: datetime | None
    closed_at: datetime | None
    outcome: str
    partner: str = ""
    """Its id."""

    @property
    def outcome_label(self) -> str:
        """What came of it, in plain words, or nothing."""
        return OUTCOME.get(self.outcome, "")

    @property
    def need_label(self) -> str:
        """The need in plain words."""
        return need_label(self.need)

    @property
    def reference(self) -> str:
        """The number under which the partner hears of it."""
        return reference(UUID(self.id))

    def overdue(self, now: datetime) -> bool:
        """Whether the step that is due should have been taken by now."""
        return self.due_at is not None and self.due_at < now


def reference(id: UUID) -> str:
    """A short number for a referral to us. It tells nothing, and nothing can be opened by it."""
    text = b32encode(id.bytes)[:8].decode()
    return f"{text[:4]}-{text[4:]}"


def partner_token(partner: str) -> str:
    """What the viewer of a partner's link carries: it may send, and see nothing."""
    return f"partners:{partner}"


def due(received_at: datetime, contacted_at: datetime | None, periods: Periods, calendar: Calendar) -> Due:
    """A first contact soon, then what came of it."""
    if contacted_at is None:
        return Due("contact", calendar.after_working_days(received_at, periods.contact))
    outcome = calendar.after_days(received_at, periods.outcome)
    if outcome <= contacted_at:
        return Due("follow-up", calendar.after_days(contacted_at, periods.follow_up))
    return Due("outcome", outcome)
