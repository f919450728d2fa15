"""When something is open: one engine for the label, the filter and the week. Three answers: yes, no, unknown.

Rules, in this order: an exception replaces the ordinary rows of its days; times that cannot be read make
the day unknown; an ordinary opening on a public holiday is unknown; rows that all ended make it unknown.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kizuna.directory.recurrence import WEEKDAYS, Rule, takes_place

DAY = timedelta(days=1)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PARTS = (
    ("morning", time(0), time(12)),
    ("afternoon", time(12), time(17)),
    ("evening", time(17), time.max),
)
PARTS_OF_THE_WEEK = tuple(f"{day}-{part}" for day in DAYS for part, _, _ in _PARTS)
"""When somebody can come, or something is open, told as roughly as people tell it."""
_Span = tuple[datetime, datetime, ZoneInfo]
_LAST_MINUTE = time(23, 59)


@dataclass(frozen=True)
class Opening(Rule):
    """One row of a schedule: a rule for its days, and times in its zone. Closing ≤ opening: next day."""

    opens_at: time | None = None
    closes_at: time | None = None
    timezone: str = ""
    readable: bool = True
    exception: bool = False


@dataclass(frozen=True)
class State:
    """Open now (None: unknown), until when, and when it opens next; UTC."""

    open: bool | None
    until: datetime | None = None
    opens: datetime | None = None


@dataclass(frozen=True)
class DayHours:
    """One day of the week's table: its spans of local times; `known` is False when nobody can say."""

    day: date
    spans: tuple[tuple[time, time], ...]
    known: bool
    holiday: bool = False


