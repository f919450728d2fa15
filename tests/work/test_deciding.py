"""Priorities, deadlines, progress, cancelling, dead letters, the fence, and clocks that jump."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from kizuna.access.viewer import STRANGER, SYSTEM
from kizuna.work import actions, queries
from kizuna.work.claim import HELD, Cancelled, Claim, LeaseLost
from kizuna.work.models import Job, Seen, Turn
from kizuna.work.names import ATTEMPTS
from kizuna.work.rhythm import Cron, Every
from kizuna.work.urgency import FAST_LANE, LIFE_SAFETY, SLOW, USUAL
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
RNG = random.Random(1)
HOUSE = SYSTEM("test")


def put(key: str = "a", **more: object) -> None:
    actions.enqueue("work.prune", key=key, now=NOW, **more)  # type: ignore[arg-type]


def take(worker: str = "w", now: datetime = NOW, **more: int) -> Claim:
    claim = actions.claim(worker=worker, now=now, **more)
    assert claim is not None
    return claim


def end(claim: Claim, error: str = "", now: datetime = NOW) -> bool:
    return actions.finish(result=claim.result, worker=claim.worker, error=error, rng=RNG, now=now)


def dead_letter(key: str = "a", now: datetime = NOW) -> Job:
    put(key)
    Job.objects.filter(key=key).update(attempts=ATTEMPTS - 1)
    assert end(take(now=now), "builtins.ValueError", now)
    return Job.objects.get(key=key)


def test_life_safety_overtakes_everything_that_waits() -> None:
    put("slow", priority=SLOW)
    put("usual", priority=USUAL)
    put("danger", priority=LIFE_SAFETY)
    assert [take().key for _ in range(3)] == ["danger", "usual", "slow"]


def test_the_fast_lane_takes_nothing_less() -> None:
    put("usual")
    assert actions.claim(worker="fast", now=NOW, least=FAST_LANE) is None
    put("danger", priority=LIFE_SAFETY)
    assert take("fast", least=FAST_LANE).key == "danger"


def test_an_urgent_wake_up_does_not_join_a_usual_one_and_a_usual_one_joins_it() -> None:
    actions.wake("outbox.deliver", now=NOW)
    actions.wake("outbox.deliver", now=NOW, priority=LIFE_SAFETY)
    assert Job.objects.count() == 2
    actions.wake("outbox.deliver", now=NOW)
    assert Job.objects.count() == 2


def test_what_is_too_late_never_begins_and_a_person_is_shown() -> None:
    put("late", until=NOW + 60 * SECOND)
    put("other")
    assert take(now=NOW + 61 * SECOND).key == "other"
    (letter,) = queries.dead_letters(HOUSE)
    assert (letter.key, letter.error, letter.attempts) == ("late", "TooLate", 0)
    assert actions.try_again(result=letter.id, now=NOW + HOUR)
    assert take(now=NOW + HOUR).key == "late"


def test_no_attempt_is_planned_after_the_deadline() -> None:
    put(until=NOW + SECOND)
    claim = take()
    assert end(claim, "builtins.ValueError", NOW + SECOND)
    assert [letter.key for letter in queries.dead_letters(HOUSE)] == ["a"]


def test_a_task_may_say_how_long_it_may_run() -> None:
    put(longest=7)
    assert take().longest == 7


def test_progress_is_seen_and_starts_anew_with_each_attempt() -> None:
    put()
    claim = take()
    actions.report(key="a", done=30, of=120, now=NOW)
    (state,) = queries.running(HOUSE)
    assert (state.done, state.of, state.percent, state.key) == (30, 120, 25, "a")
    assert queries.state_of(HOUSE, "a") == state
    end(claim, "builtins.ValueError")
    again = take(now=NOW + HOUR)
    assert queries.running(HOUSE)[0].percent is None
    assert end(again, now=NOW + HOUR)
    assert queries.state_of(HOUSE, "a") is None


def test_a_task_that_waits_and_is_cancelled_never_begins() -> None:
    put()
    assert actions.cancel(result=Job.objects.get().result, now=NOW) == "work.prune"
    assert actions.claim(worker="w", now=NOW) is None
    assert Job.objects.get().outcome == "cancelled"
    assert not queries.dead_letters(HOUSE)


def test_a_task_that_runs_stops_at_its_next_safe_point() -> None:
    put()
    claim = take()
    assert actions.cancel(result=claim.result, now=NOW)
    assert Job.objects.get().outcome == ""
    assert queries.running(HOUSE)[0].cancel_asked
    with pytest.raises(Cancelled):
        actions.report(key="a", done=1, of=2, now=NOW)
    assert end(claim, "Cancelled")
    assert Job.objects.get().outcome == "cancelled"
    assert not actions.cancel(result=claim.result, now=NOW)


def test_a_task_that_was_asked_to_stop_is_not_tried_again_when_its_worker_dies() -> None:
    put()
    claim = take()
    actions.cancel(result=claim.result, now=NOW)
    assert actions.reap(now=NOW + 7 * SECOND) == 1
    assert actions.claim(worker="v", now=NOW + DAY) is None
    assert Job.objects.get().outcome == "cancelled"


def test_a_task_that_ends_before_it_hears_of_it_is_done() -> None:
    put()
    claim = take()
    actions.cancel(result=claim.result, now=NOW)
    assert end(claim)
    assert Job.objects.get().outcome == "done"


def test_a_dead_letter_is_tried_again_with_all_its_attempts() -> None:
    job = dead_letter()
    assert queries.counts(HOUSE, NOW).dead == 1
    assert actions.try_again(result=job.result, now=NOW) == "work.prune"
    assert queries.counts(HOUSE, NOW).dead == 0
    claim = take()
    assert claim.attempt == 1
    assert end(claim)
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    assert not actions.try_again(result=job.result, now=NOW)


def test_a_dead_letter_that_is_left_is_forgotten_in_time() -> None:
    job = dead_letter()
    ages = {"keep": 90 * DAY, "keep_passing": 2 * DAY}
    assert actions.prune(now=NOW + 91 * DAY, **ages) == 0
    assert actions.leave(result=job.result, now=NOW) == "work.prune"
    assert not actions.leave(result=job.result, now=NOW)
    assert not actions.try_again(result=job.result, now=NOW)
    assert not queries.dead_letters(HOUSE)
    assert queries.progress(HOUSE) == []
    assert actions.prune(now=NOW + 91 * DAY, **ages) == 1


def test_of_two_workers_with_one_lease_only_the_one_who_has_it_commits() -> None:
    """The first was slow and lost its lease; both are in the middle of the same task."""
    put()
    first = take("w")
    assert actions.reap(now=NOW + 7 * SECOND) == 1
    second = take("v", NOW + 7 * SECOND)

    def work(claim: Claim) -> None:
        token = HELD.set(claim)
        try:
            with transaction.atomic():
                Seen.objects.create(key=f"effect of {claim.worker}", at=NOW)
                actions.report(key="a", now=NOW + 8 * SECOND)
        finally:
            HELD.reset(token)

    with pytest.raises(LeaseLost):
        work(first)
    work(second)
    assert [seen.key for seen in Seen.objects.all()] == ["effect of v"]


def test_the_same_worker_on_its_second_attempt_does_not_believe_the_first() -> None:
    put()
    first = take("w")
    actions.reap(now=NOW + 7 * SECOND)
    take("w", NOW + 7 * SECOND)
    token = HELD.set(first)
    with pytest.raises(LeaseLost):
        actions.report(key="a", now=NOW)
    HELD.reset(token)


def test_a_report_keeps_the_lease() -> None:
    put()
    claim = take()
    token = HELD.set(claim)
    actions.report(key="a", now=NOW + 5 * SECOND)
    HELD.reset(token)
    assert actions.reap(now=NOW + 10 * SECOND) == 0


def test_a_report_by_an_older_moment_shortens_no_lease() -> None:
    put()
    claim = take()
    assert actions.beat(result=claim.result, worker=claim.worker, now=NOW + HOUR)
    token = HELD.set(claim)
    actions.report(key="a", now=NOW)
    HELD.reset(token)
    assert actions.reap(now=NOW + HOUR + 5 * SECOND) == 0


def test_who_calls_a_task_by_hand_may_report_too() -> None:
    actions.report(key="nobody enqueued this", done=1, of=2, now=NOW)


def test_a_lease_from_a_clock_that_was_put_back_is_not_kept_for_an_hour() -> None:
    put()
    take(now=NOW + HOUR)
    assert actions.reap(now=NOW) == 1
    assert take("v").attempt == 2


def test_the_databases_clock_is_the_time() -> None:
    assert abs(queries.clock(STRANGER) - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_turn_is_taken_once_and_seen() -> None:
    rhythms = (Cron("work.prune", "0 12 * * *"), Every("outbox.sweep", HOUR))
    assert actions.take_turns(rhythms=rhythms, now=NOW) == 2  # a new site begins with everything
    assert actions.take_turns(rhythms=rhythms, now=NOW) == 0
    found = [(one.name, one.next_at - NOW) for one in queries.returning(HOUSE)]
    assert found == [("outbox.sweep", HOUR), ("work.prune", 3 * HOUR)]
    assert actions.take_turns(rhythms=rhythms, now=NOW + 3 * HOUR) == 2
    assert sorted(Job.objects.values_list("key", flat=True)) == [
        "outbox.sweep@1",
        "outbox.sweep@2",
        "work.prune@1",
        "work.prune@2",
    ]


def test_a_version_with_other_times_says_so_and_forgets_what_it_no_longer_does() -> None:
    actions.take_turns(rhythms=(Cron("work.prune", "0 12 * * *"), Every("outbox.sweep", HOUR)), now=NOW)
    actions.take_turns(rhythms=(Cron("work.prune", "0 15 * * *"),), now=NOW)
    (turn,) = Turn.objects.all()
    assert (turn.name, turn.next_at) == ("work.prune", NOW.replace(hour=15))


def test_work_by_the_minute_goes_on_when_the_clock_is_put_back_an_hour() -> None:
    rhythms = (Cron("work.prune", "0 9 * * *"), Every("outbox.sweep", timedelta(minutes=1)))
    actions.take_turns(rhythms=rhythms, now=NOW)
    assert actions.take_turns(rhythms=rhythms, now=NOW - HOUR) == 1
    assert Job.objects.filter(name="outbox.sweep").count() == 2


def test_what_was_put_off_says_until_when() -> None:
    put("later", after=NOW + HOUR)
    (line,) = queries.progress(HOUSE)
    assert line.next_at == NOW + HOUR
    put("now")
    (line,) = queries.progress(HOUSE)
    assert line.next_at is None


def test_what_should_have_begun_is_late() -> None:
    put("later", after=NOW)
    assert not queries.late(HOUSE, NOW + 4 * timedelta(minutes=1))
    (state,) = queries.late(HOUSE, NOW + HOUR)
    assert (state.key, state.since) == ("later", NOW)
