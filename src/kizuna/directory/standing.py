"""All services (or groups) that may be suggested, kept in memory as they stand until something changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from kizuna.directory.option import Option
from kizuna.directory.timeline import Timeline


@dataclass(frozen=True, eq=False)
class Standing:
    """Options without their hours, and the hours of all of them. `stamp` tells one state from another."""

    stamp: str
    options: Sequence[Option]
    timeline: Timeline
    emergency_only: Sequence[int] = ()
    """Rows that are shown only in an emergency."""

    def holds(self, stamp: str, now: float) -> bool:
        """Whether it is still as it is; without a stamp nobody can know."""
        return bool(stamp) and self.stamp == stamp and self.timeline.covers(now)
