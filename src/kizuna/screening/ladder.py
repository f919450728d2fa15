"""Who is told of a safety concern, in which order, and by when somebody must have acted."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

LEAST = timedelta(hours=1)
"""The shortest time that somebody gets to act, when the day is nearly over."""


@dataclass(frozen=True)
class Rung:
    """Who is told, and how long they have before the next rung is told too."""

    who: str
    """`duty` (whoever is on duty then), or a role."""
    wait: timedelta


LADDER = (
    Rung("duty", timedelta(minutes=30)),
    Rung("coordinator", timedelta(minutes=30)),
    Rung("admin", timedelta(hours=1)),
    # Still nobody: round again, so that a message that was overlooked is not the last one.
    Rung("duty", timedelta(hours=2)),
    Rung("coordinator", timedelta(hours=2)),
    Rung("admin", timedelta(hours=4)),
    Rung("duty", timedelta(hours=4)),
    Rung("coordinator", timedelta(hours=4)),
    Rung("admin", timedelta()),
)


@dataclass(frozen=True)
class Told:
    """Somebody to be told: an account and its address."""

    account: str
    email: str


def due(opened: datetime, zone: tzinfo) -> datetime:
    """The end of the same day where people live, and never less than LEAST away. Aware in and out."""
    local = opened.astimezone(zone)
    midnight = datetime.combine(local.date() + timedelta(days=1), time.min, tzinfo=zone)
    return max(midnight - timedelta(seconds=1), opened + LEAST)


def next_look(look: int) -> int | None:
    """The look after this one; None after the last."""
    return look + 1 if look + 1 < len(LADDER) else None


def key_of(concern: object, look: int) -> str:
    """The key of the task that looks again: `escalate:concern:look`, identifiers only."""
    return f"escalate:{concern}:{look}"


def read_key(key: str) -> tuple[str, int]:
    """Concern and look of a task's key; ValueError for anything else."""
    _, concern, look = key.split(":")
    return concern, int(look)
