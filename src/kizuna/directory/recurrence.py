"""On which days a rule takes place (RFC 5545 by `dateutil`), with a quick way for ordinary weeks."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from dateutil import rrule

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQ = {"DAILY": rrule.DAILY, "WEEKLY": rrule.WEEKLY, "MONTHLY": rrule.MONTHLY, "YEARLY": rrule.YEARLY}
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
# A daily rule that began longer ago than this would be counted through day by day.
_TOO_LONG_AGO = 36_600
# Years after which days of the week and leap days come again just as they were.
_SAME_CALENDAR = 400


@dataclass(frozen=True)
class Rule:
    """RRULE parts as HSDS writes them: lists are text with commas. Empty means not said."""

    freq: str = ""
    interval: int | None = None
    byday: str = ""
    byweekno: str = ""
    bymonthday: str = ""
    byyearday: str = ""
    count: int | None = None
    until: date | None = None
    dtstart: date | None = None
    wkst: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


def _frequency(rule: Rule) -> str:
    return rule.freq.strip().upper() or ("WEEKLY" if rule.byday else "")


@lru_cache(maxsize=1024)
def _plain_days(byday: str) -> frozenset[int] | None:
    """Numbers of the weekdays (Monday is 0) of a list without counts; None for any other."""
    parts = [part.strip().upper() for part in byday.split(",") if part.strip()]
    if not parts or any(part not in WEEKDAYS for part in parts):
        return None
    return frozenset(WEEKDAYS.index(part) for part in parts)


def _numbers(text: str) -> list[int] | None:
    return [int(part) for part in text.split(",")] if text.strip() else None


def _weekdays(text: str) -> list[rrule.weekday] | None:
    """Days with their counts, such as `1MO`; raises ValueError when one cannot be read."""
    out = []
    for part in filter(None, (p.strip().upper() for p in text.split(","))):
        found = _BYDAY.fullmatch(part)
        if not found:
            raise ValueError(part)
        out.append(rrule.weekday(WEEKDAYS.index(found[2]), int(found[1]) if found[1] else None))
    return out or None


@lru_cache(maxsize=2048)
def _dates(rule: Rule, start: date) -> rrule.rrule:
    """The rule as dateutil has it; raises ValueError when a part makes no sense."""
    return rrule.rrule(
        _FREQ[_frequency(rule)],
        dtstart=datetime.combine(start, time()),
        interval=rule.interval or 1,
        count=rule.count,
        byweekday=_weekdays(rule.byday),
        byweekno=_numbers(rule.byweekno),
        bymonthday=_numbers(rule.bymonthday),
        byyearday=_numbers(rule.byyearday),
        wkst=WEEKDAYS.index(rule.wkst.upper()) if rule.wkst.upper() in WEEKDAYS else None,
        cache=True,
    )


def _start(rule: Rule, day: date) -> date | None:
    """Where to count from; None when the rule needs a beginning and has none that can be used."""
    listed = rule.byday or rule.bymonthday or rule.byyearday
    if listed and (rule.interval or 1) == 1 and rule.count is None:
        # Every period counts, so any period's beginning will do: a near one is quick.
        return date(max(1, day.year - 1), 1, 1)
    start = rule.dtstart or rule.valid_from
    return start if start and (day - start).days <= _TOO_LONG_AGO else None


def _outside(rule: Rule, day: date) -> bool:
    return (
        (rule.valid_from is not None and day < rule.valid_from)
        or (rule.dtstart is not None and day < rule.dtstart)
        or (rule.valid_to is not None and day > rule.valid_to)
        or (rule.until is not None and day > rule.until)
    )


def _may_be(rule: Rule, frequency: str) -> bool:
    """Whether the parts of a rule can go together; ValueError when one is no number."""
    in_month, in_year = _numbers(rule.bymonthday) or [], _numbers(rule.byyearday) or []
    weeks = [abs(one.n or 1) for one in _weekdays(rule.byday) or []]
    return (
        not (in_month and in_year)
        and all(1 <= abs(one) <= 31 for one in in_month)
        and all(1 <= abs(one) <= 366 for one in in_year)
        and max(weeks, default=1) <= (53 if frequency == "YEARLY" else 5)
    )


def takes_place(rule: Rule, day: date) -> bool | None:
    """Whether the rule takes place on this local day; None when it cannot be read."""
    if _outside(rule, day):
        return False
    frequency = _frequency(rule)
    if not frequency:
        return rule.dtstart == day if rule.dtstart else None
    if frequency not in _FREQ:
        return None
    simple = rule.interval in (None, 1) and rule.count is None and not rule.bymonthday and not rule.byyearday
    if simple and not rule.byweekno:
        if frequency == "DAILY" and not rule.byday:
            return True
        days = _plain_days(rule.byday)
        if days is not None and frequency in {"WEEKLY", "DAILY"}:
            return day.weekday() in days
    start = _start(rule, day)
    if start is None:
        return None
    # A rule without any date is looked through to the end of the calendar: so it is asked late in it.
    late = (date.max.year - day.year) // _SAME_CALENDAR * _SAME_CALENDAR
    at = datetime.combine(day.replace(year=day.year + late), time())
    try:
        if not _may_be(rule, frequency):
            return None
        return bool(_dates(rule, start.replace(year=start.year + late)).between(at, at, inc=True))
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
