"""When something that repeats happens: iCalendar rules, counted on the wall clock of one time zone."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import dropwhile, islice, takewhile
from math import prod
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

STEPS = {"DAILY": timedelta(days=1), "WEEKLY": timedelta(weeks=1)}
FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_UNTIL = re.compile(r"UNTIL=(\d{8}T\d{6})Z")


FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Years in which something meets. At the ends of the calendar there are no hours to reckon with."""
MOST_A_DAY = 24
"""Times of one day that a rule may name."""
LONGEST_STEP = 999
_SAME_CALENDAR = 400
"""Years after which days of the week and leap days come again just as they were."""


def check_rule(rule: str, first: datetime = datetime(2026, 1, 5, 10)) -> None:
    """Refuse a rule that Kizuna cannot keep for what first happens then: ValueError with a sentence."""
    parts = _parts(rule)
    if parts.get("FREQ") not in FREQUENCIES:
        raise ValueError("A repeating event is daily, weekly, monthly or yearly: FREQ=WEEKLY for example.")
    step = parts.get("INTERVAL", "1")
    if not step.isdecimal() or len(step) > 4 or not 1 <= int(step) <= LONGEST_STEP:
        raise ValueError(f"INTERVAL counts from 1 to {LONGEST_STEP}.")
    if prod(len(parts.get(each, "").split(",")) for each in ("BYHOUR", "BYMINUTE", "BYSECOND")) > MOST_A_DAY:
        raise ValueError(f"This rule names more than {MOST_A_DAY} times of one day.")
    try:
        _rule(rule, datetime(2026, 1, 5, 10), ZoneInfo("UTC"))
    except (ValueError, TypeError, OverflowError) as wrong:
        raise ValueError(f"This is not a rule for repeating: {wrong}") from None
    if not _comes_again(parts, first):
        raise ValueError("This rule never comes to a date.")


def check_times(*times: datetime) -> None:
    """Refuse times at the ends of the calendar: ValueError with a sentence."""
    if not all(FIRST_YEAR <= at.year <= LAST_YEAR for at in times):
        raise ValueError(f"A meeting is between the years {FIRST_YEAR} and {LAST_YEAR}.")


def _comes_again(parts: Mapping[str, str], first: datetime) -> bool:
    """Whether the rule has a date after the first, wherever it ends.

    A rule without dates (the thirtieth of February) is looked through to the end of the calendar. So it is
    tried as late as the same calendar comes again, and never when a page is made.
    """
    far = (datetime.max.year - first.year) // _SAME_CALENDAR * _SAME_CALENDAR
    begin = first.replace(year=first.year + far, tzinfo=None)
    endless = ";".join(f"{key}={value}" for key, value in parts.items() if key not in ("COUNT", "UNTIL"))
    made = rrulestr(endless, dtstart=begin)
    return any(at > begin for at in islice(iter(made), 2))


def occurrences(
    starts_at: datetime,
    rule: str,
    *,
    zone: ZoneInfo,
    after: datetime,
    limit: int,
    before: datetime | None = None,
) -> tuple[datetime, ...]:
    """The first `limit` starts, UTC, at or later than `after` and earlier than `before`.

    `starts_at` is the first occurrence (UTC) and always counts; without a rule it is the only one. The
    time on the clock stays the same when summer time begins or ends. A time that the clock skips that day
    is an hour later; one that comes twice is the first.
    """
    coming: Iterator[datetime] = dropwhile(lambda at: at < after, _starts(starts_at, rule, zone, after))
    if before is not None:
        coming = takewhile(lambda at: at < before, coming)
    found: list[datetime] = []
    # One series at the end of the calendar, kept before this was looked at, breaks no page of all of them.
    with suppress(OverflowError, ValueError):
        found.extend(islice(coming, limit))
    return tuple(found)


def _starts(starts_at: datetime, rule: str, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    yield starts_at
    if not rule:
        return
    first = starts_at.astimezone(zone).replace(tzinfo=None)
    begin = _closer(first, rule, after.astimezone(zone).replace(tzinfo=None))
    for wall in _rule(rule, begin, zone):
        at = wall.replace(tzinfo=zone).astimezone(UTC)
        if at > starts_at:
            yield at


def _closer(first: datetime, rule: str, after: datetime) -> datetime:
    """A later start of the same series, so that years of past dates need not be counted one by one."""
    parts = _parts(rule)
    step = STEPS.get(parts["FREQ"])
    if step is None or "COUNT" in parts or any(key.startswith("BYSET") for key in parts):
        return first
    step *= int(parts.get("INTERVAL", "1"))
    rounds = (after - timedelta(days=2) - first) // step - 1
    return first + max(rounds, 0) * step


@lru_cache(maxsize=1024)
def _parts(rule: str) -> Mapping[str, str]:
    pairs = (part.partition("=") for part in rule.upper().removeprefix("RRULE:").split(";"))
    return {key.strip(): value.strip() for key, _, value in pairs}


@lru_cache(maxsize=1024)
def _rule(rule: str, first: datetime, zone: ZoneInfo) -> rrule:
    def local(match: re.Match[str]) -> str:
        until = datetime.strptime(match[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
        return f"UNTIL={until.astimezone(zone):%Y%m%dT%H%M%S}"

    made = rrulestr(_UNTIL.sub(local, rule.upper().removeprefix("RRULE:")), dtstart=first)
    if not isinstance(made, rrule):
        raise ValueError("one rule at a time")
    return made
