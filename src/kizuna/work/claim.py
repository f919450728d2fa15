"""What a worker holds in its hands, and how a task is told that it no longer does."""

from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID


class LeaseLost(Exception):
    """Somebody else has this task by now. Raised at the next report: what is not committed goes back."""


class Cancelled(Exception):
    """Somebody asked this task to stop. Raised at its next report; what it committed stays."""


@dataclass(frozen=True)
class Claim:
    """A task with a lease on it: `longest` is how many seconds it may run, `attempt` counts from 1."""

    result: UUID
    path: str
    key: str
    longest: int
    worker: str = ""
    attempt: int = 1


HELD: ContextVar[Claim | None] = ContextVar("kizuna_work_held", default=None)
"""The claim that this thread is at work on."""
