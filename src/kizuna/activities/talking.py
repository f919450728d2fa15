"""Members of a group write to each other: what a letter is, how it goes round, and how it is answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kizuna.access.secrets import open_link, seal_link
from kizuna.access.wording import N_

LETTERS: dict[str, str] = {
    "waiting": N_("The organiser looks at it first"),
    "sent": N_("It went round"),
    "kept": N_("Only the organiser has it"),
    "refused": N_("It did not go round"),
}
"""How a letter stands. `kept`: an answer that was meant for the organiser."""
LETTER_STEPS: dict[str, frozenset[str]] = {
    "waiting": frozenset({"sent", "kept", "refused"}),
    "sent": frozenset(),
    "kept": frozenset({"sent"}),
    "refused": frozenset(),
}
"""From each state of a letter, those that may follow."""
SUBJECT, LONGEST, LONGEST_NOTES = 120, 3000, 8000
SHORT = 300
"""Letters longer than this are read on the page by those who get text messages."""
A_DAY = {"organiser": 10, "member": 5}
"""So many letters one person writes to one group in a day."""
ANSWERS = timedelta(days=30)
"""So long an answer by e-mail or text message finds its group."""
_MUTE = "activities.mute"
_YEARS = timedelta(days=5 * 365)


@dataclass(frozen=True)
class LetterValue:
    """A letter to a group, as somebody who may read it sees it."""

    id: str
    subject: str
    text: str
    by: str
    at: datetime
    state: str
    mine: bool = False
    from_member: bool = False
    person: str = ""
    """Who wrote it, for the form by which a reader wants nothing more of them; empty for organisers."""
    from_group: str = ""
    group: str = ""
    """The id of the group it was written to."""
    reached: tuple[tuple[str, int | None], ...] = ()
    """For an organiser: how many it reached by each channel, as far as it may be told; None: hidden."""

    @property
    def state_text(self) -> str:
        """How it stands, to be translated where it is shown."""
        return LETTERS[self.state]


@dataclass(frozen=True)
class NewLetter:
    """A letter for the bulk loader: it is kept, and sent to nobody."""

    id: UUID
    group: str
    person: str
    subject: str
    text: str
    state: str
    at: datetime


@dataclass(frozen=True)
class NotesValue:
    """What was written down of one meeting."""

    event: str
    title: str
    starts_at: datetime
    text: str


@dataclass(frozen=True)
class Reached:
    """How many of a group a letter went to, by channel, as far as it may be told. None: hidden."""

    members: int
    by_channel: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class Standing:
    """How somebody stands to a group: member or not, and whether its letters are silent for them."""

    member: bool = False
    muted: bool = False
    asked: bool = False
    """Asked to belong to it, and was not let in yet."""
    shares: bool = False
    """Whether the organiser may know what they need to come along."""


@dataclass(frozen=True)
class MemberValue:
    """A member, or somebody who asks to be one, as an organiser sees them: by name only."""

    id: int
    name: str
    asks: bool
    needs: tuple[str, ...] = ()
    """What they need to come along; empty where they did not let the organiser know it."""


@dataclass(frozen=True)
class GroupTalk:
    """What a member or an organiser sees of the talk of a group."""

    group: str
    name: str
    keeps: bool
    standing: Standing
    letters: tuple[LetterValue, ...]
    waiting: tuple[LetterValue, ...]
    notes: tuple[NotesValue, ...]
    members: int
    moderated: bool
    people: tuple[MemberValue, ...] = ()


def first_state(*, organiser: bool, moderated: bool) -> str:
    """How a new letter begins: an organiser's goes round at once, a member's where nobody looks first."""
    return "sent" if organiser or not moderated else "waiting"


def may_follow(before: str, after: str) -> bool:
    """Whether a letter may go from one state to the other."""
    return after in LETTER_STEPS.get(before, frozenset())


def too_many_letters(moments: Sequence[datetime], who: str, now: datetime) -> bool:
    """Whether somebody wrote as many letters to this group within a day as one may."""
    return sum(now - at < timedelta(days=1) for at in moments) >= A_DAY[who]


def mute_token(group: object, person: object, keys: Sequence[str], now: datetime) -> str:
    """What stands at the end of the link that silences one group for one person."""
    return seal_link([str(group), str(person)], keys, purpose=_MUTE, now=now)


def who_mutes(token: str, keys: Sequence[str], now: datetime) -> tuple[str, str]:
    """Group and person of such a link; raises BadSeal."""
    group, person = open_link(token, keys, purpose=_MUTE, now=now, max_age=_YEARS)
    return str(group), str(person)


def opens_group(group: object) -> str:
    """What such a link opens, as a viewer holds it."""
    return f"group:{group}"


def words(form: Mapping[str, str], channel: str, length: int, shared: bool) -> str:
    """Which of the forms of a letter goes out by this channel: whole, short, or without content."""
    if shared:
        return form["bare"]
    return form["short"] if channel == "sms" and length > SHORT else form["whole"]
