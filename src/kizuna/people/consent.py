"""Which agreements hold at a moment, and what for. Everyday and emergency-only are different things."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kizuna.people.profile import Contact, Profile

SUPPORT = "support"
REFERRAL = "referral"
LINK_WORKERS = "link workers"
HOWS = ("online", "spoken", "phone", "paper", "imported")


@dataclass(frozen=True)
class ConsentValue:
    """One agreement: `what` may be told to `recipient` for `purpose`."""

    id: str
    person: str
    purpose: str
    recipient: str
    given_at: datetime
    how: str
    recorded_by: str
    what: tuple[str, ...] = ()
    emergency_only: bool = False
    until: datetime | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class Record:
    """A person with the way to reach them and everything they agreed to: one look instead of three."""

    profile: Profile
    contact: Contact | None
    consents: tuple[ConsentValue, ...]


def active(consent: ConsentValue, now: datetime) -> bool:
    """Whether the agreement holds now: given, not ended, not withdrawn."""
    if consent.given_at > now:
        return False
    if consent.until is not None and consent.until <= now:
        return False
    return consent.withdrawn_at is None or consent.withdrawn_at > now


def covers(
    consents: Iterable[ConsentValue],
    *,
    purpose: str,
    recipient: str,
    now: datetime,
    emergency: bool = False,
) -> bool:
    """Whether one of these allows it now. An emergency-only agreement counts in an emergency alone."""
    return any(
        consent.purpose == purpose
        and consent.recipient == recipient
        and active(consent, now)
        and (emergency or not consent.emergency_only)
        for consent in consents
    )
