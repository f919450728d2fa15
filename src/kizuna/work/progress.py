"""How the work stands, as values."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TaskLine:
    """One name of task and how many of it wait, run and are given up."""

    name: str
    waiting: int
    running: int
    dead: int


@dataclass(frozen=True)
class Counts:
    """The whole queue: `oldest_waiting` is since when the oldest task that could run has not."""

    waiting: int
    running: int
    dead: int
    oldest_waiting: datetime | None


@dataclass(frozen=True)
class DeadLetter:
    """A task that was given up. The error is a class name only."""

    key: str
    name: str
    attempts: int
    error: str
    at: datetime
