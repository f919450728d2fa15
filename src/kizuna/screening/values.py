"""What other rooms get to see of check-ups and concerns; and a row for the bulk loader."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args
from uuid import NAMESPACE_URL, UUID, uuid5

from kizuna.access.viewer import Refused
from kizuna.access.wording import N_
from kizuna.instruments.answers import Answers

Channel = Literal[
    "alone", "with a worker", "with a helper", "by phone", "on paper", "by text message", "by a program"
]
CHANNELS: tuple[Channel, ...] = get_args(Channel)
HELPED: Channel = "with a helper"
"""Somebody beside them typed, on a shared computer."""
Who = Literal["self", "helped", "proxy"]
WHO: tuple[Who, ...] = get_args(Who)
"""Who answered: they themselves, they with somebody's help, or somebody else for them."""
RELATIONS: dict[str, str] = {
    "partner": N_("Partner"),
    "parent": N_("Parent"),
    "child": N_("Son or daughter"),
    "relative": N_("Another relative"),
    "carer": N_("Carer"),
    "friend": N_("Friend or neighbour"),
    "worker": N_("Somebody who works with them"),
    "other": N_("Somebody else"),
}
"""Who answers for somebody else, and what they are called on pages."""
NAMESPACE = uuid5(NAMESPACE_URL, "kizuna:screening")


def id_for(attempt: object, what: str) -> UUID:
    """The one id that something of an attempt can have: made twice, it is the same."""
    return uuid5(NAMESPACE, f"{what}:{attempt}")


class Used(Refused):
    """What this attempt made was erased, or the agreement given with it taken back: it makes nothing more."""


@dataclass(frozen=True)
class Manner:
    """How answers came to us, and who gave them. `on`: the day on the sheet of paper, or the very moment."""

    channel: Channel = "alone"
    who: Who = "self"
    relation: str = ""
    """Who answered for them, of RELATIONS; empty when they answered themselves."""
    on: date | datetime | None = None


@dataclass(frozen=True)
class CheckUpValue:
    """One check-up of one person."""

    id: str
    person: str
    at: datetime
    channel: str
    instrument: str
    answers: Answers
    needs: tuple[str, ...]
    name: str = ""
    """What the questionnaire is called, marked for translation; empty for the check-up."""
    asked_again_at: datetime | None = None
    """When a message asked, after this one, whether they want to tell us again."""
    version: str = ""
    area: str = ""
    who: str = "self"
    relation: str = ""
    changed_at: datetime | None = None

    @property
    def relation_label(self) -> str:
        """What whoever answered for them is called; empty when they answered themselves."""
        return RELATIONS.get(self.relation, "")


@dataclass(frozen=True)
class ConcernValue:
    """A safety concern. `person` and what was said are empty for those who may only know that it is there."""

    id: str
    area: str
    opened_at: datetime
    due_at: datetime
    person: str = ""
    name: str = ""
    kinds: tuple[str, ...] = ()
    """life, home, other: all that they told of; shown to whoever took it."""
    owner: str = ""
    """The account that took it."""
    owner_name: str = ""
    taken_at: datetime | None = None
    closed_at: datetime | None = None
    closed_what: str = ""
    best_time: str = ""
    phone: str = ""
    email: str = ""
    shared: bool = False
    overdue: bool = False
    relation_label: str = ""
    """Somebody else answered for them: who."""

    @property
    def raised_at(self) -> datetime:
        """When it was opened, as lists of what is due call it."""
        return self.opened_at

    @property
    def quiet(self) -> bool:
        """Never leave a message: somebody at home may be the danger."""
        return "home" in self.kinds


@dataclass(frozen=True)
class ContactRequestValue:
    """Somebody who asked to be contacted and has not been yet."""

    id: str
    person: str
    asked_at: datetime
    best_time: str = ""


@dataclass(frozen=True)
class NewCheckUp:
    """A check-up for the bulk loader; its person is known already."""

    id: str
    person: str
    area: str
    at: datetime
    answers: Answers
    needs: tuple[str, ...]
    channel: Channel = "alone"
    asked_contact: bool = False
    best_time: str = ""
    contacted_at: datetime | None = None
    contacted_by: str = ""
    """The account that did, and below: the one that took the concern, if the answers told of a danger."""
    taken_by: str = ""
    taken_at: datetime | None = None
    closed_at: datetime | None = None
    closed_what: str = ""
    instrument: str = ""
    """Code of a questionnaire with a score; empty: the check-up."""


@dataclass(frozen=True)
class Leaving:
    """What somebody leaves so that we can reach them."""

    name: str
    phone: str
    email: str
    area: str
    shared: bool
    best_time: str = ""
    language: str = ""
