"""Quiet hours: when people sleep, their telephones do not ring. Life safety does not ask."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
MINUTE = timedelta(minutes=1)
LOUD = ("sms", "voice", "chat", "push")
"""Channels that make a noise. E-mail waits by itself until it is read."""


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

        Where the clock is put forward over the end, it ends with the jump; where it is put back over the end,
        it is quiet once more until the end comes for the second time.
        """
        here = ZoneInfo(zone)
        local = now.astimezone(here)
        if not self.holds(local.time()):
            return None
        day = local.date() + timedelta(days=int(self.start > self.end and local.time() >= self.start))
        ends = (datetime.combine(day, self.end.replace(fold=fold), here).astimezone(UTC) for fold in (0, 1))
        end = next(one for one in ends if one > now)
        while not self.holds((before := end - MINUTE).astimezone(here).time()) and before > now:
            end = before
        return end


def hours(text: str) -> Quiet:
    """Quiet hours such as `21:00-08:00`; empty: none. Raises ValueError."""
    if not text:
        return Quiet(time(0), time(0))
    found = HOURS.fullmatch(text)
    if found is None:
        raise ValueError(text)
    start, end = found.group(1, 2), found.group(3, 4)
    return Quiet(time(int(start[0]), int(start[1])), time(int(end[0]), int(end[1])))
