"""The hours of an ordinary week as people propose them: one short text a day, read and written both ways."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import time
from hashlib import sha256
from itertools import pairwise
from typing import Any

from kizuna.access.wording import N_
from kizuna.directory.recurrence import WEEKDAYS

DAYS: Mapping[str, str] = {
    "mo": N_("Monday"),
    "tu": N_("Tuesday"),
    "we": N_("Wednesday"),
    "th": N_("Thursday"),
    "fr": N_("Friday"),
    "sa": N_("Saturday"),
    "su": N_("Sunday"),
}
CLOSED, BY_APPOINTMENT, UNKNOWN = "closed", "by appointment", ""
OWN = "own hours"
"""Marks the rows that people's word made: no package brought them."""
MOST_SPANS = 4
_PART = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?\s*(?:-|–|—|to)\s*(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?",
    re.IGNORECASE,
)
Week = Mapping[str, str]
"""Of each day its text, such as `09:00-12:00, 13:00-17:00`."""


class UnreadableHours(Exception):
    """These are no hours."""


def _clock(hour: str, minute: str | None, half: str | None) -> time:
    number = int(hour)
    if half:
        if not 1 <= number <= 12:
            raise UnreadableHours
        number = number % 12 + (12 if half.lower() == "pm" else 0)
    if number == 24 and not int(minute or 0):
        number = 0
    try:
        return time(number, int(minute or 0))
    except ValueError:
        raise UnreadableHours from None


def read_day(text: str) -> str:
    """One day as it would stand: spans, `closed`, `by appointment`, or nothing. Raises UnreadableHours."""
    said = " ".join(text.split()).strip().lower()
    if said in {CLOSED, BY_APPOINTMENT, UNKNOWN}:
        return said
    spans = []
    for part in said.split(","):
        found = _PART.fullmatch(part.strip())
        if not found:
            raise UnreadableHours
        opens, closes = _clock(*found.group(1, 2, 3)), _clock(*found.group(4, 5, 6))
        spans.append((opens, closes))
    if len(spans) > MOST_SPANS or _overlap(sorted(spans)):
        raise UnreadableHours
    return ", ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in sorted(spans))


def _overlap(spans: list[tuple[time, time]]) -> bool:
    """Whether one begins before the one before it has ended; only the last may go on into the next day."""
    return any(closes <= opens or closes > after[0] for (opens, closes), after in pairwise(spans))


def spans_of(text: str) -> list[tuple[time, time]]:
    """The spans of one day that `read_day` wrote."""
    if text in {CLOSED, BY_APPOINTMENT, UNKNOWN}:
        return []
    halves = (part.split("-") for part in text.split(", "))
    return [(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in halves]


def _plain_days(row: Any) -> frozenset[str] | None:
    """The weekdays of a row that means each of them every week; None for any other row."""
    listed = [day.strip().upper() for day in row.byday.split(",") if day.strip()]
    odd = row.count is not None or row.bymonthday or row.byweekno or row.byyearday
    every = row.freq.upper() in {"WEEKLY", "DAILY", ""} and row.interval in (None, 1)
    if odd or not every or any(day not in WEEKDAYS for day in listed):
        return None
    if not listed:
        return frozenset(WEEKDAYS) if row.freq.upper() == "DAILY" else None
    return frozenset(listed)


def ordinary(rows: Iterable[Any]) -> list[Any]:
    """The rows of ordinary weeks: what is for a holiday or another exception is left out."""
    return [row for row in rows if not row.exception]


def week_of(rows: Iterable[Any]) -> dict[str, str]:
    """What rows of a schedule say of each day. A day that no row names is closed, if another one is named."""
    plain = [(row, days) for row in ordinary(rows) if (days := _plain_days(row))]
    if not plain:
        return dict.fromkeys(DAYS, UNKNOWN)
    return {day: _day([row for row, days in plain if day.upper() in days]) for day in DAYS}


def _day(rows: list[Any]) -> str:
    if not rows:
        return CLOSED
    if any(row.notes == BY_APPOINTMENT for row in rows):
        return BY_APPOINTMENT
    if any(not row.readable or row.opens_at is None or row.closes_at is None for row in rows):
        return UNKNOWN
    spans = sorted({(row.opens_at, row.closes_at) for row in rows})
    return ", ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in spans)


def rows_of(week: Week) -> list[dict[str, Any]]:
    """The rows of a schedule that say this week: days that are alike share one."""
    by_text: dict[str, list[str]] = {}
    for day in DAYS:
        by_text.setdefault(week[day], []).append(day.upper())
    made: list[dict[str, Any]] = []
    for text, days in by_text.items():
        same = {"freq": "WEEKLY", "byday": ",".join(days)}
        if text == BY_APPOINTMENT:
            made.append({**same, "readable": False, "notes": BY_APPOINTMENT})
        elif text == UNKNOWN:
            made.append({**same, "readable": False})
        made += [{**same, "opens_at": opens, "closes_at": closes} for opens, closes in spans_of(text)]
    return made


def all_closed(week: Week) -> bool:
    """Whether it never opens: then it is not offered, which is said otherwise."""
    return all(text == CLOSED for text in week.values())


def as_text(week: Week) -> str:
    """A week as it is kept beside a listing."""
    return json.dumps({day: week[day] for day in DAYS}, sort_keys=True)


def signature(rows: Iterable[Any]) -> str:
    """A mark of what a source says of ordinary weeks: another one means that it says something new."""
    said = sorted(
        repr((r.freq, r.byday, r.interval, r.count, r.bymonthday, r.byweekno, r.byyearday, r.opens_at,
              r.closes_at, r.readable, r.notes, r.until, r.valid_from, r.valid_to))
        for r in ordinary(rows)
    )  # fmt: skip
    return sha256("\n".join(said).encode()).hexdigest()[:32]
