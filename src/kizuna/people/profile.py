"""What other rooms get to know about a person, an account and a duty; and rows for the bulk loader."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kizuna.access.viewer import Viewer

STATUSES = ("living", "died", "moved_away", "erased")
CHANNELS = ("email", "text", "phone")
ROLES = ("resident", "worker", "organiser", "provider", "coordinator", "analyst", "admin")


_UNSEEN = dict.fromkeys(
    (0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0xFEFF, *range(0x202A, 0x202F), *range(0x2060, 0x2070))
)
"""Signs without a shape of their own: soft hyphens, empty spaces, marks that change the direction of text."""


@dataclass(frozen=True)
class Profile:
    """A person as a room above sees them. Empty text and None mean unknown, never "no"."""

    id: str
    name: str
    called: str
    pronouns: str
    birth_year: int | None
    gender: str
    languages: tuple[str, ...]
    area_id: str
    lat: float | None
    lon: float | None
    lives_alone: bool | None
    access_needs: tuple[str, ...] | None
    preferred_channel: str
    preferred_language: str
    status: str
    contactable: bool
    """Alive, here, willing to hear from us, and with a way to be reached."""
    not_said: tuple[str, ...] = ()
    """What they prefer not to say: not the same as unknown."""
    interpreter: bool | None = None
    status_on: date | None = None
    resting_since: datetime | None = None
    """Since when the record rests at the person's wish. Only they themselves and the house get to see it."""
    warned_at_rest: bool = False

    @property
    def call_them(self) -> str:
        """What to call this person: the name they chose, else their name."""
        return self.called or self.name

    def age(self, now: datetime) -> int | None:
        """Age in whole years, known to within one; None when the year of birth is unknown."""
        return None if self.birth_year is None else max(0, now.year - self.birth_year)


@dataclass(frozen=True)
class Contact:
    """The way in which a person wants to be reached. A shared phone or address gets no content."""

    channel: str
    address: str
    language: str
    shared: bool
    times: Mapping[str, Any] | None = None
    """When they want to hear from us: see `care.welcome_at`."""
    interpreter: bool = False


@dataclass(frozen=True)
class Details:
    """Where a person can be reached, opened: only for pages that show it."""

    phone: str
    email: str
    address: str
    shared: bool
    do_not_contact: bool
    postal: Mapping[str, Any] | None = None
    times: Mapping[str, Any] | None = None
    area: str = ""


@dataclass(frozen=True)
class Writer:
    """Who writes from an address, as far as that can be known. `alone`: nobody else reads there."""

    person: UUID | None
    area: UUID | None
    language: str = ""
    hidden: bool = False
    """They must not be found: only their keepers learn that it was them."""
    alone: bool = False


@dataclass(frozen=True)
class Duty:
    """Who reads what comes in, and until when."""

    name: str
    email: str
    account: str
    until: datetime
    starts: datetime


@dataclass(frozen=True)
class DutyHours:
    """When answers are read, without saying by whom. All None: nobody is on the rota."""

    until: datetime | None = None
    """Somebody reads now, until then."""
    next_from: datetime | None = None
    """Nobody reads now; somebody will from then on."""
    for_days: bool = False
    """The rota goes on for two days and more without a gap: its end says nothing to the reader."""
    again: datetime | None = None
    """After `until` nobody reads, and from then on somebody does again; None: that is not on the rota."""


@dataclass(frozen=True)
class AccountValue:
    """Somebody who can log in."""

    id: str
    name: str
    email: str
    role: str
    areas: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    active: bool = True
    person: str = ""


@dataclass(frozen=True)
class NewConsent:
    """An agreement for the bulk loader."""

    purpose: str
    recipient: str
    given_at: datetime
    how: str = "imported"
    until: datetime | None = None
    what: tuple[str, ...] = ()
    emergency_only: bool = False


@dataclass(frozen=True)
class NewPerson:
    """A person for the bulk loader; `household` is any id that those who live together share."""

    id: str
    name: str
    area: str
    called: str = ""
    pronouns: str = ""
    birth_year: int | None = None
    gender: str = ""
    languages: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    lives_alone: bool | None = None
    access_needs: tuple[str, ...] | None = None
    phone: str = ""
    email: str = ""
    address: str | Mapping[str, Any] | None = ""
    preferred_channel: str = ""
    preferred_language: str = ""
    shared_contact: bool = False
    household: str = ""
    home_role: str = ""
    not_said: tuple[str, ...] = ()
    interpreter: bool | None = None
    contact_times: Mapping[str, Any] | None = None
    dependences: tuple[str, ...] = ()
    """Kinds of `care.DEPENDENCES`."""
    consents: tuple[NewConsent, ...] = field(default=())


def tidy(text: str) -> str:
    """A name on one line, without signs that nobody sees: they hide a name, or turn the words around it.

    The joiners inside words of Persian or Hindi stay; a text of joiners alone is empty.
    """
    shown = " ".join(text.translate(_UNSEEN).split())
    return shown if shown.strip(" \u200c\u200d") else ""


def fold(text: str) -> str:
    """Text for looking names up in any script: no case, no accents, single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


@dataclass(frozen=True)
class Arrival:
    """Somebody who signed in, and whether they have a second factor."""

    viewer: Viewer
    second_factor: bool


@dataclass(frozen=True)
class SessionValue:
    """One place where an account is signed in: the program and the device, as people call them."""

    program: str
    device: str
    since: datetime
    current: bool
