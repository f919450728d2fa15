"""The clock is put back while messages wait, rest and are on their way: they leave soon, and once."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.outbox import actions
from kizuna.outbox import gate as gates
from kizuna.outbox.gate import Gate
from kizuna.outbox.message import Outcome
from kizuna.outbox.models import Message
from kizuna.outbox.quiet import Quiet
from kizuna.outbox.ways import Way
from tests.conftest import NOW
from tests.outbox.conftest import Clock, Stub
from tests.outbox.test_send import send

HOUR = timedelta(hours=1)
FREE = Way("w", "sms", "http")
jumps = st.integers(1, 10**7).map(lambda seconds: timedelta(seconds=seconds))


@pytest.mark.django_db
@pytest.mark.parametrize("back", [timedelta(seconds=90), HOUR, timedelta(days=400)], ids=str)
def test_messages_leave_at_the_next_sweep_and_once(
    stub: Stub, deliver: Callable[..., Any], clock: Clock, back: timedelta
) -> None:
    """One never tried, one that failed and rests, one about somebody's life; one of which nobody knows."""
    stub.answers = [Outcome("temporary", "Busy"), Outcome("temporary", "Busy"), Outcome("uncertain", "Broke")]
    send("urgent", life_safety=True)
    for key in ("rests", "doubtful"):
        send(key)
        deliver()
    send("new")
    before = set(Message.objects.values_list("key", "status"))
    assert before == {("urgent", "queued"), ("rests", "queued"), ("doubtful", "unknown"), ("new", "queued")}
    stub.knows = Outcome("sent")
    clock.later(seconds=-back.total_seconds())
    for _ in range(3):
        actions.sweep(now=clock.now)
        deliver()
        clock.later(seconds=60)
    assert set(Message.objects.values_list("status", flat=True)) == {"sent"}
    assert sorted(parcel.address for parcel in stub.sent[3:]) == sorted(
        Message.objects.exclude(key="doubtful").values_list("address", flat=True)
    )


@pytest.mark.django_db
def test_what_was_given_to_a_telephone_comes_back(stub: Stub) -> None:
    send()
    Message.objects.update(status="sending", claimed_by="phone:a", leased_until=NOW + timedelta(minutes=5))
    actions.sweep(now=NOW - 300 * HOUR)
    assert Message.objects.get().leased_until == NOW - 299 * HOUR


@given(jumps, st.integers(1, 3600), st.booleans())
def test_a_gate_opens_as_long_after_the_jump_as_it_was_to_open_after_that(
    back: timedelta, seconds: int, ill: bool
) -> None:
    gate = gates.asked_to_wait(Gate("w"), seconds, NOW)
    for _ in range(gates.TRIES * ill):
        gate = gates.went_wrong(gate, "TimeoutError", NOW)
    opens = gates.opens(gate, FREE, NOW)
    now = NOW - back
    gate = gates.filled(gate, FREE, now)
    again = gates.opens(gate, FREE, now)
    assert again == opens - back
    assert gates.lets_through(gates.filled(gate, FREE, again), FREE, again)
    assert not gates.lets_through(gate, FREE, now)


@pytest.mark.django_db
def test_a_provider_that_asked_for_a_pause_is_used_again_after_it(
    stub: Stub, deliver: Callable[..., Any], clock: Clock
) -> None:
    stub.answers = [Outcome("temporary", "TooMany", wait=30)]
    send()
    deliver()
    clock.later(hours=-1)
    actions.sweep(now=clock.now)
    deliver()
    assert len(stub.sent) == 1
    clock.later(seconds=31)
    deliver()
    assert len(stub.sent) == 2


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), jumps)
def test_quiet_hours_are_those_of_the_clock_that_is_right_now(at: datetime, back: timedelta) -> None:
    """They hold no state: asked again after the jump, they answer by the new time."""
    quiet, now = Quiet(time(21), time(8)), at.replace(tzinfo=UTC) - back
    ends = quiet.ends(now, "Europe/Berlin")
    assert ends is None or now < ends <= now + timedelta(hours=12)
