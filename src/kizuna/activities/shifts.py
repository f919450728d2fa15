"""Roles, shifts and who helps at them, as values; links of volunteers and of those who vouch for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kizuna.access.secrets import open_link, seal_link
from kizuna.access.wording import N_
from kizuna.activities.fitting import Because
from kizuna.activities.skills import CheckValue

ROLE_KINDS: dict[str, str] = {
    "help": N_("Somebody who lends a hand"),
    "buddy": N_("Somebody who meets newcomers at the door"),
}
HELPING: dict[str, str] = {
    "asked": N_("Wants to help; nobody has answered yet"),
    "welcome": N_("Helps"),
    "declined": N_("Does not help here"),
    "ended": N_("Has stopped helping here"),
}
STINTS: dict[str, str] = {
    "booked": N_("You help"),
    "waiting": N_("You would step in"),
    "cancelled": N_("You do not help here"),
    "came": N_("You helped"),
    "missed": N_("You had a shift"),
}
REFERENCES: dict[str, str] = {
    "named": N_("Named; nobody has asked them yet"),
    "asked": N_("Asked; no answer yet"),
    "answered": N_("Answered"),
    "declined": N_("Does not want to say anything"),
}
TRUST: dict[str, str] = {"yes": N_("Yes"), "unsure": N_("I am not sure"), "no": N_("No")}
VOUCHED: dict[str, str] = {
    "how": N_("How they know them"),
    "trust": N_("Would trust them with this"),
    "words": N_("In their words"),
}
"""What somebody who vouches is asked, as the organiser reads it."""
HOWS: dict[str, str] = {
    "said": N_("they said so"),
    "shown": N_("somebody saw it"),
    "workshop": N_("learnt at a workshop"),
}
"""How we know that somebody can do something."""
REFERENCE_LASTS = timedelta(days=30)
"""How long the link to a reference works."""
SOON = timedelta(days=60)
"""How far ahead pages show shifts."""
_MINE, _REFERENCE = "activities.volunteer", "activities.reference"
_EVER = timedelta(days=36_500)


@dataclass(frozen=True)
class NewRole:
    """A role to keep. Languages empty: any."""

    id: str
    group: str
    name: str
    about: str = ""
    kind: str = "help"
    skills: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    remote: bool = False
    active: bool = True


@dataclass(frozen=True)
class NewShift:
    """A shift to keep; `places`: how many people are needed."""

    id: str
    role: str
    starts_at: datetime
    ends_at: datetime
    places: int = 1
    place: str = ""


@dataclass(frozen=True)
class About:
    """What a volunteer says about themselves. None: they did not say."""

    skills: tuple[str, ...] = ()
    times: tuple[str, ...] | None = None
    km: int | None = None
    most_week: int | None = None
    most_month: int | None = None
    paused_until: date | None = None
    can_do: str = ""


@dataclass(frozen=True)
class Offer:
    """Somebody who signs up without an account: enough to be reached, and what they can do."""

    name: str
    email: str
    phone: str
    key: str
    words: str = ""
    language: str = ""


@dataclass(frozen=True)
class RoleValue:
    """A role as everybody sees it."""

    id: str
    group: str
    group_name: str
    name: str
    about: str
    kind: str
    skills: tuple[str, ...]
    checks: tuple[str, ...]
    languages: tuple[str, ...]
    remote: bool
    place: str
    active: bool
    needed: int = 0
    """How many places are free in its coming shifts."""
    next_start: datetime | None = None

    @property
    def kind_text(self) -> str:
        """What sort of role it is, to be translated."""
        return ROLE_KINDS[self.kind]


@dataclass(frozen=True)
class ShiftValue:
    """A shift; `left`: how many are still needed."""

    id: str
    role: str
    role_name: str
    group: str
    group_name: str
    starts_at: datetime
    ends_at: datetime
    place: str
    places: int
    left: int
    called_off: bool = False


@dataclass(frozen=True)
class StintValue:
    """A volunteer at a shift. `minutes`: what counts for their hours."""

    id: str
    volunteer: str
    name: str
    state: str
    minutes: int
    shift: ShiftValue

    @property
    def state_text(self) -> str:
        """How it stands, for the volunteer; to be translated."""
        return STINTS[self.state]


@dataclass(frozen=True)
class SkillValue:
    """What somebody can do, and how we know."""

    code: str
    label: str
    how: str

    @property
    def how_text(self) -> str:
        """How we know, to be translated."""
        return HOWS[self.how]


@dataclass(frozen=True)
class ReferenceValue:
    """Somebody who knows a volunteer; what they said stands in `said` once they answered."""

    id: str
    volunteer: str
    name: str
    state: str
    asked_at: datetime | None
    said: tuple[tuple[str, str], ...] = ()

    @property
    def state_text(self) -> str:
        """How it stands, to be translated."""
        return REFERENCES[self.state]


@dataclass(frozen=True)
class Vouching:
    """What somebody who is asked for a reference sees first: about whom, for what, and whether it is open."""

    id: str
    about: str
    name: str
    group_name: str
    roles: tuple[str, ...]
    state: str


@dataclass(frozen=True)
class HelpingValue:
    """A volunteer in one group, as its organiser sees them."""

    volunteer: str
    person: str
    name: str
    role: str
    role_name: str
    state: str
    words: str
    asked_at: datetime
    minutes_month: int = 0
    minutes_all: int = 0
    checks: tuple[CheckValue, ...] = ()

    @property
    def state_text(self) -> str:
        """How it stands, to be translated."""
        return HELPING[self.state]


@dataclass(frozen=True)
class Open:
    """A shift that a volunteer could take; `why_not`: what stands against it, said to themselves."""

    shift: ShiftValue
    why_not: tuple[Because, ...] = ()


@dataclass(frozen=True)
class Mine:
    """A volunteer's own page."""

    id: str
    person: str
    name: str
    about: About
    skills: tuple[SkillValue, ...]
    checks: tuple[CheckValue, ...]
    roles: tuple[tuple[RoleValue, str], ...]
    """Each role with how it stands there."""
    stints: tuple[StintValue, ...]
    open: tuple[Open, ...]
    references: tuple[ReferenceValue, ...]
    minutes_week: int
    minutes_month: int
    minutes_all: int
    most_week: int
    most_month: int

    @property
    def resting(self) -> bool:
        """Whether the week or the month is as full as it may be."""
        return self.minutes_week >= self.most_week * 60 or self.minutes_month >= self.most_month * 60


