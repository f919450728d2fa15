"""Repeating dates: the clock on the wall stays the same, and counting from far away changes nothing."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.activities.recurrence import check_rule, check_times, occurrences

LISBON, NEW_YORK, UTC_ZONE = ZoneInfo("Europe/Lisbon"), ZoneInfo("America/New_York"), ZoneInfo("UTC")
RULES = (
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2",
    "FREQ=WEEKLY;BYDAY=TU,TH",
    "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,SU;WKST=SU",
    "FREQ=DAILY;INTERVAL=4",
    "FREQ=MONTHLY;BYDAY=1TU",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=YEARLY",
    "FREQ=WEEKLY;COUNT=9",
    "FREQ=WEEKLY;UNTIL=20270501T100000Z",
    "FREQ=WEEKLY;BYDAY=SA;BYSETPOS=1",
)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def test_one_date_without_a_rule():
    day = at(2026, 11, 24, 10)
    assert occurrences(day, "", zone=LISBON, after=at(2026, 11, 23), limit=5) == (day,)
    assert occurrences(day, "", zone=LISBON, after=at(2026, 11, 25), limit=5) == ()


@pytest.mark.parametrize(
    ("zone", "first", "hour"),
    [(LISBON, at(2026, 3, 17, 10), 10), (NEW_YORK, at(2026, 2, 24, 15), 10)],
)
def test_ten_o_clock_stays_ten_o_clock_when_summer_time_begins_and_ends(zone, first, hour):
    found = occurrences(first, "FREQ=WEEKLY", zone=zone, after=first, limit=60)
    assert len(found) == 60
    assert {one.astimezone(zone).hour for one in found} == {hour}
    assert len({one.hour for one in found}) == 2


def test_an_hour_that_the_clock_skips_is_one_later_and_one_that_comes_twice_is_the_first():
    skipped = occurrences(at(2026, 3, 28, 1, 30), "FREQ=DAILY", zone=LISBON, after=at(2026, 3, 29), limit=1)
    assert [one.astimezone(LISBON).strftime("%H:%M") for one in skipped] == ["02:30"]
    twice = occurrences(
        at(2026, 10, 24, 0, 30), "FREQ=DAILY", zone=LISBON, after=at(2026, 10, 24, 12), limit=1
    )
    assert twice == (at(2026, 10, 25, 0, 30),)


def test_until_is_read_in_universal_time():
    found = occurrences(
        at(2026, 7, 7, 9), "FREQ=WEEKLY;UNTIL=20260721T090000Z", zone=LISBON, after=at(2026, 7, 1), limit=9
    )
    assert found == (at(2026, 7, 7, 9), at(2026, 7, 14, 9), at(2026, 7, 21, 9))


def test_before_ends_the_list():
    found = occurrences(
        at(2026, 7, 7, 9),
        "FREQ=DAILY",
        zone=UTC_ZONE,
        after=at(2026, 7, 9),
        before=at(2026, 7, 11, 9),
        limit=9,
    )
    assert found == (at(2026, 7, 9, 9), at(2026, 7, 10, 9))


@given(
    st.sampled_from(RULES),
    st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31)),
    st.integers(-30, 1500),
    st.sampled_from([LISBON, NEW_YORK, UTC_ZONE]),
)
def test_counting_from_nearby_gives_the_same_dates_as_counting_from_the_start(rule, first, days, zone):
    start = first.replace(tzinfo=UTC, second=0, microsecond=0)
    after = start + timedelta(days=days)
    whole = occurrences(start, rule, zone=zone, after=start, limit=2000)
    expected = tuple(one for one in whole if one >= after)[:5]
    if len(whole) < 2000 or len(expected) == 5:
        assert occurrences(start, rule, zone=zone, after=after, limit=5) == expected


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "every Tuesday",
        "FREQ=SECONDLY",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;NO=1",
        "FREQ=WEEKLY;INTERVAL=200000000",
        f"FREQ=WEEKLY;INTERVAL={'9' * 5000}",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYSETPOS=2",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        f"FREQ=DAILY;BYMINUTE={','.join(map(str, range(60)))}",
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused_with_a_sentence(rule):
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        check_rule(rule)


@pytest.mark.parametrize("rule", RULES)
def test_ordinary_rules_are_taken(rule):
    check_rule(rule)


@pytest.mark.parametrize("zone", [LISBON, NEW_YORK, ZoneInfo("Asia/Tokyo")])
@pytest.mark.parametrize("first", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
@pytest.mark.parametrize("rule", ["", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=200000000"])
def test_a_series_at_the_end_of_the_calendar_breaks_nothing(zone: ZoneInfo, first: datetime, rule: str):
    found = occurrences(first, rule, zone=zone, after=at(2026, 11, 24), limit=5, before=at(2026, 12, 24))
    assert all(at(2026, 11, 24) <= one < at(2026, 12, 24) for one in found)
    with pytest.raises(ValueError, match="between the years"):
        check_times(at(2026, 11, 24), first)
