"""Opening hours: by example, and against dateutil on rules made at random across clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule
from hypothesis import assume, given
from hypothesis import strategies as st

from kizuna.directory.hours import Opening, next_open, open_at, state, together, week, zone
from kizuna.directory.recurrence import WEEKDAYS, Rule, takes_place

LONDON = "Europe/London"
WEEK = Opening(freq="WEEKLY", byday="MO,TU,WE,TH,FR", opens_at=time(9), closes_at=time(17))


def at(text: str, tz: str = LONDON) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(tz)).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23T08:59", False),
        ("2026-11-23T09:00", True),
        ("2026-11-23T16:59", True),
        ("2026-11-23T17:00", False),
        ("2026-11-22T12:00", False),
    ],
)
def test_an_ordinary_week(moment: str, expected: bool) -> None:
    assert open_at([WEEK], at(moment), LONDON) is expected


def test_nothing_said_is_unknown() -> None:
    assert open_at([], at("2026-11-23T12:00"), LONDON) is None
    assert next_open([], at("2026-11-23T12:00"), LONDON) is None


def test_a_night_runs_into_the_next_day() -> None:
    night = Opening(freq="WEEKLY", byday="FR", opens_at=time(21), closes_at=time(2))
    assert open_at([night], at("2026-11-28T01:59"), LONDON) is True
    assert open_at([night], at("2026-11-28T02:00"), LONDON) is False
    assert open_at([night], at("2026-11-27T01:00"), LONDON) is False


@pytest.mark.parametrize(
    "times", [(time(0), time(0)), (time(0), time(23, 59)), (time(0), time(23, 59, 59)), (time(6), time(6))]
)
def test_round_the_clock(times: tuple[time, time]) -> None:
    always = Opening(freq="DAILY", opens_at=times[0], closes_at=times[1])
    found = [open_at([always], at("2026-11-23T00:00") + timedelta(minutes=7 * n), LONDON) for n in range(300)]
    assert all(found)


def test_times_that_cannot_be_read_are_unknown_on_their_day_only() -> None:
    broken = Opening(freq="WEEKLY", byday="SA", readable=False)
    assert open_at([WEEK, broken], at("2026-11-28T12:00"), LONDON) is None
    assert open_at([WEEK, broken], at("2026-11-29T12:00"), LONDON) is False
    assert open_at([WEEK, broken], at("2026-11-27T12:00"), LONDON) is True


@pytest.mark.parametrize(
    "broken",
    [
        Opening(freq="WEEKLY", byday="XX", opens_at=time(9), closes_at=time(17)),
        Opening(freq="HOURLY", opens_at=time(9), closes_at=time(17)),
        Opening(freq="WEEKLY", byday="MO", interval=2, opens_at=time(9), closes_at=time(17)),
        Opening(freq="MONTHLY", bymonthday="many", opens_at=time(9), closes_at=time(17)),
        Opening(freq="WEEKLY", byday="MO", opens_at=time(9), closes_at=time(17), timezone="Nowhere/At_All"),
        Opening(freq="WEEKLY", byday="MO", opens_at=time(9)),
        Opening(opens_at=time(9), closes_at=time(17)),
        Opening(freq="DAILY", interval=2, dtstart=date(1500, 1, 1), opens_at=time(9), closes_at=time(17)),
    ],
)
def test_what_makes_no_sense_is_unknown_never_closed(broken: Opening) -> None:
    assert open_at([broken], at("2026-11-23T12:00"), LONDON) is None


def test_an_exception_replaces_its_days() -> None:
    closed = Opening(exception=True, valid_from=date(2026, 12, 24), valid_to=date(2026, 12, 26))
    shorter = Opening(
        exception=True, valid_from=date(2026, 12, 31), opens_at=time(10), closes_at=time(12), freq=""
    )
    found = [WEEK, closed, shorter]
    assert open_at(found, at("2026-12-24T12:00"), LONDON) is False
    assert open_at(found, at("2026-12-28T12:00"), LONDON) is True
    assert open_at(found, at("2026-12-31T11:00"), LONDON) is True
    assert open_at(found, at("2026-12-31T13:00"), LONDON) is False
    unread = Opening(exception=True, valid_from=date(2026, 12, 31), readable=False)
    assert open_at([WEEK, unread], at("2026-12-31T11:00"), LONDON) is None


def test_an_ordinary_opening_on_a_public_holiday_is_unknown() -> None:
    free = frozenset({date(2026, 12, 25)})
    assert open_at([WEEK], at("2026-12-25T12:00"), LONDON, holidays=free) is None
    found = week([WEEK], date(2026, 12, 21), LONDON, holidays=free)
    assert [day.known for day in found] == [True] * 4 + [False] + [True] * 2
    assert found[4].holiday


def test_rows_that_have_ended_say_nothing_about_today() -> None:
    old = Opening(**{**WEEK.__dict__, "valid_to": date(2020, 1, 1)})
    coming = Opening(**{**WEEK.__dict__, "valid_from": date(2027, 1, 1)})
    assert open_at([old], at("2026-11-23T12:00"), LONDON) is None
    assert open_at([coming], at("2026-11-23T12:00"), LONDON) is False


def test_hours_are_in_the_zone_of_their_row() -> None:
    far = Opening(**{**WEEK.__dict__, "timezone": "America/New_York"})
    assert open_at([far], at("2026-11-23T13:59"), LONDON) is False
    assert open_at([far], at("2026-11-23T14:00"), LONDON) is True


def test_the_night_when_clocks_go_forward_is_an_hour_shorter() -> None:
    night = Opening(freq="WEEKLY", byday="SU", opens_at=time(0, 30), closes_at=time(3))
    start, end = datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 2, 0, tzinfo=UTC)
    assert open_at([night], start, LONDON) is True
    assert open_at([night], end - timedelta(minutes=1), LONDON) is True
    assert open_at([night], end, LONDON) is False


def test_what_comes_next() -> None:
    found = state([WEEK], at("2026-11-28T12:00"), LONDON)
    assert (found.open, found.opens) == (False, at("2026-11-30T09:00"))
    found = state([WEEK], at("2026-11-23T12:00"), LONDON)
    assert (found.open, found.until) == (True, at("2026-11-23T17:00"))
    assert found.opens == at("2026-11-24T09:00")


def test_first_monday_of_the_month() -> None:
    rule = Opening(freq="MONTHLY", byday="1MO", opens_at=time(18), closes_at=time(20))
    days = [d for n in range(60) if takes_place(rule, d := date(2026, 11, 1) + timedelta(days=n))]
    assert days == [date(2026, 11, 2), date(2026, 12, 7)]


def test_a_single_day() -> None:
    once = Opening(dtstart=date(2026, 11, 23), opens_at=time(9), closes_at=time(10))
    assert open_at([once], at("2026-11-23T09:30"), LONDON) is True
    assert open_at([once], at("2026-11-24T09:30"), LONDON) is False


def test_rows_of_one_day_each_become_one_row() -> None:
    rows = [Opening(freq="WEEKLY", byday=day, opens_at=time(9), closes_at=time(17)) for day in WEEKDAYS[:5]]
    assert together(rows) == (WEEK,)
    once = Opening(dtstart=date(2026, 11, 23), opens_at=time(9), closes_at=time(10))
    assert together([once, once]) == (once,)


def test_a_zone_that_is_none() -> None:
    assert zone("Europe/Lisbon") is not None
    assert zone("../../etc/passwd") is zone("nonsense") is None


clock = st.times().map(lambda t: t.replace(second=0, microsecond=0))
days = st.lists(st.sampled_from(WEEKDAYS), max_size=4, unique=True).map(",".join)
month_days = st.lists(st.sampled_from(["1", "15", "31", "-1"]), max_size=2, unique=True).map(",".join)
zones = st.sampled_from([LONDON, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"])
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda d: d.replace(tzinfo=UTC))
rules = st.builds(
    Opening,
    freq=st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    interval=st.one_of(st.none(), st.integers(1, 4)),
    byday=days,
    bymonthday=month_days,
    dtstart=st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    until=st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2027, 12, 31))),
    opens_at=clock,
    closes_at=clock,
)
_FREQ = {"DAILY": rrule.DAILY, "WEEKLY": rrule.WEEKLY, "MONTHLY": rrule.MONTHLY, "YEARLY": rrule.YEARLY}


def _by_dateutil(opening: Opening, when: datetime, tz: str) -> bool:
    """The same question put to dateutil from its very beginning, without any short cut."""
    assert opening.dtstart and opening.opens_at and opening.closes_at
    where = ZoneInfo(tz)
    rule = rrule.rrule(
        _FREQ[opening.freq],
        dtstart=datetime.combine(opening.dtstart, time()),
        interval=opening.interval or 1,
        until=datetime.combine(opening.until, time()) if opening.until else None,
        byweekday=[getattr(rrule, d) for d in opening.byday.split(",")] if opening.byday else None,
        bymonthday=[int(d) for d in opening.bymonthday.split(",")] if opening.bymonthday else None,
    )
    local = when.astimezone(where).replace(tzinfo=None)
    for day in rule.between(local - timedelta(days=3), local + timedelta(days=2), inc=True):
        ends = day.date() + timedelta(days=opening.closes_at <= opening.opens_at)
        closes = opening.closes_at
        if closes == time(23, 59) and closes > opening.opens_at:
            ends, closes = ends + timedelta(days=1), time()
        start = datetime.combine(day.date(), opening.opens_at, where).astimezone(UTC)
        if start <= when < datetime.combine(ends, closes, where).astimezone(UTC):
            return True
    return False


@given(rules, moments, zones)
def test_it_agrees_with_dateutil(opening: Opening, when: datetime, tz: str) -> None:
    found = open_at([opening], when, tz)
    if found is None:
        last = opening.until
        assert last is not None
        assert last < when.astimezone(ZoneInfo(tz)).date()
    else:
        assert found is _by_dateutil(opening, when, tz)


@given(st.lists(rules, min_size=1, max_size=3), moments, zones)
def test_the_label_and_the_filter_never_disagree(openings: list[Opening], when: datetime, tz: str) -> None:
    found = state(openings, when, tz)
    assert found.open is open_at(openings, when, tz)
    if found.open:
        assert found.until is not None
        assert when < found.until
        assert open_at(openings, found.until - timedelta(seconds=1), tz) is True
    if found.opens:
        assert found.opens > when
        assert open_at(openings, found.opens, tz) in (True, None)


@given(st.lists(rules, max_size=4), moments, zones)
def test_rows_put_together_mean_the_same(openings: list[Opening], when: datetime, tz: str) -> None:
    assert open_at(together(openings), when, tz) is open_at(openings, when, tz)


@given(st.lists(rules, min_size=1, max_size=2), moments)
def test_the_table_of_the_week_shows_what_is_open(openings: list[Opening], when: datetime) -> None:
    local = when.astimezone(ZoneInfo("Asia/Kathmandu"))
    assume(all(o.opens_at and o.closes_at and o.opens_at < o.closes_at < time(23, 59) for o in openings))
    (today, *_) = week(openings, local.date(), "Asia/Kathmandu")
    inside = any(opens <= local.time() < closes for opens, closes in today.spans)
    assert (open_at(openings, when, "Asia/Kathmandu") is True) is (today.known and inside)


def test_what_began_before_its_rows_ended_is_open_to_its_end() -> None:
    night = Opening(
        freq="DAILY",
        dtstart=date(2024, 1, 1),
        until=date(2026, 1, 1),
        opens_at=time(22, 0),
        closes_at=time(6, 0),
    )
    assert open_at([night], datetime(2026, 1, 2, 5, 59, tzinfo=UTC), "UTC") is True
    assert open_at([night], datetime(2026, 1, 2, 6, 0, tzinfo=UTC), "UTC") is None


@pytest.mark.parametrize(
    "rule",
    [
        Rule(freq="DAILY", bymonthday="31", byyearday="5"),
        Rule(freq="MONTHLY", bymonthday="32"),
        Rule(freq="YEARLY", byyearday="400"),
        Rule(freq="MONTHLY", byday="6MO"),
    ],
)
def test_parts_that_cannot_go_together_are_not_known_and_not_looked_for(rule: Rule) -> None:
    """A list of somebody else may say so; looking for such a date through all years would hold up a page."""
    assert takes_place(rule, date(2026, 11, 24)) is None


@given(st.dates(date(2024, 1, 1), date(2090, 12, 31)), st.sampled_from(["29", "-1", "5,31"]))
def test_a_leap_day_stays_one(day: date, days: str) -> None:
    last = (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    wanted = {int(one) if int(one) > 0 else last.day for one in days.split(",")}
    assert takes_place(Rule(freq="MONTHLY", bymonthday=days), day) is (day.day in wanted)
