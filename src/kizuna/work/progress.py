"""How the work stands, as values."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

OUTCOMES = ("", "done", "failed", "cancelled", "left")
"""What became of a task. `failed` is a dead letter: a person decides, and it runs again or is `left`."""


@dataclass(frozen=True)
class TaskLine:
    """One name of task and how many of it wait, run and are dead letters.

    `next_at`: all that waits was put off, and this is when the first of it may begin.
    """

    name: str
    waiting: int
    running: int
    dead: int
    next_at: datetime | None = None


@dataclass(frozen=True)
class Counts:
    """The whole queue: `oldest_waiting` is since when the oldest task that could run has not."""

    waiting: int
    running: int
    dead: int
    oldest_waiting: datetime | None


@dataclass(frozen=True)
class DeadLetter:
    """A task that failed too often, or was too late. The error is a class name only."""

    id: UUID
    key: str
    name: str
    attempts: int
    error: str
    at: datetime


@dataclass(frozen=True)
class TaskState:
    """A task at work, or one that should have begun `since` then: `done` of `of`, as far as it reports."""

    id: UUID
    key: str
    name: str
    attempts: int
    since: datetime
    done: int
    of: int
    cancel_asked: bool
    error: str

    @property
    def percent(self) -> int | None:
        """How far it is, 0 to 100; None when it does not say."""
        return min(100, self.done * 100 // self.of) if self.of else None


@dataclass(frozen=True)
class Returning:
    """Work that returns: when it began last, and when it will begin next."""

    name: str
    last_at: datetime
    next_at: datetime


@dataclass(frozen=True)
class Board:
    """Everything that the operator's page shows."""

    counts: Counts
    lines: list[TaskLine]
    running: list[TaskState]
    late: list[TaskState]
    letters: list[DeadLetter]
    returning: list[Returning]
