"""What came in, as values: for the task that finds out who wrote, and for the page of answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kizuna.access.wording import N_

KINDS: dict[str, str] = {
    "message": N_("A message"),
    "help": N_("Asks who we are, or for help"),
    "stop": N_("Wants no more messages"),
    "start": N_("Wants messages again"),
    "life": N_("Wants only warnings of danger to life"),
    "auto": N_("Written by a machine"),
}
"""What a reply is, and what it is called on pages. Only the first two wait for somebody."""
FOR_PEOPLE = ("message", "help")
ANSWERS_AN_HOUR = 6
"""After so many messages from one address within an hour no machine answers any more: two machines that
thank each other would never stop."""
UNTAKEN = timedelta(hours=1)
"""A reply that the room which asked has not taken by then is shown to a human as well."""
LONGEST = 20_000
"""Characters of a message that are kept to be read; the whole of it is kept beside them."""
OUTCOMES: dict[str, str] = {
    "answered": N_("Answered"),
    "done": N_("Done, no answer needed"),
    "worry": N_("Danger: kept as a worry"),
}
"""What became of a reply that nobody's room had asked for."""


@dataclass(frozen=True)
class Unplaced:
    """A reply of which nobody has found out yet who wrote it."""

    id: UUID
    channel: str
    address: str
    text: str
    kind: str
    language: str
    alone: bool
    """Whether a machine may still answer this address."""
    at: datetime
    topic: str = ""
    """The task of the room that waits for it; empty when nobody asked."""
    worries: tuple[UUID, ...] = ()
    """What came from the same address within the hour and was kept as a worry."""


@dataclass(frozen=True)
class Placed:
    """Who wrote a reply, as far as it could be found out: a person, or only an area, or neither."""

    id: UUID
    person: UUID | None = None
    area: UUID | None = None
    outcome: str = ""
    """Set when nothing is left to be done on the page of answers."""


@dataclass(frozen=True)
class Received:
    """A reply for those who read it: never the address, a hint of it."""

    id: UUID
    channel: str
    hint: str
    subject: str
    text: str
    kind: str
    at: datetime
    person: UUID | None
    area: UUID | None
    given_to: UUID | None
    outcome: str
    collected_at: datetime | None
    silent: bool = False
    """This address asked for silence: an answer would not leave."""
    under_way: int = 0
    """Attempts to this address that had started before it asked for silence."""
