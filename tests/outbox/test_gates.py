"""Ways out, their throttle and circuit, quiet hours: pure."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kizuna.outbox import gate as gates
from kizuna.outbox.gate import STEPS, Gate
from kizuna.outbox.quiet import Quiet, hours
from kizuna.outbox.retry import NEXT_WAY, next_pause
from kizuna.outbox.ways import Way, WrongWay, way, ways
from tests.conftest import NOW

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Asia/Gaza")
clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(
    lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC)
)
# The nights in which the clocks of these places change, so that chance finds them.
changes = st.sampled_from(
    [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC), datetime(2026, 3, 8, tzinfo=UTC)]
).flatmap(lambda day: st.integers(-600, 600).map(lambda minutes: day + timedelta(minutes=minutes)))


@given(st.one_of(moments, changes), clocks, clocks, st.sampled_from(ZONES))
@example(datetime(2026, 3, 8, 6, 0, tzinfo=UTC), time(2, 15), time(2, 0), "America/New_York")
@example(datetime(2026, 3, 8, 8, 0, tzinfo=UTC), time(2, 15), time(2, 0), "America/New_York")
def test_quiet_ends_at_the_first_moment_that_is_not_quiet(
    now: datetime, start: time, end: time, zone: str
) -> None:
    quiet, here = Quiet(start, end), ZoneInfo(zone)
    ends = quiet.ends(now, zone)
    if ends is None:
        assert not quiet.holds(now.astimezone(here).time())
        return
    assert now < ends <= now + timedelta(hours=50)
    assert not quiet.holds(ends.astimezone(here).time())
    minute = now
    while minute < ends:
        assert quiet.holds(minute.astimezone(here).time()), minute
        minute += timedelta(minutes=1)


def test_quiet_hours_are_read_or_refused() -> None:
    assert hours("21:00-08:00") == Quiet(time(21), time(8))
    assert hours("").ends(NOW, "UTC") is None
    for wrong in ("9-5", "25:00-08:00", "21:00", "21:00 - 08:00"):
        with pytest.raises(ValueError, match=wrong):
            hours(wrong)


FAST = Way("w", "sms", "http", rate=10, burst=5)


@given(st.lists(st.tuples(st.floats(0, 5), st.integers(0, 9)), max_size=40))
def test_a_throttle_is_never_exceeded(asks: list[tuple[float, int]]) -> None:
    """In any stretch of time no more pass than the burst and what the rate allows for it."""
    gate, now, passed = Gate("w"), NOW, []
    for wait, wanted in asks:
        now += timedelta(seconds=wait)
        gate = gates.filled(gate, FAST, now)
        number = min(wanted, gates.lets_through(gate, FAST, now))
        gate = gates.passed(gate, FAST, number, now)
        passed += [now] * number
    for first in range(len(passed)):
        for last in range(first, len(passed)):
            seconds = (passed[last] - passed[first]).total_seconds()
            assert last - first + 1 <= FAST.burst + FAST.rate * seconds + 1e-6


@given(st.lists(st.tuples(st.floats(-7200, 7200), st.integers(0, 9)), max_size=20))
def test_a_clock_that_jumps_neither_floods_nor_stops_a_throttle(asks: list[tuple[float, int]]) -> None:
    gate, now = Gate("w"), NOW
    for jump, wanted in asks:
        now += timedelta(seconds=jump)
        gate = gates.filled(gate, FAST, now)
        number = min(wanted, gates.lets_through(gate, FAST, now))
        assert number <= FAST.burst
        gate = gates.passed(gate, FAST, number, now)
    later = now + timedelta(seconds=120)
    assert gates.lets_through(gates.filled(gate, FAST, later), FAST, later) == 5


def test_an_empty_bucket_says_when_it_opens() -> None:
    gate = gates.passed(gates.filled(Gate("w"), FAST, NOW), FAST, 5, NOW)
    assert gates.lets_through(gate, FAST, NOW) == 0
    assert gates.opens(gate, FAST, NOW) == NOW + timedelta(seconds=0.1)


FREE = Way("w", "sms", "http")


def test_a_circuit_opens_after_failures_tries_one_and_closes() -> None:
    gate = Gate("w")
    for n in range(gates.TRIES):
        assert gates.lets_through(gate, FREE, NOW) == FREE.lanes, n
        gate = gates.went_wrong(gate, "TimeoutError", NOW)
    assert (gate.circuit, gates.lets_through(gate, FREE, NOW)) == ("open", 0)
    later = gates.opens(gate, FREE, NOW)
    assert later == NOW + gates.FIRST
    assert gates.lets_through(gate, FREE, later) == 1
    trying = gates.passed(gate, FREE, 1, later)
    assert (trying.circuit, gates.lets_through(trying, FREE, later)) == ("half-open", 0)
    assert gates.lets_through(trying, FREE, later + gates.PROBE) == 1  # the one that tried died
    again = gates.went_wrong(trying, "TimeoutError", later)
    assert again.until == later + 2 * gates.FIRST
    assert gates.went_well(trying).circuit == "closed"


@given(st.lists(st.sampled_from(["well", "wrong", "wait", "pass"]), max_size=60))
def test_a_circuit_keeps_to_its_table_and_always_opens_again(events: list[str]) -> None:
    gate, now = Gate("w"), NOW
    for event in events:
        before = gate
        if event == "well":
            gate = gates.went_well(gate)
        elif event == "wrong":
            gate = gates.went_wrong(gate, "x", now)
        elif event == "wait":
            gate = gates.asked_to_wait(gate, 10**9, now)
        elif gates.lets_through(gate, FREE, now):
            gate = gates.passed(gate, FREE, 1, now)
        assert gate.circuit in STEPS[before.circuit] or gate.circuit == before.circuit
        now += timedelta(seconds=1)
    opens = gates.opens(gate, FREE, now)
    assert opens <= now + timedelta(hours=1)
    assert gates.lets_through(gate, FREE, opens) >= 1


def test_ways_are_read_in_order_with_their_settings_and_without_their_secrets() -> None:
    first, second = ways("https://token@sms.example/v1?rate=2.5&to=x&cost=75 http://b.example/", "sms")
    assert (first.name, first.rate, first.burst, first.cost) == ("sms", 2.5, 2.5, 75)
    assert (first.url, first.user) == ("https://sms.example/v1?to=x", "token")
    assert (second.name, second.rate, second.asks) == ("sms-2", 0, True)
    assert "token" not in repr(first)
    mail = way("smtp+tls://u:p%40@mail.example?lanes=2&name=post", "email", 0)
    assert (mail.host, mail.port, mail.password, mail.tls, mail.lanes) == ("mail.example", 587, "p@", True, 2)
    assert (mail.name, mail.asks) == ("post", False)


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("ftp://x", "sms"),
        ("https:///x", "sms"),
        ("file:", "email"),
        ("http://a?rate=fast", "sms"),
        ("http://a?lanes=99", "sms"),
        ("http://a?rate=-1", "sms"),
        ("http://a?name=x http://b?name=x", "sms"),
    ],
)
def test_a_way_that_cannot_be_read_is_refused(text: str, channel: str) -> None:
    with pytest.raises(WrongWay):
        ways(text, channel)


def test_the_next_provider_is_tried_at_once_and_a_pause_comes_when_all_were() -> None:
    import random

    rng = random.Random(1)
    pauses = [next_pause(n, ways=2, life_safety=False, rng=rng) for n in (1, 2, 3, 4)]
    assert (pauses[0], pauses[2]) == (NEXT_WAY, NEXT_WAY)
    assert 15 <= pauses[1] <= 30 < pauses[3] <= 60
