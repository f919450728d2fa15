"""Messages as values: what other rooms hand in, what a gateway gets, what it answers."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from kizuna.access.viewer import Refused
from kizuna.outbox.address import clean, one_line

LIFE, ONE, MANY = 2, 1, 0
"""Urgency of a message: life safety, what somebody waits for, what goes to very many."""


RESTORED = "Restored"
"""What went wrong with a message that waited in a backup: nobody knows whether it left since."""


@dataclass(frozen=True)
class Draft:
    """A message to send once: a second one with the same key changes nothing."""

    key: str
    address: str
    subject: str
    text: str
    channel: str = "email"
    life_safety: bool = False
    topic: str = ""
    until: datetime | None = None
    """After this moment it is not worth sending; None: always."""
    cause: str = ""
    """What it hangs on, as `consent:id`: when that falls, the message is called back."""
    person: UUID | str | None = None
    """Whom it is about or for."""
    many: bool = False
    """One of very many, as a newsletter is: whatever somebody waits for goes before it."""
    zone: str = ""
    """The time zone where it is read, for quiet hours; empty: the site's own."""
    instead_of: str = ""
    """The key of a message on another channel: this one goes out only when that one cannot."""


@dataclass(frozen=True)
class Parcel:
    """A claimed message on its way to a gateway. `reference` is ours, and the same at each attempt."""

    id: UUID
    channel: str
    address: str
    subject: str
    text: str
    reference: str
    attempts: int
    life_safety: bool
    way: str = ""
    doubtful: bool = False
    """It may have left before: the provider is asked first."""
    parts: int = 1
    leaving: str = ""
    """Where whoever reads it ends messages to many with one click; empty for what was for them alone."""


@dataclass(frozen=True)
class Outcome:
    """What a gateway knows after a call; `uncertain`: the call broke and the message may have left.

    `error` is the name of a class or a number of the protocol, never a text from outside. `wait`: the
    provider asked to be left alone for so many seconds. `away`: the provider itself is ill, whatever the
    message was. `bounce`: it is the address that does not work.
    """

    kind: Literal["sent", "delivered", "temporary", "permanent", "uncertain"]
    error: str = ""
    wait: float = 0.0
    away: bool = False
    bounce: bool = False


@dataclass(frozen=True)
class Told:
    """A parcel with what became of it. `pause`: seconds before another attempt, if there is one."""

    parcel: Parcel
    outcome: Outcome
    pause: float


@dataclass(frozen=True)
class Turn:
    """What a worker takes in one go. Without parcels: when to look again, None when nothing waits."""

    parcels: tuple[Parcel, ...]
    rest_until: datetime | None


@dataclass(frozen=True)
class ReplyValue:
    """What somebody answered, for the room that expected it."""

    id: UUID
    topic: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Counts:
    """How the outbox stands: number of messages by state, and the oldest that still waits."""

    by_state: dict[str, int]
    oldest_waiting: datetime | None

    def of(self, state: str) -> int:
        """How many messages are in this state."""
        return self.by_state.get(state, 0)


@dataclass(frozen=True)
class Problem:
    """A message that a human should look at: no text, of the address a hint, and what became of it."""

    id: UUID
    key: str
    hint: str
    channel: str
    status: str
    attempts: int
    error: str
    topic: str
    life_safety: bool
    created_at: datetime


@dataclass(frozen=True)
class Attempt:
    """What became of one message: no address, no text."""

    key: str
    status: str
    attempts: int
    error: str
    created_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True)
class Broken:
    """An address that does not work: a hint of it, what was said, and since when."""

    id: int
    channel: str
    hint: str
    error: str
    at: datetime


@dataclass(frozen=True)
class WayLine:
    """How one way out stands: what went through lately, what it cost, and its gate."""

    name: str
    channel: str
    circuit: str
    until: datetime | None
    error: str
    sent: int
    failed: int
    cost: int

    @property
    def price(self) -> float:
        """The cost in the site's money."""
        return self.cost / 10_000


def caller(account: str | None) -> str:
    """The mark of a call that this account has taken."""
    return f"caller:{account}"


@dataclass(frozen=True)
class Call:
    """A call to make: whom, and what to say."""

    id: UUID
    number: str
    text: str
    life_safety: bool
    until: datetime | None

    @property
    def dial(self) -> str:
        """The number as a telephone dials it."""
        return "".join(sign for sign in self.number if sign.isdecimal() or sign == "+")


@dataclass(frozen=True)
class Callees:
    """Whom a caller may get to know of. `only`: ids of persons, as a subquery; None: everybody but

    the `hidden`, a subquery too, and whoever is reached by one of these `numbers`.
    """

    only: Any = None
    hidden: Any = ()
    numbers: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Calls:
    """The call that somebody has in their hands, and how many wait."""

    mine: Call | None
    waiting: int


@dataclass(frozen=True)
class RunValue:
    """A run: what it is called, how it stands, and how far it is."""

    id: UUID
    label: str
    area: UUID | None
    state: str
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    said_end: datetime | None
    said_cost: int
    by_state: dict[str, int]
    cost: int = 0

    @property
    def total(self) -> int:
        """All its messages."""
        return sum(self.by_state.values())

    @property
    def over(self) -> int:
        """Those of which nothing more is to come from us."""
        return self.total - sum(self.by_state.get(state, 0) for state in ("queued", "sending", "unknown"))

    @property
    def percent(self) -> int:
        """How much of it is over, 0 to 100; 100 only when all is."""
        return int(100 * self.over / self.total) if self.total else 100

    @property
    def price(self) -> float:
        """What it has cost so far, in the site's money."""
        return self.cost / 10_000


@dataclass(frozen=True)
class Board:
    """Everything that the page of messages shows; `held`: since a backup was brought back."""

    counts: Counts
    held: int
    unknown: list[Problem]
    broken: list[Broken]
    ways: list[WayLine]


def cleaned(draft: Draft) -> tuple[str, str]:
    """The clean address and subject of a draft; raises Refused before anything is written."""
    if not draft.key or not draft.text.strip():
        raise Refused("A message needs a key and a text.")
    return clean(draft.channel, draft.address), one_line(draft.subject, "subject")


def checked(draft: Draft) -> Draft:
    """The draft with a clean address and subject; raises Refused before anything is written."""
    address, subject = cleaned(draft)
    return replace(draft, address=address, subject=subject)