@dataclass(frozen=True)
class OneVolunteer:
    """A volunteer as the organiser of one group sees them."""

    id: str
    person: str
    name: str
    roles: tuple[HelpingValue, ...]
    about: About
    skills: tuple[SkillValue, ...]
    checks: tuple[CheckValue, ...]
    stints: tuple[StintValue, ...]
    references: tuple[ReferenceValue, ...]
    minutes_month: int
    minutes_all: int
    thanked_at: datetime | None


@dataclass(frozen=True)
class Suggested:
    """Somebody who could take a shift, with their name, what speaks for it and what stands against it."""

    volunteer: str
    name: str
    reasons: tuple[Because, ...]
    blocks: tuple[Because, ...]
    asked: bool = False


@dataclass(frozen=True)
class Roster:
    """A shift as its organiser sees it: who is on it, who would step in, who fits and who does not now."""

    shift: ShiftValue
    stints: tuple[StintValue, ...]
    waiting: tuple[StintValue, ...]
    fits: tuple[Suggested, ...]
    others: tuple[Suggested, ...]


@dataclass(frozen=True)
class Desk:
    """Volunteering in one group as its organiser sees it."""

    group: str
    group_name: str
    roles: tuple[RoleValue, ...]
    shifts: tuple[ShiftValue, ...]
    asking: tuple[HelpingValue, ...]
    people: tuple[HelpingValue, ...]
    minutes_month: int
    ending: tuple[tuple[HelpingValue, CheckValue], ...]
    """Checks that run out soon or have: to be looked at."""


def hours(minutes: int) -> float:
    """Minutes as hours, to the half."""
    return round(minutes / 30) / 2


def labels(codes: Sequence[str], table: dict[str, str]) -> tuple[str, ...]:
    """Labels of these codes, in the order of the table; a code that is gone is left out."""
    return tuple(label for code, label in table.items() if code in codes)


def opens_mine(volunteer: object) -> str:
    """What the viewer of a volunteer's link carries."""
    return f"activities.Volunteer:{volunteer}"


def opens_reference(reference: object) -> str:
    """What the viewer of a reference's link carries."""
    return f"activities.Reference:{reference}"


def mine_token(volunteer: object, keys: Sequence[str], now: datetime) -> str:
    """The key to a volunteer's own page."""
    return seal_link([str(volunteer)], keys, purpose=_MINE, now=now)


def mine_of(token: str, keys: Sequence[str], now: datetime) -> str:
    """The volunteer whose page a key opens; raises BadSeal for one that is not ours."""
    return str(open_link(token, keys, purpose=_MINE, now=now, max_age=_EVER)[0])


def reference_token(reference: object, keys: Sequence[str], now: datetime) -> str:
    """The key to the page on which somebody vouches for a volunteer; it works for a while."""
    return seal_link([str(reference)], keys, purpose=_REFERENCE, now=now)


def reference_of(token: str, keys: Sequence[str], now: datetime) -> str:
    """The reference that a key opens; raises BadSeal for one that is not ours or too old."""
    return str(open_link(token, keys, purpose=_REFERENCE, now=now, max_age=REFERENCE_LASTS)[0])
