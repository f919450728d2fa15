"""Which agreements hold at a moment, and what for. Everyday and emergency-only are different things."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from kizuna.people.profile import Contact, Profile

SUPPORT = "support"
REFERRAL = "referral"
LINK_WORKERS = "link workers"
NEWS = "news"
"""What goes to very many: news of the area, not about the person."""
THIS_SITE = "this site"
HOWS = ("online", "helper", "spoken", "phone", "paper", "imported", "speaker", "best interest")
OWN_HOWS = HOWS[:6]
HELPER = "helper"
"""Online, and somebody beside them typed."""
SPEAKER = "speaker"
"""Somebody who may speak for them agreed; the record says who, or how we know."""
BEST_INTEREST = "best interest"
"""They could not decide; the record says who did, and when that is looked at again."""
ENDS_SOON = timedelta(days=30)
REMIND = timedelta(days=14)
USUAL = timedelta(days=365)
"""How long an agreement that is renewed lasts when the one before had no end."""
NEW_FOR = timedelta(days=1)
"""How long whoever brought a record in may write down that its person agrees to support, too."""
Giver = Literal["self", "speaker", "unknown"]


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
    evidence: str = ""
    """How we know, when somebody else agreed for them; why, when it was decided in their best interest."""
    decided_by: str = ""
    review_on: date | None = None

    def ends_within(self, span: timedelta, now: datetime) -> bool:
        """Whether it holds now and ends within this time."""
        return active(self, now) and self.until is not None and self.until <= now + span


@dataclass(frozen=True)
class Reader:
    """Somebody who agreed to news, and the way to reach them. A shared way gets no content."""

    person: str
    consent: str
    channel: str
    address: str = field(repr=False)
    language: str
    shared: bool


@dataclass(frozen=True)
class Chosen:
    """What somebody chose to get: news or none, and on how many devices our messages show."""

    news: bool
    devices: int


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


def who_gives(birth_year: int | None, now: datetime, age: int) -> Giver:
    """Who agrees by the rule of the site: the person from `age` (whole years) on, else who speaks for them.

    The year alone leaves open whether this year's birthday has come; that, and no year at all, is unknown.
    """
    if birth_year is None or now.year - birth_year == age:
        return "unknown"
    return "self" if now.year - birth_year > age else "speaker"


def renewed_until(consent: ConsentValue, now: datetime) -> datetime:
    """The end of an agreement that is given anew: as long as the one before was, from now on."""
    return now + (consent.until - consent.given_at if consent.until else USUAL)


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
