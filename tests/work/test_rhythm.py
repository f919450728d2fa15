"""When work returns, without a database: every turn once, also when clocks go back, forward or wrong."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from cronsim import CronSimError
from hypothesis import given
from hypothesis import strategies as st

from kizuna.work.rhythm import Cron, Every, Rhythm, due
from kizuna.work.steady import Steady

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Havana",
    "Australia/Lord_Howe",
)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
lengths = st.integers(1, 10**6).map(lambda seconds: timedelta(seconds=seconds))


def turns(rhythm: Rhythm, zone: str, start: datetime, end: datetime, step: timedelta) -> list[datetime]:
    """The moments at which a worker who looks at the clock at every step takes a turn."""
    here, found, last = ZoneInfo(zone), [], start
    now = start
    while now < end:
        if due(rhythm, last, now.astimezone(here)):
            found.append(now.astimezone(here))
            last = now
        now += step
    return found


@given(moments, lengths, st.integers(0, 86400))
def test_a_slot_has_one_turn(now: datetime, length: timedelta, at: int) -> None:
    every = Every("work.prune", length, at=timedelta(seconds=at))
    following = every.next(now)
    assert now < following <= now + length
    assert every.next(following) == following + length


def test_what_comes_by_the_hour_begins_when_it_says() -> None:
    every = Every("ledger.anchor", HOUR, at=2 * MINUTE)
    now = datetime(2026, 11, 23, 9, 1, 59, tzinfo=UTC)
    assert every.next(now) == datetime(2026, 11, 23, 9, 2, tzinfo=UTC)
    assert every.next(every.next(now)) == datetime(2026, 11, 23, 10, 2, tzinfo=UTC)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("expression", ["0 0 * * *", "30 0 * * *", "15 1 * * *", "30 2 * * *", "0 3 * * *"])
def test_a_day_has_one_turn_all_year_round(zone: str, expression: str) -> None:
    """Also the days on which an hour is skipped, and those on which one comes twice."""
    now = datetime(2026, 1, 1, 12, tzinfo=ZoneInfo(zone))
    cron, days, year_later = (
        Cron("work.prune", expression),
        [],
        datetime(2027, 1, 1, 12, tzinfo=ZoneInfo(zone)),
    )
    while (now := cron.next(now).astimezone(ZoneInfo(zone))) < year_later:
        days.append(now.date())
    assert len(days) == len(set(days)) == 365


@pytest.mark.parametrize(
    ("zone", "day", "expression", "clock"),
    [
        ("Europe/Berlin", "2026-03-29", "30 2 * * *", "03:00"),
        ("Europe/Berlin", "2026-10-25", "30 2 * * *", "02:30"),
        ("America/New_York", "2026-03-08", "30 2 * * *", "03:00"),
        ("America/New_York", "2026-11-01", "30 1 * * *", "01:30"),
        ("America/Havana", "2026-11-01", "30 0 * * *", "00:30"),
    ],
)
def test_the_worker_takes_that_turn_once(zone: str, day: str, expression: str, clock: str) -> None:
    noon = datetime.fromisoformat(day).replace(hour=12, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    found = turns(Cron("work.prune", expression), zone, noon - 14 * HOUR, noon, MINUTE)
    assert [f"{turn:%H:%M}" for turn in found] == [clock]
    assert found[0].fold == 0


def test_a_turn_made_up_for_in_the_second_of_two_equal_hours_is_not_taken_again() -> None:
    """The worker was away at 02:30 of summer time and came at 02:10 of winter time, 40 minutes later."""
    berlin, cron = ZoneInfo("Europe/Berlin"), Cron("work.prune", "30 2 * * *")
    made_up = datetime(2026, 10, 25, 2, 10, tzinfo=berlin, fold=1)
    assert due(cron, datetime(2026, 10, 25, 2, 10, tzinfo=berlin), made_up)
    later = [made_up.astimezone(UTC) + n * MINUTE for n in range(1, 600)]
    assert not [now for now in later if due(cron, made_up.astimezone(UTC), now.astimezone(berlin))]


@pytest.mark.parametrize("zone", ZONES)
def test_what_comes_by_the_minute_does_not_know_of_summer_time(zone: str) -> None:
    start = datetime(2026, 10, 24, 20, tzinfo=UTC)
    found = turns(Cron("outbox.sweep", "*/15 * * * *"), zone, start, start + 12 * HOUR, MINUTE)
    utc = [turn.astimezone(UTC) for turn in found]
    assert {b - a for a, b in pairwise(utc)} == {15 * MINUTE}


def test_what_was_missed_is_made_up_for_once() -> None:
    berlin, cron = ZoneInfo("Europe/Berlin"), Cron("work.prune", "10 3 * * *")
    last, now = datetime(2026, 5, 1, 3, 10, tzinfo=berlin), datetime(2026, 5, 9, 8, 0, tzinfo=berlin)
    assert due(cron, last, now)
    assert not due(cron, now, now + HOUR)
    assert due(cron, now, datetime(2026, 5, 10, 3, 10, tzinfo=berlin))


def test_after_the_clock_was_put_back_daily_work_is_not_done_twice_and_the_rest_goes_on() -> None:
    before, after = datetime(2026, 5, 1, 3, 20, tzinfo=UTC), datetime(2026, 5, 1, 2, 20, tzinfo=UTC)
    assert not due(Cron("work.prune", "10 3 * * *"), before, after)
    assert not due(Cron("work.prune", "10 3 * * *"), before, after + HOUR)
    assert due(Cron("work.prune", "10 3 * * *"), before, after + DAY + HOUR)
    assert due(Every("outbox.sweep", MINUTE), before, after)
    assert not due(Every("outbox.sweep", MINUTE), before, before - timedelta(seconds=1))


def test_a_clock_that_was_wrong_by_a_year_does_not_stop_daily_work_for_a_year() -> None:
    now = datetime(2026, 5, 1, 12, tzinfo=UTC)
    assert due(Cron("work.prune", "10 3 * * *"), now + 365 * DAY, now)


def test_work_that_never_began_is_due() -> None:
    assert due(Cron("work.prune", "10 3 * * *"), None, datetime(2026, 5, 1, tzinfo=UTC))


@pytest.mark.parametrize("expression", ["", "at night", "61 * * * *", "* * *", "0 0 30 2 *"])
def test_an_expression_that_says_nothing_is_refused_at_once(expression: str) -> None:
    with pytest.raises(CronSimError):
        Cron("work.prune", expression)


def at(steady: Steady, wall: float, monotonic: float, took: float = 0.001) -> bool:
    """A look at the wall that took so many seconds."""
    return steady.look(wall=wall, before=monotonic, after=monotonic + took)


def test_a_steady_clock_is_believed() -> None:
    steady = Steady(quiet=6)
    assert all(at(steady, 1e9 + n * 1.001, 5.0 + n) for n in range(100))


@pytest.mark.parametrize("jump", [3600, 2, -2, -3600])
def test_after_a_jump_nobody_is_called_dead_until_everybody_could_speak(jump: int) -> None:
    steady = Steady(quiet=6)
    assert at(steady, 1000, 0)
    believed = [at(steady, 1000 + jump + n, n) for n in range(1, 10)]
    assert believed == [False] * 6 + [True] * 3


def test_an_answer_that_took_long_is_no_jump_and_says_nothing() -> None:
    """On a busy machine a question may wait for seconds: nobody's death is put off by that."""
    steady = Steady(quiet=6)
    assert at(steady, 1000, 0)
    assert not at(steady, 1005, 1, took=4)
    assert at(steady, 1007, 6, took=1)
    assert at(steady, 1008, 8)


@pytest.mark.parametrize("jump", [3600, -3600])
def test_a_jump_behind_an_answer_that_took_long_is_seen_at_the_next(jump: int) -> None:
    steady = Steady(quiet=6)
    assert at(steady, 1000, 0)
    assert not at(steady, 1005 + jump, 1, took=4)
    assert not at(steady, 1006 + jump, 6)
    assert at(steady, 1013 + jump, 13)


def test_after_the_database_was_away_too() -> None:
    steady = Steady(quiet=6)
    assert at(steady, 0, 0)
    steady.disturbed(monotonic=60)
    assert not at(steady, 65, 65)
    assert at(steady, 66, 66)
