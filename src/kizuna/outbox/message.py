"""Messages as values: what other rooms hand in, what a gateway gets, what it answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from kizuna.access.viewer import Refused
from kizuna.outbox.address import clean, one_line


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


@dataclass(frozen=True)
class Outcome:
    """What a gateway knows after a call; `uncertain`: the call broke and the message may have left.

    `error` is the name of a class or a number of the protocol, never a text from outside.
    """

    kind: Literal["sent", "delivered", "temporary", "permanent", "uncertain"]
    provider: str = ""
    error: str = ""


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
    """A message that a human should look at: no address, no text, only what became of it."""

    key: str
    channel: str
    status: str
    attempts: int
    error: str
    topic: str
    life_safety: bool
    created_at: datetime


def checked(draft: Draft) -> Draft:
    """The draft with a clean address and subject; raises Refused before anything is written."""
    if not draft.key or not draft.text.strip():
        raise Refused("A message needs a key and a text.")
    return Draft(
        key=draft.key,
        address=clean(draft.channel, draft.address),
        subject=one_line(draft.subject, "subject"),
        text=draft.text,
        channel=draft.channel,
        life_safety=draft.life_safety,
        topic=draft.topic,
        until=draft.until,
        cause=draft.cause,
        person=draft.person,
    )
