"""Work that returns: each room lists its own in `schedule.py` as SCHEDULE."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Every:
    """`room.task`, once in each slot of this length (counted in UTC), `at` so far into the slot."""

    name: str
    length: timedelta
    at: timedelta = timedelta(0)
    longest: int = 300
    """Seconds that one attempt may run."""

    def slot(self, now: datetime) -> int:
        """The number of the slot that has begun last."""
        return int((now - self.at).timestamp() // self.length.total_seconds())

    def key(self, now: datetime) -> str:
        """The key under which this slot's task runs once, however many workers look at the clock."""
        return f"{self.name}@{self.slot(now)}"
