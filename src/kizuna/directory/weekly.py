"""Which half-hours of a week a service may be open: a coarse sieve before the engine of `hours.py` is asked.

The sieve never loses what the engine calls open; whatever it lets through, the engine still decides.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from kizuna.directory.hours import DAY, Opening, zone
from kizuna.directory.recurrence import WEEKDAYS

HALF = 30
_A_DAY = 24 * 60
ODD = "h:odd"
"""It has rows that are no ordinary week: the engine has to look at it each time."""
ANY = "h:any"
"""It has hours at all."""


def _minutes(at: time, *, up: bool) -> int:
    """Minutes since midnight; a begun one counts when rounding up, and 23:59 is the end of the day."""
    found = at.hour * 60 + at.minute + (1 if up and (at.second or at.microsecond) else 0)
    return _A_DAY if up and found >= _A_DAY - 1 else found


def _days(opening: Opening) -> tuple[int, ...] | None:
    """The weekdays of an ordinary week; None for any other rule."""
    counted = opening.interval not in (None, 1) or opening.count is not None
    if counted or opening.bymonthday or opening.byyearday or opening.byweekno:
        return None
    days = [part.strip().upper() for part in opening.byday.split(",") if part.strip()]
    frequency = opening.freq.strip().upper() or ("WEEKLY" if days else "")
    if frequency == "DAILY" and not days:
        return tuple(range(7))
    if frequency not in {"DAILY", "WEEKLY"} or not days or not set(days) <= set(WEEKDAYS):
        return None
    return tuple(sorted({WEEKDAYS.index(day) for day in days}))


def _halves(letter: str, day: int, first: int, last: int) -> Iterator[str]:
    for half in range(first // HALF, -(-last // HALF)):
        yield f"h:{letter}{day % 7}.{half}"


def _of(opening: Opening, tz: str) -> Iterator[str]:
    if opening.exception or (opening.timezone and opening.timezone != tz):
        yield ODD
    elif opening.readable and opening.opens_at is not None and opening.closes_at is not None:
        days = _days(opening)
        if days is None:
            yield ODD
            return
        starts = _minutes(opening.opens_at, up=False)
        if opening.closes_at <= opening.opens_at:
            ends = _minutes(opening.closes_at, up=True) if opening.closes_at > time(0) else 0
            for day in days:
                yield from _halves("d", day, starts, _A_DAY)
                yield from _halves("n", day + 1, 0, ends)
        else:
            for day in days:
                yield from _halves("d", day, starts, _minutes(opening.closes_at, up=True))


def slots(openings: Iterable[Opening], tz: str) -> frozenset[str]:
    """Marks of the half-hours in which it may be open; none when nobody can ever say that it is."""
    found = {mark for opening in openings for mark in _of(opening, tz)}
    return frozenset(found | {ANY}) if found else frozenset()


def slots_at(when: datetime, tz: str, holidays: frozenset[date]) -> frozenset[str]:
    """The marks one of which everything has that is open at this moment (aware)."""
    here = zone(tz) or UTC
    local = when.astimezone(here)
    shifts = {(local + n * DAY).replace(tzinfo=None).replace(tzinfo=here).utcoffset() for n in (-1, 0, 1)}
    shifts |= {(when + timedelta(hours=n)).astimezone(here).utcoffset() for n in (-3, 3)}
    if len(shifts) > 1:
        # A clock change is near: a closing time that the clocks leap over lasts longer on the wall.
        return frozenset({ANY})
    today, half = local.date(), (local.hour * 60 + local.minute) // HALF
    found = {ODD}
    if today not in holidays:
        found.add(f"h:d{today.weekday()}.{half}")
    if today - DAY not in holidays:
        found.add(f"h:n{today.weekday()}.{half}")
    return frozenset(found)
