"""Quiet hours: when people sleep, their telephones do not ring. Life safety does not ask."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
MINUTE = timedelta(minutes=1)
FEW = 4
LOUD = ("sms", "voice", "chat", "push")
"""Channels that make a noise. E-mail waits by itself until it is read."""
TALK = "talk"
"""The topic of what goes back to somebody who wrote a moment ago: they are awake. A STOP silences it, too."""


@dataclass(frozen=True)
class Quiet:
    """From `start` until `end` of local time, usually over midnight. The same twice: never."""

    start: time
    end: time

    def holds(self, at: time) -> bool:
        """Whether this time of the day is quiet."""
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end

    def ends(self, now: datetime, zone: str) -> datetime | None:
        """When the quiet that holds at this moment is over, in UTC; None when it is not quiet.

        Where the clock is put forward over the end, it ends with the jump; where it is put back, the hour
        that comes twice is quiet, or not, both times.
        """
        here = ZoneInfo(zone)
        local = now.astimezone(here)
        if not self.holds(local.time()):
            return None
        days = (local.date() + timedelta(days=number) for number in range(FEW))
        folds = (self.end.replace(fold=0), self.end.replace(fold=1))
        ends = (datetime.combine(day, end, here).astimezone(UTC) for day in days for end in folds)
        # A jump of the clock can swallow the only waking minutes of a day: then it is the next day's.
        end = next(one for one in ends if one > now and not self.holds(one.astimezone(here).time()))
        if end.astimezone(here).utcoffset() == local.utcoffset():
            return end
        minute = now.replace(second=0, microsecond=0)  # the clock changes on the way: look at every minute
        while self.holds((minute := minute + MINUTE).astimezone(here).time()):
            pass
        return minute


def hours(text: str) -> Quiet:
    """Quiet hours such as `21:00-08:00`; empty: none. Raises ValueError."""
    if not text:
        return Quiet(time(0), time(0))
    found = HOURS.fullmatch(text)
    if found is None:
        raise ValueError(text)
    start, end = found.group(1, 2), found.group(3, 4)
    return Quiet(time(int(start[0]), int(start[1])), time(int(end[0]), int(end[1])))
