"""When many things are open, as arrays: at any moment of some days, all of them at a stroke."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from kizuna.directory.hours import Outlook, zone

AHEAD = 16
"""From midnight after so many days nothing is looked at, as `hours.state` does."""


@dataclass(frozen=True)
class Timeline:
    """Outlooks of some days from `first`; `which` says which of them each row has."""

    first: date
    days: int
    tz: str
    which: NDArray[np.intp]
    starts: NDArray[np.float64]
    ends: NDArray[np.float64]
    offsets: NDArray[np.intp]
    vague: NDArray[np.bool_]
    over: NDArray[np.bool_]
    ahead: int = AHEAD

    def day(self, now: float) -> int:
        """Which of its days a moment (seconds UTC) is on; it may be none."""
        local = datetime.fromtimestamp(now, UTC).astimezone(zone(self.tz) or UTC).date()
        return (local - self.first).days

    def covers(self, now: float) -> bool:
        """Whether it can tell of this moment."""
        return 0 <= self.day(now) < self.days

    def at(self, now: float) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """For each row: 1 open, 0 closed, −1 unknown; and the next start in seconds, NaN for none."""
        day = self.day(now)
        inside = (self.starts <= now) & (now < self.ends)
        later = (self.starts > now) & (self.starts < self._end(day))
        is_open = np.logical_or.reduceat(inside, self.offsets)
        soonest = np.minimum.reduceat(np.where(later, self.starts, np.inf), self.offsets)
        over = self.over[:, day]
        state = np.where(is_open, 1, np.where(over | self.vague[:, day], -1, 0))
        coming = np.where(over | np.isinf(soonest), np.nan, soonest)
        return state[self.which], coming[self.which]

    def _end(self, day: int) -> float:
        last = datetime.combine(self.first + timedelta(days=day + self.ahead), datetime.min.time())
        return last.replace(tzinfo=zone(self.tz) or UTC).timestamp()


def timeline(
    outlooks: Sequence[Outlook],
    which: Sequence[int],
    *,
    first: date,
    days: int,
    tz: str,
    ahead: int = AHEAD,
) -> Timeline:
    """The outlooks (at least one) as arrays; each row has the outlook of this number."""
    starts: list[float] = []
    ends: list[float] = []
    offsets: list[int] = []
    for one in outlooks:
        offsets.append(len(starts))
        # A span that never is, so that an outlook without any has one.
        starts += [np.inf, *(begin.timestamp() for begin, _ in one.spans)]
        ends += [-np.inf, *(end.timestamp() for _, end in one.spans)]
    return Timeline(
        first,
        days,
        tz,
        np.asarray(which, dtype=np.intp),
        np.asarray(starts, dtype=np.float64),
        np.asarray(ends, dtype=np.float64),
        np.asarray(offsets, dtype=np.intp),
        np.asarray([one.vague for one in outlooks], dtype=np.bool_).reshape(len(outlooks), days),
        np.asarray([one.over for one in outlooks], dtype=np.bool_).reshape(len(outlooks), days),
        ahead,
    )


def together(*timelines: Timeline) -> Callable[[float], tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """The rows of several timelines, one after the other, at a moment."""

    def at(now: float) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        states, starts = zip(*(one.at(now) for one in timelines), strict=True)
        return np.concatenate(states), np.concatenate(starts)

    return at
