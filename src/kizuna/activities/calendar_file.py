"""Calendar files (RFC 5545): our dates written for other calendars, and theirs read. By `icalendar`."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vRecur

from kizuna.activities.recurrence import check_rule, check_times

MANY = 2000
"""Meetings in one file."""
LARGEST = 5_000_000
"""Bytes."""
_FOLDED = re.compile(rb"\r?\n[ \t]")
_RULES = re.compile(rb"^RRULE[^\r\n]*", re.MULTILINE)


class BrokenCalendar(ValueError):
    """A file that is no calendar, or holds a meeting that cannot be read; a sentence."""


@dataclass(frozen=True)
class Meeting:
    """A meeting of a calendar file. Times are UTC; `skips` are dates on which it is not held."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    rule: str = ""
    skips: tuple[datetime, ...] = ()
    place: str = ""
    text: str = ""
    url: str = ""
    sequence: int = 0
    cancelled: bool = False
    remind: timedelta | None = None


def written(
    meetings: Iterable[Meeting], *, name: str, zone: ZoneInfo, now: datetime, method: str = "PUBLISH"
) -> bytes:
    """A calendar file of these meetings, on the clock of one place, with that clock's rules beside them."""
    found = Calendar()
    found.add("prodid", "-//Kizuna//Kizuna//EN")
    found.add("version", "2.0")
    found.add("method", method)
    found.add("x-wr-calname", name)
    rows = list(meetings)
    for one in rows:
        found.add_component(_event(one, zone, now))
    first = min((one.starts_at for one in rows), default=now)
    found.add_missing_timezones(first_date=first.date() - timedelta(days=366))
    return bytes(found.to_ical())


def _event(one: Meeting, zone: ZoneInfo, now: datetime) -> Event:
    row = Event()
    row.add("uid", one.uid)
    row.add("sequence", one.sequence)
    row.add("dtstamp", now)
    row.add("dtstart", one.starts_at.astimezone(zone))
    row.add("dtend", one.ends_at.astimezone(zone))
    row.add("summary", one.title)
    if one.rule:
        row.add("rrule", vRecur.from_ical(one.rule.upper().removeprefix("RRULE:")))
    for skip in one.skips:
        row.add("exdate", skip.astimezone(zone))
    for key, value in (("location", one.place), ("description", one.text), ("url", one.url)):
        if value:
            row.add(key, value)
    row.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    if one.remind and not one.cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", one.title)
        alarm.add("trigger", -one.remind)
        row.add_component(alarm)
    return row


def read(data: bytes, *, zone: ZoneInfo) -> tuple[Meeting, ...]:
    """The meetings of a calendar file; a time without a zone is one of `zone`.

    Raises BrokenCalendar with a sentence: nothing of a file that is partly broken is taken.
    """
    if len(data) > LARGEST:
        raise BrokenCalendar(f"This file is larger than {LARGEST // 1_000_000} MB.")
    rows = list(_rows(data))
    if not rows:
        raise BrokenCalendar("There is no meeting in this file.")
    if len(rows) > MANY:
        raise BrokenCalendar(f"There are more than {MANY} meetings in this file. Bring it in parts.")
    return tuple(_meeting(row, number, zone) for number, row in enumerate(rows, 1))


def _rows(data: bytes) -> Iterator[Any]:
    try:
        # Exchange writes its rules with spaces between the days.
        tidy = _RULES.sub(lambda rule: rule[0].replace(b" ", b""), _FOLDED.sub(b"", data))
        for part in Calendar.from_ical(tidy, multiple=True):
            yield from part.walk("VEVENT")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise BrokenCalendar("This is not a calendar file that can be read.") from None


def _meeting(row: Any, number: int, zone: ZoneInfo) -> Meeting:
    title = str(row.get("SUMMARY") or "").strip()
    which = f"Meeting {number}" + (f" ({title[:60]})" if title else "")
    if row.errors:
        raise BrokenCalendar(f"{which}: {row.errors[0][0] or 'a line'} cannot be read.")
    try:
        starts_at, ends_at = _times(row, zone)
        skips = tuple(sorted(_utc(each.dt, zone) for part in _listed(row.get("EXDATE")) for each in part.dts))
        _check_times(starts_at, ends_at, *skips)
        rule = _rule(row, starts_at.astimezone(zone))
        sequence = int(row.get("SEQUENCE") or 0)
    except BrokenCalendar as wrong:
        raise BrokenCalendar(f"{which}: {wrong}") from None
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        raise BrokenCalendar(f"{which}: its times cannot be read.") from None
    return Meeting(
        uid=str(row.get("UID") or f"{number}:{title}:{starts_at.isoformat()}"),
        title=title or "–",
        starts_at=starts_at,
        ends_at=ends_at,
        rule=rule,
        skips=skips,
        place=str(row.get("LOCATION") or ""),
        text=str(row.get("DESCRIPTION") or ""),
        sequence=sequence,
        cancelled=str(row.get("STATUS") or "").upper() == "CANCELLED",
    )


def _times(row: Any, zone: ZoneInfo) -> tuple[datetime, datetime]:
    start = row.get("DTSTART")
    if start is None:
        raise BrokenCalendar("it does not say when it starts.")
    starts_at = _utc(start.dt, zone)
    whole_days = not isinstance(start.dt, datetime)
    if (end := row.get("DTEND")) is not None:
        ends_at = _utc(end.dt, zone)
    elif (lasts := row.get("DURATION")) is not None:
        ends_at = starts_at + lasts.dt
    else:
        ends_at = starts_at + (timedelta(days=1) if whole_days else timedelta(hours=1))
    if whole_days and ends_at == starts_at:  # many programs write the last day itself
        ends_at += timedelta(days=1)
    if ends_at <= starts_at:
        raise BrokenCalendar("it ends before it starts.")
    return starts_at, ends_at


def _utc(at: date | datetime, zone: ZoneInfo) -> datetime:
    """A moment; a day begins at midnight, and what has no zone is on the clock of `zone`."""
    if not isinstance(at, datetime):
        at = datetime.combine(at, time(0))
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _listed(value: Any) -> Sequence[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _check_times(*times: datetime) -> None:
    try:
        check_times(*times)
    except ValueError as wrong:
        raise BrokenCalendar(str(wrong)) from None


def _rule(row: Any, first: datetime) -> str:
    rules = _listed(row.get("RRULE"))
    if not rules:
        return ""
    if len(rules) > 1:
        raise BrokenCalendar("it repeats by more than one rule.")
    rule = rules[0].to_ical().decode()
    try:
        check_rule(rule, first)
    except ValueError as wrong:
        raise BrokenCalendar(str(wrong)) from None
    return str(rule)
