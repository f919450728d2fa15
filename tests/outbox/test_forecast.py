"""When the last of many has it, and what it costs: pure."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.outbox.forecast import BEGIN, GUESS, Load, Speed, ends, foretold, learned, speed
from kizuna.outbox.quiet import hours
from kizuna.outbox.ways import Way

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
NEVER, NIGHT = hours(""), hours("21:00-08:00")
MINUTE = timedelta(minutes=1)
THROTTLED = Way("a", "sms", "http", rate=50, burst=9)


def last(number: int, rate: float, *more: Load, zone: str = "UTC", now: datetime = NOON) -> datetime | None:
    loads = [Load("sms", zone, number), *more]
    return ends("sms", loads, Speed(rate), quiet=NIGHT, zone="UTC", now=now)


@given(st.integers(1, 10_000), st.floats(1, 1000), st.integers(0, 10_000))
def test_by_day_it_takes_what_the_speed_says_and_what_is_ahead_goes_first(
    number: int, rate: float, ahead: int
) -> None:
    loads = [Load("email", "", number), Load("email", "", ahead, ahead=True)]
    told = ends("email", loads, Speed(rate), quiet=NIGHT, zone="UTC", now=NOON)
    assert told is not None
    assert abs((told - NOON).total_seconds() - (number + ahead) / rate) < 1e-3


def test_the_night_is_waited_for_in_the_reader_s_own_place() -> None:
    evening = NOON.replace(hour=20, minute=30)
    # Half an hour is left at one a second; the rest goes from eight in the morning on.
    assert last(3600, 1, now=evening) == (evening + timedelta(hours=11, minutes=30)) + 30 * MINUTE
    assert last(3600, 1, zone="America/New_York", now=evening) == evening + 60 * MINUTE


def test_one_place_that_sleeps_does_not_hold_up_another() -> None:
    night = NOON.replace(hour=23)
    loads = [Load("sms", "UTC", 60), Load("sms", "Asia/Tokyo", 60)]
    told = ends("sms", loads, Speed(1), quiet=NIGHT, zone="UTC", now=night)
    assert told == night + timedelta(hours=9) + MINUTE


def test_what_takes_for_ever_is_not_said_to_the_minute() -> None:
    assert last(10_000_000, 0.5) is None
    assert ends("sms", [], Speed(1), quiet=NIGHT, zone="UTC", now=NOON) == NOON


@pytest.mark.parametrize(
    ("ways", "paces", "found"),
    [
        ([], {}, Speed(GUESS, guessed=True)),
        ([Way("a", "sms", "http")], {"b": 5.0}, Speed(GUESS, guessed=True)),
        ([Way("a", "sms", "http")], {"a": 80.0}, Speed(80.0)),
        ([Way("a", "sms", "http", rate=2, burst=3), Way("b", "sms", "http", rate=1)], {}, Speed(3, 4)),
        ([Way("a", "sms", "http", rate=500, burst=500)], {"a": 150.0}, Speed(150.0)),
        (
            [Way("a", "sms", "http", rate=50, burst=9), Way("b", "sms", "http")],
            {"a": 50.1},
            Speed(50.0, guessed=True),
        ),
        (
            [Way("a", "sms", "http", rate=50), Way("b", "sms", "http", rate=9, burst=2)],
            {"a": 20.0},
            Speed(29.0, 2),
        ),
    ],
)
def test_how_fast_a_channel_is(ways: list[Way], paces: dict[str, float], found: Speed) -> None:
    assert speed(ways, paces) == found


def test_a_provider_of_another_speed_is_known_after_one_run_or_two() -> None:
    assert learned(None, 500.0) == 500.0
    pace = learned(learned(500.0, 100.0), 100.0)
    assert 100 < pace < 150


def test_all_of_it_in_one_sentence() -> None:
    ways = {"sms": [Way("a", "sms", "http", rate=1, cost=75)], "email": [Way("m", "email", "smtp", rate=10)]}
    loads = [
        Load("sms", "", 100, 230),
        Load("email", "", 600, 600),
        Load("sms", "", 20, ahead=True),
    ]
    told = foretold(loads, ways, {}, people=650, quiet=NEVER, zone="UTC", now=NOON)
    assert (told.people, dict(told.messages), told.parts) == (650, {"sms": 100, "email": 600}, 830)
    assert (told.cost, told.price, told.guessed) == (17_250, 1.725, False)
    assert told.last_at == NOON + timedelta(seconds=119) + BEGIN
