"""Work that returns: each room lists its own in `schedule.py` as SCHEDULE."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from cronsim import CronSim


class Rhythm(Protocol):
    """When `room.task` returns."""

    @property
    def name(self) -> str:
        """`room.task`."""

    @property
    def longest(self) -> int:
        """Seconds that one attempt may run."""

    @property
    def patience(self) -> timedelta:
        """A last turn that lies further in the future than this was written by a wrong clock."""

    def next(self, after: datetime) -> datetime:
        """The first turn later than this moment, whose time zone is the site's."""


@dataclass(frozen=True)
class Every:
    """`room.task`, once in each slot of this length (counted in UTC), `at` so far into the slot."""

    name: str
    length: timedelta
    at: timedelta = timedelta(0)
    longest: int = 300
    """Seconds that one attempt may run."""

    @property
    def patience(self) -> timedelta:
        """The length of a slot: what runs by the minute goes on soon after the clock was put back."""
        return self.length

    def next(self, after: datetime) -> datetime:
        """The beginning of the next slot."""
        slot = (after - self.at).timestamp() // self.length.total_seconds() + 1
        return datetime.fromtimestamp(slot * self.length.total_seconds(), UTC) + self.at


@dataclass(frozen=True)
class Cron:
    """`room.task` by a cron expression, such as `30 2 * * 1`, in the time zone of `after`: the site's own.

    What falls into the hour that summer time skips is done right after it; of the hour that comes twice only
    the first counts. Raises CronSimError for an expression that says nothing.
    """

    name: str
    expression: str
    longest: int = 300
    patience = timedelta(days=1)

    def __post_init__(self) -> None:
        CronSim(self.expression, datetime(2026, 1, 1))

    def next(self, after: datetime) -> datetime:
        """The first minute after this moment that the expression names, in UTC.

        The second of two equal hours comes after minutes that look later: those are passed over.
        """
        turns = (turn.astimezone(UTC) for turn in CronSim(self.expression, after))
        return next(turn for turn in turns if turn > after.astimezone(UTC))


def due(rhythm: Rhythm, last: datetime | None, now: datetime) -> bool:
    """Whether its turn has come; what was missed meanwhile is made up for by one turn.

    When the clock was put back, `last` lies in the future: then daily work is not done a second time.
    """
    if last is None or last - now > rhythm.patience:
        return True
    return rhythm.next(last.astimezone(now.tzinfo)) <= now
