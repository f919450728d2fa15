"""When each open referral is looked at again: the next step that somebody owes, and until when.

First contact and answer count working days; follow-up and outcome count days and fall on the next working
day.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Literal

import holidays

from kizuna.access.wording import N_

DueStep = Literal["contact", "answer", "follow-up", "outcome"]
DUE_STEPS: tuple[DueStep, ...] = ("contact", "answer", "follow-up", "outcome")
EVENING = time(18)
"""What is due on a day is due when its working hours are over."""
LABELS: dict[str, str] = {
    "contact": N_("First contact"),
    "answer": N_("Their answer"),
    "follow-up": N_("Asking how it goes"),
    "outcome": N_("What came of it"),
}
WAITS = frozenset({"draft", "requested"})


class WrongPeriods(ValueError):
    """The periods of a site's settings make no sense; the message says why."""


@dataclass(frozen=True)
class Periods:
    """Days until each step is due."""

    contact: int = 2
    answer: int = 5
    follow_up: int = 14
    outcome: int = 84


@dataclass(frozen=True)
class Calendar:
    """The working days of a place: its weekends and public holidays, and the clock by which a day ends."""

    country: str
    region: str
    zone: tzinfo

    def evening(self, day: date) -> datetime:
        """When a day's work is over."""
        return datetime.combine(day, EVENING, self.zone)

    def works(self, day: date) -> bool:
        """Whether people are at work on this day."""
        return _days_of(self.country, self.region).is_working_day(day)

    def after_working_days(self, since: datetime, days: int) -> datetime:
        """The evening of the n-th working day after this moment's own day."""
        day = since.astimezone(self.zone).date()
        for _ in range(days):
            day = self._next(day + timedelta(days=1))
        return self.evening(day if days else self._next(day))

    def after_days(self, since: datetime, days: int) -> datetime:
        """The evening of the day so many days on, or of the next working day."""
        return self.evening(self._next(since.astimezone(self.zone).date() + timedelta(days=days)))

    def _next(self, day: date) -> date:
        while not self.works(day):
            day += timedelta(days=1)
        return day


@lru_cache(maxsize=16)
def _days_of(country: str, region: str) -> holidays.HolidayBase:
    """Weekends and holidays of a country; Saturday, Sunday and no holidays where none are known."""
    try:
        return holidays.country_holidays(country, subdiv=region or None)
    except NotImplementedError:
        return holidays.HolidayBase()


@dataclass(frozen=True)
class Due:
    """What somebody owes next, and until when."""

    step: DueStep
    at: datetime


def due(
    status: str,
    *,
    asked_at: datetime,
    since: datetime,
    followed_up_at: datetime | None = None,
    weeks: int | None = None,
    periods: Periods,
    calendar: Calendar,
) -> Due:
    """What an open referral owes next.

    `since`: when it came to where it stands; `followed_up_at`: when the person was last asked how it goes;
    `weeks`: how long the provider thinks that its waiting list takes.
    """
    if status in WAITS:
        return Due("answer", calendar.after_working_days(since, periods.answer))
    outcome = calendar.after_days(asked_at, periods.outcome)
    if followed_up_at is None or followed_up_at < since:
        wait = max(periods.follow_up, 7 * weeks if status == "on-hold" and weeks else 0)
        follow_up = calendar.after_days(since, wait)
        return Due("outcome", outcome) if since < outcome < follow_up else Due("follow-up", follow_up)
    if followed_up_at < outcome:
        return Due("outcome", outcome)
    # Twelve weeks are over and it is still open: somebody asks again every fortnight until the end is known.
    return Due("follow-up", calendar.after_days(followed_up_at, periods.follow_up))


def periods(text: str) -> Periods:
    """Periods as a site writes them, such as `answer=3,outcome=60`; the others keep their usual days."""
    found: dict[str, int] = {}
    for part in filter(None, (each.strip() for each in text.split(","))):
        name, _, days = (each.strip() for each in part.partition("="))
        if name not in DUE_STEPS:
            raise WrongPeriods(f"{name!r} is no step. It may be {', '.join(DUE_STEPS)}.")
        if not days.isascii() or not days.isdigit() or not 1 <= int(days) <= 730:
            raise WrongPeriods(f"{name} needs a number of days from 1 to 730, like {name}=5.")
        found[name.replace("-", "_")] = int(days)
    return Periods(**found)
