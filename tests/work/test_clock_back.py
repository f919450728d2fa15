"""The clock is put back, by a time server or by hand. Nothing is lost, doubled or stuck."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st

from kizuna.work import actions
from kizuna.work.claim import HELD
from kizuna.work.models import Job
from kizuna.work.rhythm import Cron, Every, due
from tests.conftest import NOW

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
RNG = random.Random(1)


def put(key: str, now: datetime, after: datetime | None = None) -> None:
    actions.enqueue("work.prune", key=key, now=now, after=after)


def begins(key: str) -> datetime:
    return DBTaskResult.objects.get(id=Job.objects.get(key=key).result).run_after


@pytest.mark.django_db
@pytest.mark.parametrize("back", [2 * SECOND, 40 * SECOND, HOUR, 23 * HOUR], ids=str)
def test_what_waits_begins_as_long_after_the_jump_as_it_was_to_be_after_that(back: timedelta) -> None:
    now, soon, meeting = NOW - back, NOW + timedelta(minutes=20), NOW + timedelta(days=3)
    put("failed", NOW - HOUR)
    claim = actions.claim(worker="w", now=NOW)
    assert claim is not None
    actions.finish(result=claim.result, worker="w", error="builtins.ValueError", rng=RNG, now=NOW)
    put("soon", NOW, soon)
    put("meeting", NOW - timedelta(days=9), meeting)
    for _ in range(2):
        actions.straighten(now=now)
    assert now < begins("failed") <= now + 2 * SECOND
    assert (begins("soon"), begins("meeting")) == (soon - back, meeting)
    put("ready", NOW)
    found = actions.claim(worker="w", now=now)
    assert found is not None
    assert found.key == "ready"
    assert actions.claim(worker="v", now=now) is None  # nothing is doubled


@pytest.mark.django_db
def test_a_clock_that_has_lost_its_year_moves_nothing_that_somebody_waits_for() -> None:
    put("soon", NOW, NOW + HOUR)
    assert actions.straighten(now=datetime(1970, 1, 1, tzinfo=UTC)) == 0
    assert begins("soon") == NOW + HOUR


@pytest.mark.django_db
def test_a_report_with_the_time_of_before_takes_no_task_from_a_worker_that_lives() -> None:
    """Most tasks ask for the time once, when they begin: after the jump that lies in the future."""
    now = timezone.now()
    put("long", now)
    claim = actions.claim(worker="w", now=now)
    assert claim is not None
    token = HELD.set(claim)
    try:
        for _ in range(5):
            actions.report(key="long", now=now + HOUR)
    finally:
        HELD.reset(token)
    assert actions.reap(now=timezone.now()) == 0
    assert actions.reap(now=timezone.now() + 2 * actions.LEASE) == 1


RHYTHMS = (Every("a.b", timedelta(minutes=1)), Cron("a.b", "30 2 * * *"))


@given(st.sampled_from(RHYTHMS), st.integers(0, 10**6))
def test_a_turn_comes_again_soon_and_daily_work_is_not_done_twice_for_an_hour(
    rhythm: Every | Cron, seconds: int
) -> None:
    now = NOW - timedelta(seconds=seconds)
    assert due(rhythm, NOW, now) or rhythm.next(NOW) <= now + 2 * rhythm.patience
    if isinstance(rhythm, Cron) and seconds <= 3600:
        assert not due(rhythm, NOW, now)
