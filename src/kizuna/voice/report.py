"""A report as values: what is said, what those read who decide, and what the one who said it reads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from kizuna.access.secrets import open_link, seal_link
from kizuna.access.wording import N_
from kizuna.people.profile import fold
from kizuna.screening.safety import spoken
from kizuna.voice.steps import OUTCOMES, READ_AS, STATES

KINDS: dict[str, str] = {
    "danger": N_("Somebody is or was in danger"),
    "hurtful": N_("Hurtful words or threats"),
    "touch": N_("Touching, following or harassing"),
    "unfair": N_("Somebody was treated worse than others"),
    "private": N_("Something private was told on"),
    "money": N_("Money, selling or cheating"),
    "wrong_page": N_("Something on a page is wrong or hurtful"),
    "else": N_("Something else"),
}
TELLS: dict[str, str] = {
    "page": N_("I look at my secret page myself"),
    "write": N_("Write to me when there is something new"),
    "not": N_("I do not want to know"),
}
"""How somebody wants to hear what was decided."""
Tell = Literal["page", "write", "not"]
LONGEST = 5000
SHORTEST = 3
"""Letters of a part of a name by which somebody is meant."""
PUBLIC_PAGES: dict[str, str] = {
    "activities:groups": "",
    "activities:group": "group",
    "activities:date": "event",
    "directory:services": "",
    "directory:service": "id",
    "home": "",
    "about": "",
    "privacy": "",
}
"""Pages that everybody may open, by their name, and which part of the address is the id of what they show."""
OF_GROUP: dict[str, str] = {"activities:talk": "talk/", "activities:write_to": "write-to/"}
"""Pages inside a group, and what to leave out so that the group's public page is left."""
_LINK, _ABOUT = "voice.report", "voice.about"
_YEARS = timedelta(days=5 * 365)


def tells_of_danger(kind: str, words: str | None) -> bool:
    """Whether somebody may be in danger, by the kind of a report or by what it says."""
    return kind == "danger" or bool(spoken(words or ""))


@dataclass(frozen=True)
class NewReport:
    """What somebody reports. `key` makes it one, however often the form is sent; it is not its id."""

    key: UUID
    kind: str
    words: str
    page: str = ""
    """The address of a public page, or the name of a kind of page; never an id of what is private."""
    group: str = ""
    """The id of the group whose page it is; empty: none."""
    area: str = ""
    who: str = ""
    """Whom it is about, in the words of the one who reports."""
    tell: Tell = "page"
    reach: str = ""
    language: str = ""
    named: bool = False
    """Those who decide may know who reported it."""


@dataclass(frozen=True)
class Line:
    """One step that a report took, with what was written to the one who reported it, or by them."""

    at: datetime
    step: str
    words: str
    by_us: bool
    by_them: bool = False
    """Whoever it is about wrote it: those who decide read it, and nobody else."""


@dataclass(frozen=True)
class OwnReport:
    """A report as the one who made it reads it on their secret page."""

    id: str
    kind: str
    state: str
    words: str
    at: datetime
    due_at: datetime | None
    outcome: str
    lines: tuple[Line, ...]
    may_appeal: bool
    is_read: bool = True
    """Whether anybody is left who may decide: all others stand near to it."""

    @property
    def danger(self) -> bool:
        """Whether it tells of a danger, by its kind or in its words."""
        return tells_of_danger(self.kind, self.words)

    @property
    def state_text(self) -> str:
        """How it stands, to be translated where it is shown."""
        return STATES[self.state]

    @property
    def kind_text(self) -> str:
        """What it is about, to be translated where it is shown."""
        return KINDS[self.kind]

    @property
    def outcome_text(self) -> str:
        """What was decided, to be translated where it is shown."""
        return OUTCOMES.get(self.outcome, "")