@dataclass(frozen=True)
class Outlook:
    """What some days bring: spans in UTC; for each day whether it is vague and whether the rows are over."""

    spans: tuple[tuple[datetime, datetime], ...]
    vague: tuple[bool, ...]
    over: tuple[bool, ...]


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo | None:
    """The time zone, or None when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _times(opening: Opening) -> tuple[time, time] | None:
    """Opening and closing time, or None when they cannot be read."""
    if not opening.readable or opening.opens_at is None or opening.closes_at is None:
        return None
    return opening.opens_at, opening.closes_at


def _span(opening: Opening, day: date, where: ZoneInfo) -> tuple[datetime, datetime] | None:
    """The opening that starts on this local day, in UTC; a clock change is in it as it is on the wall."""
    times = _times(opening)
    if times is None:
        return None
    opens, closes = times
    last = day + DAY if closes <= opens else day
    if closes.replace(second=0, microsecond=0) == _LAST_MINUTE and closes > opens:
        last, closes = day + DAY, time(0)
    start = datetime.combine(day, opens, where).astimezone(UTC)
    return start, datetime.combine(last, closes, where).astimezone(UTC)


def _covers(opening: Opening, day: date) -> bool:
    """Whether an exception is about this day."""
    first = opening.valid_from or opening.dtstart
    last = opening.valid_to or first
    return first is not None and last is not None and first <= day <= last


def _ended(opening: Opening, day: date) -> bool:
    ends = [end for end in (opening.valid_to, opening.until) if end]
    return bool(ends) and min(ends) < day


def _rows(openings: Iterable[Opening], day: date) -> tuple[list[Opening], bool]:
    """The rows that rule this day, and whether they are exceptions."""
    exceptions = [o for o in openings if o.exception and _covers(o, day)]
    if exceptions:
        return exceptions, True
    return [o for o in openings if not o.exception], False


def _spans(
    openings: Sequence[Opening], day: date, tz: str, holidays: frozenset[date]
) -> Iterator[_Span | None]:
    """The spans that start on a local day, in UTC; None for one that nobody can read."""
    rows, special = _rows(openings, day)
    for opening in rows:
        if special and opening.readable and opening.opens_at is None and opening.closes_at is None:
            continue
        on = True if special else takes_place(opening, day)
        if on is False:
            continue
        where = zone(opening.timezone or tz)
        span = _span(opening, day, where) if where and on else None
        if span is None or where is None or (day in holidays and not special):
            yield None
        else:
            yield (*span, where)


def _local_day(when: datetime, tz: str) -> date:
    return when.astimezone(zone(tz) or UTC).date()


def _out_of_date(openings: Sequence[Opening], day: date) -> bool:
    """Nothing is said about this day or later: nothing at all, or only rows that have ended."""
    ordinary = [o for o in openings if not o.exception]
    if ordinary:
        return all(_ended(o, day) for o in ordinary)
    return not any(_covers(o, day) for o in openings)


class _Days:
    """The spans of each day, worked out once."""

    def __init__(self, openings: Sequence[Opening], tz: str, holidays: frozenset[date]) -> None:
        self.openings, self.tz, self.holidays = openings, tz, holidays
        self.found: dict[date, list[_Span | None]] = {}

    def __getitem__(self, day: date) -> list[_Span | None]:
        if day not in self.found:
            self.found[day] = list(_spans(self.openings, day, self.tz, self.holidays))
        return self.found[day]

    def next(self, when: datetime, today: date, ahead: int) -> datetime | None:
        for number in range(-1, ahead + 2):
            starts = [span[0] for span in self[today + number * DAY] if span is not None and span[0] > when]
            if starts:
                return min(starts)
        return None


def state(
    openings: Sequence[Opening],
    when: datetime,
    tz: str,
    *,
    holidays: frozenset[date] = frozenset(),
    ahead: int = 14,
) -> State:
    """Open or not at `when` (aware), and what comes next within `ahead` days. `tz` is an IANA name."""
    today = _local_day(when, tz)
    days = _Days(openings, tz, holidays)
    # A row in another zone may start on its own yesterday or tomorrow; an overnight one yesterday.
    around = [span for day in (today - DAY, today, today + DAY) for span in days[day]]
    ends = [span[1] for span in around if span is not None and span[0] <= when < span[1]]
    # Whatever began before the rows ended is open to its end.
    over = _out_of_date(openings, today)
    opens = days.next(when, today, ahead) if ahead and not over else None
    if ends:
        return State(True, max(ends), opens)
    if over:
        return State(None)
    return State(None if None in days[today] else False, None, opens)


def open_at(
    openings: Sequence[Opening], when: datetime, tz: str, *, holidays: frozenset[date] = frozenset()
) -> bool | None:
    """Whether it is open at `when` (aware); None when nobody can say."""
    return state(openings, when, tz, holidays=holidays, ahead=0).open


def next_open(
    openings: Sequence[Opening],
    when: datetime,
    tz: str,
    *,
    holidays: frozenset[date] = frozenset(),
    ahead: int = 14,
) -> datetime | None:
    """The next start after `when`, UTC, within `ahead` days; None when there is none or nobody can say."""
    return _Days(openings, tz, holidays).next(when, _local_day(when, tz), ahead)


def outlook(
    openings: Sequence[Opening],
    first: date,
    days: int,
    tz: str,
    *,
    holidays: frozenset[date] = frozenset(),
    ahead: int = 14,
) -> Outlook:
    """All that `state` needs for any moment of these days, and nothing of the moment itself."""
    found = _Days(openings, tz, holidays)
    every = [first + number * DAY for number in range(-1, days + ahead + 1)]
    shown = [first + number * DAY for number in range(days)]
    return Outlook(
        tuple(sorted({(span[0], span[1]) for day in every for span in found[day] if span})),
        tuple(None in found[day] for day in shown),
        tuple(_out_of_date(openings, day) for day in shown),
    )


def together(openings: Iterable[Opening]) -> tuple[Opening, ...]:
    """Rows of ordinary weeks that differ in nothing but their days, as one row."""
    found: dict[Opening, list[str]] = {}
    for opening in openings:
        plain = opening.freq == "WEEKLY" and opening.interval in (None, 1) and opening.count is None
        days = opening.byday.split(",") if plain and set(opening.byday.split(",")) <= set(WEEKDAYS) else []
        key = replace(opening, byday="", interval=None) if days else opening
        found.setdefault(key, []).extend(days)
    return tuple(
        replace(key, byday=",".join(day for day in WEEKDAYS if day in days)) if days else key
        for key, days in found.items()
    )


def week(
    openings: Sequence[Opening], first: date, tz: str, *, holidays: frozenset[date] = frozenset()
) -> tuple[DayHours, ...]:
    """Seven days of opening times from `first`, each with its spans in the clock of their zone."""
    out = []
    for number in range(7):
        day = first + number * DAY
        found = list(_spans(openings, day, tz, holidays))
        spans = sorted({(s[0].astimezone(s[2]).time(), s[1].astimezone(s[2]).time()) for s in found if s})
        known = None not in found and not _out_of_date(openings, day)
        out.append(DayHours(day, tuple(spans), known, day in holidays))
    return tuple(out)


@lru_cache(maxsize=4096)
def parts_of_the_week(
    openings: tuple[Opening, ...], first: date, tz: str, *, holidays: frozenset[date] = frozenset()
) -> frozenset[str] | None:
    """In which parts of the week from `first` it is open; None when nobody can say."""
    days = week(openings, first, tz, holidays=holidays)
    found = [parts_of_a_day(day.day, *span) for day in days for span in day.spans]
    return frozenset().union(*found) if found or all(day.known for day in days) else None


def parts_of_a_day(day: date, opens: time, closes: time) -> frozenset[str]:
    """The parts of the week that an opening is in; what closes the next day is open until midnight."""
    last = time.max if closes <= opens else closes
    name = DAYS[day.weekday()]
    return frozenset(f"{name}-{part}" for part, begins, ends in _PARTS if opens < ends and last > begins)
