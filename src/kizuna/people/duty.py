"""The rota as spans of time: weeks, gaps, overlaps. Days are those where people live; spans are exact."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

Span = tuple[datetime, datetime]
DAYS = 7
MOST_WEEKS = 26


@dataclass(frozen=True)
class Shift:
    """One shift as the rota shows it."""

    id: str
    account: str
    name: str
    starts: datetime
    ends: datetime
    area: str = ""
    offered_to: str = ""
    """The account that is asked to take it over, and its name."""
    offered_name: str = ""


@dataclass(frozen=True)
class Day:
    """One local day of the rota."""

    on: date
    shifts: tuple[Shift, ...]
    gaps: tuple[Span, ...]
    overlaps: tuple[Span, ...]


def bounds(on: date, zone: tzinfo) -> Span:
    """When a local day begins and when the next one does, in UTC: 23, 24 or 25 hours apart."""
    begins = datetime.combine(on, time.min, tzinfo=zone)
    return begins.astimezone(UTC), datetime.combine(on + timedelta(days=1), time.min, tzinfo=zone).astimezone(
        UTC
    )


def gaps(spans: Iterable[Span], starts: datetime, ends: datetime) -> tuple[Span, ...]:
    """The parts of this time that no span covers, in order."""
    found, at = [], starts
    for begins, stops in sorted(spans):
        if stops <= at or begins >= ends:
            continue
        if begins > at:
            found.append((at, begins))
        at = max(at, stops)
    if at < ends:
        found.append((at, ends))
    return tuple(found)


def overlaps(spans: Iterable[Span], starts: datetime, ends: datetime) -> tuple[Span, ...]:
    """The parts of this time that more than one span covers, in order."""
    found: list[Span] = []
    covered = starts
    for begins, stops in sorted(spans):
        low, high = max(begins, starts), min(stops, ends)
        if low >= high:
            continue
        if low < covered:
            found.append((low, min(high, covered)))
        covered = max(covered, high)
    return tuple(found)


def week(shifts: Sequence[Shift], first: date, zone: tzinfo) -> tuple[Day, ...]:
    """Seven local days from `first` on, each with its shifts, gaps and overlaps."""
    days = []
    for on in (first + timedelta(days=each) for each in range(DAYS)):
        begins, ends = bounds(on, zone)
        here = tuple(one for one in shifts if one.starts < ends and one.ends > begins)
        spans = [(one.starts, one.ends) for one in here]
        days.append(Day(on, here, gaps(spans, begins, ends), overlaps(spans, begins, ends)))
    return tuple(days)


def repeated(on: date, begins: time, stops: time, weeks: int, zone: tzinfo) -> tuple[Span, ...]:
    """The same local hours on the same weekday for so many weeks, in UTC; past midnight if it stops earlier.

    Local hours stay when the clocks change: a night shift then has an hour more or less.
    """
    over = timedelta(days=int(stops <= begins))
    found = []
    for turn in range(weeks):
        day = on + timedelta(weeks=turn)
        starts = datetime.combine(day, begins, tzinfo=zone).astimezone(UTC)
        found.append((starts, datetime.combine(day + over, stops, tzinfo=zone).astimezone(UTC)))
    return tuple(found)