@dataclass(frozen=True)
class AboutValue:
    """What was decided about somebody, as they read it: never who reported it, nor in which words."""

    id: str
    at: datetime
    outcome: str
    words: str
    state: str
    due_at: datetime | None
    may_object: bool
    said: str = ""
    """What they wrote when they asked for another look."""

    @property
    def outcome_text(self) -> str:
        """What was decided, to be translated where it is shown."""
        return OUTCOMES.get(self.outcome, "")

    @property
    def open(self) -> bool:
        """Whether somebody else looks at it again just now."""
        return self.state == "appealed"


@dataclass(frozen=True)
class ReportValue:
    """A report as those read it who decide: without who reported it, unless they said it may be known."""

    id: str
    kind: str
    state: str
    at: datetime
    due_at: datetime | None
    late: bool
    page: str
    where: str
    words: str = ""
    who: str = ""
    reporter: str = ""
    outcome: str = ""
    lines: tuple[Line, ...] = ()
    steps: tuple[str, ...] = ()
    """Steps that the viewer may take from here."""
    hears: bool = True
    """Whether the one who reported it wants to hear of it: else a question reaches nobody."""
    taken_by_me: bool = False
    about_found: bool = False
    """Whether the house knows whom it is about, so that they can be told what was decided."""
    told_them: str = ""
    """What those it is about read of the decision; empty: nothing."""

    @property
    def state_text(self) -> str:
        """How it stands, to be translated where it is shown."""
        return READ_AS[self.state]

    @property
    def kind_text(self) -> str:
        """What it is about, to be translated where it is shown."""
        return KINDS[self.kind]

    @property
    def outcome_text(self) -> str:
        """What was decided, to be translated where it is shown."""
        return OUTCOMES.get(self.outcome, "")


@dataclass(frozen=True)
class Part:
    """Persons whom a report is about as far as the house finds out, and accounts that never see it."""

    persons: frozenset[str]
    accounts: frozenset[str]


def page_of(name: str, path: str, parameters: Mapping[str, object]) -> str:
    """What is kept of a page that is reported: its address if everybody may open it, else its name alone.

    An id in the address of a private page would say about whom somebody was reading. Of what a group writes
    only the group is kept.
    """
    if name in OF_GROUP and path.endswith(OF_GROUP[name]):
        name, path = "activities:group", path.removesuffix(OF_GROUP[name])
    if name in PUBLIC_PAGES and len(path) <= 200:
        id = PUBLIC_PAGES[name]
        if set(parameters) <= {id, "at"}:
            return path
    return name


def named_in(text: str, names: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Ids of those whose whole name stands in a text, in any case, with or without accents.

    Too many are better than too few: who is set aside only does not read this one report.
    """
    said = f" {_words(text)} "
    return frozenset(id for id, name in names if (whole := _words(name)) and f" {whole} " in said)


def hinted_in(text: str, names: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Ids of those of whose name at least one word stands in what somebody wrote as a name."""
    said = {word for word in _words(text).split() if len(word) >= SHORTEST}
    return frozenset(id for id, name in names if said & set(_words(name).split()))


def _words(text: str) -> str:
    return " ".join("".join(char if char.isalnum() else " " for char in fold(text)).split())


def report_token(report: object, keys: Sequence[str], now: datetime) -> str:
    """What stands at the end of the secret page of a report."""
    return seal_link(str(report), keys, purpose=_LINK, now=now)


def report_of(token: str, keys: Sequence[str], now: datetime) -> str:
    """The report that a link opens; raises BadSeal."""
    return str(open_link(token, keys, purpose=_LINK, now=now, max_age=_YEARS))


def opens(report: object) -> str:
    """What the link of a report opens, as a viewer holds it."""
    return f"report:{report}"


def about_token(about: object, keys: Sequence[str], now: datetime) -> str:
    """What stands at the end of the page on which somebody reads what was decided about them."""
    return seal_link(str(about), keys, purpose=_ABOUT, now=now)


def about_of(token: str, keys: Sequence[str], now: datetime) -> str:
    """What such a link opens; raises BadSeal."""
    return str(open_link(token, keys, purpose=_ABOUT, now=now, max_age=_YEARS))


def opens_about(about: object) -> str:
    """What such a link opens, as a viewer holds it."""
    return f"about:{about}"
