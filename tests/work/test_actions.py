"""One task a key, one worker a task, and what happens when a task or its worker fails."""

import random
import uuid
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries

from kizuna.access.viewer import SYSTEM
from kizuna.work import actions
from kizuna.work.models import Job
from kizuna.work.names import ATTEMPTS
from kizuna.work.queries import counts, dead_letters, progress
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
RNG = random.Random(1)
HOUSE = SYSTEM("test")


def put(key: str = "a", after: datetime | None = None) -> None:
    actions.enqueue("work.prune", key=key, now=NOW, after=after)


def fail(now: datetime) -> bool:
    """Take the next task at this moment and let it fail."""
    claim = actions.claim(worker="w", now=now)
    if claim is None:
        return False
    actions.finish(result=claim.result, worker="w", error="builtins.ValueError", rng=RNG, now=now)
    return True


def test_a_task_runs_once_for_a_key() -> None:
    put()
    put()
    assert Job.objects.count() == DBTaskResult.objects.count() == 1
    claim = actions.claim(worker="w", now=NOW)
    assert claim is not None
    assert (claim.key, claim.path) == ("a", "kizuna.work.tasks.prune")
    assert actions.claim(worker="v", now=NOW) is None
    actions.finish(result=claim.result, worker="w", error="", rng=RNG, now=NOW)
    put()
    assert actions.claim(worker="w", now=NOW) is None


def test_a_task_goes_back_with_its_cause() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        put()
        raise RuntimeError
    assert not DBTaskResult.objects.exists()
    assert not Job.objects.exists()


def test_a_name_that_leads_nowhere_is_refused_at_once() -> None:
    with pytest.raises(ImportError):
        actions.enqueue("work.no_such_task", key="a", now=NOW)
    with pytest.raises(ValueError, match=r"room\.task"):
        actions.enqueue("nonsense", key="a", now=NOW)


def test_a_task_waits_for_its_time() -> None:
    put(after=NOW + 60 * SECOND)
    assert actions.claim(worker="w", now=NOW + 59 * SECOND) is None
    assert actions.claim(worker="w", now=NOW + 60 * SECOND) is not None


def test_a_heartbeat_keeps_the_lease_and_a_lost_lease_is_given_back() -> None:
    put()
    claim = actions.claim(worker="w", now=NOW)
    assert claim is not None
    assert actions.reap(now=NOW + 5 * SECOND) == 0
    assert actions.beat(result=claim.result, worker="w", now=NOW + 5 * SECOND)
    assert actions.reap(now=NOW + 10 * SECOND) == 0
    assert actions.reap(now=NOW + 12 * SECOND) == 1
    assert not actions.beat(result=claim.result, worker="w", now=NOW + 12 * SECOND)
    again = actions.claim(worker="v", now=NOW + 12 * SECOND)
    assert again is not None
    assert (again.result, again.worker, again.attempt) == (claim.result, "v", 2)


def test_a_worker_that_comes_back_from_the_dead_is_not_believed() -> None:
    put()
    claim = actions.claim(worker="w", now=NOW)
    assert claim is not None
    actions.reap(now=NOW + 10 * SECOND)
    assert actions.claim(worker="v", now=NOW + 10 * SECOND)
    late = {"result": claim.result, "worker": "w", "rng": RNG, "now": NOW + 11 * SECOND}
    assert not actions.finish(error="", **late)
    assert not actions.finish(error="builtins.ValueError", **late)
    assert counts(HOUSE, NOW).running == 1


def test_what_a_dead_worker_held_in_its_place_is_given_back_before_its_lease_is_over() -> None:
    for key, worker in (("a", "here.1"), ("b", "there.1"), ("c", "hereafter.1")):
        put(key)
        assert actions.claim(worker=worker, now=NOW)
    assert actions.reap(now=NOW + SECOND, place="here") == 1
    again = actions.claim(worker="here.2", now=NOW + SECOND)
    assert again is not None
    assert (again.key, again.attempt) == ("a", 2)
    late = {"rng": RNG, "now": NOW + SECOND, "error": ""}
    assert not actions.finish(result=again.result, worker="here.1", **late)


@pytest.mark.postgres
def test_postgresql_claims_and_finishes_in_one_round_trip_each(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    put()
    with django_assert_num_queries(1):
        claim = actions.claim(worker="w", now=NOW)
    assert claim is not None
    row, job = DBTaskResult.objects.get(), Job.objects.get()
    assert (row.status, row.worker_ids, job.worker, job.attempts) == ("RUNNING", ["w"], "w", 1)
    assert job.leased_until == NOW + actions.LEASE
    late = {"result": claim.result, "rng": RNG, "now": NOW, "error": ""}
    assert not actions.finish(worker="v", **late)
    with django_assert_num_queries(1):
        assert actions.finish(worker="w", **late)
    row, job = DBTaskResult.objects.get(), Job.objects.get()
    assert (row.status, row.finished_at, job.outcome, job.worker) == ("SUCCESSFUL", NOW, "done", "")


def test_a_failing_task_is_tried_again_later_and_later_and_then_given_up() -> None:
    put()
    now, pauses = NOW, []
    for _ in range(ATTEMPTS - 1):
        assert fail(now)
        assert not fail(now)
        after = DBTaskResult.objects.get().run_after
        pauses.append((after - now).total_seconds())
        now = after
    assert pauses == sorted(pauses)
    assert fail(now)
    assert actions.claim(worker="w", now=now + timedelta(days=30)) is None
    (letter,) = dead_letters(HOUSE)
    assert (letter.key, letter.attempts, letter.error) == ("a", ATTEMPTS, "builtins.ValueError")
    assert counts(HOUSE, now).dead == 1


def test_nothing_of_an_error_but_its_class_is_kept() -> None:
    put()
    for turn in range(ATTEMPTS):
        assert fail(NOW + turn * timedelta(days=1))
    row = DBTaskResult.objects.get()
    assert (row.status, row.exception_class_path, row.traceback) == ("FAILED", "builtins.ValueError", "")


def test_a_task_that_kills_its_worker_every_time_is_given_up_too() -> None:
    put()
    now = NOW
    for _ in range(ATTEMPTS):
        assert actions.claim(worker="w", now=now)
        now += 7 * SECOND
        assert actions.reap(now=now) == 1
    assert actions.claim(worker="w", now=now) is None
    assert [letter.error for letter in dead_letters(HOUSE)] == ["LeaseLost"]


def test_success_after_a_failure_leaves_no_error() -> None:
    put()
    fail(NOW)
    claim = actions.claim(worker="w", now=NOW + timedelta(hours=2))
    assert claim is not None
    actions.finish(result=claim.result, worker="w", error="", rng=RNG, now=NOW + timedelta(hours=2))
    assert not dead_letters(HOUSE)
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_a_task_that_the_library_wrote_alone_gets_a_lease_as_well() -> None:
    from kizuna.work.tasks import prune

    prune.enqueue(key="by hand")
    claim = actions.claim(worker="w", now=NOW + timedelta(days=36500))
    assert claim is not None
    assert Job.objects.get().name == "work.prune"
    assert actions.reap(now=NOW + timedelta(days=36501)) == 1


def test_callers_share_a_wake_up_until_it_runs() -> None:
    for _ in range(3):
        actions.wake("outbox.deliver", now=NOW)
    assert Job.objects.count() == 1
    assert actions.claim(worker="w", now=NOW)
    actions.wake("outbox.deliver", now=NOW)
    assert Job.objects.count() == 2


def test_an_old_wake_up_is_let_go() -> None:
    """A worker must be able to take it, however many writers come one after the other."""
    actions.wake("outbox.deliver", now=NOW)
    actions.wake("outbox.deliver", now=NOW + SECOND)
    assert Job.objects.count() == 2


def test_a_wake_up_that_is_put_off_does_not_count() -> None:
    actions.wake("outbox.deliver", now=NOW)
    fail(NOW)
    actions.wake("outbox.deliver", now=NOW)
    assert actions.claim(worker="w", now=NOW)


def test_a_wake_up_that_is_taken_back_is_not_relied_on() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.wake("outbox.deliver", now=NOW)
        raise RuntimeError
    actions.wake("outbox.deliver", now=NOW)
    assert Job.objects.count() == 1


def test_a_wake_up_of_another_name_does_not_count() -> None:
    actions.wake("outbox.sweep", now=NOW)
    actions.wake("outbox.deliver", now=NOW)
    assert Job.objects.count() == 2


def test_finished_tasks_are_forgotten_by_age_and_dead_letters_are_not() -> None:
    for key in ("keep@1", "wake:x", "keep", "dead"):
        put(key)
    for _ in range(4):
        claim = actions.claim(worker="w", now=NOW)
        assert claim is not None
        error = "builtins.ValueError" if claim.key == "dead" else ""
        Job.objects.filter(key="dead").update(attempts=ATTEMPTS)
        actions.finish(result=claim.result, worker="w", error=error, rng=RNG, now=NOW)
    ages = {"keep": timedelta(days=90), "keep_passing": timedelta(days=2)}
    assert actions.prune(now=NOW + timedelta(days=3), **ages) == 2
    assert set(Job.objects.values_list("key", flat=True)) == {"keep", "dead"}
    assert actions.prune(now=NOW + timedelta(days=91), **ages) == 1
    assert DBTaskResult.objects.count() == Job.objects.count() == 1


def test_the_queue_in_figures() -> None:
    put("a")
    put("b", after=NOW + 60 * SECOND)
    put("c", after=NOW + 120 * SECOND)
    actions.enqueue("outbox.sweep", key="d", now=NOW, after=NOW + 240 * SECOND)
    assert actions.claim(worker="w", now=NOW)
    found = counts(HOUSE, NOW + 130 * SECOND)
    assert (found.waiting, found.running, found.dead) == (3, 1, 0)
    assert found.oldest_waiting == NOW + 60 * SECOND
    assert [(line.name, line.waiting, line.running) for line in progress(HOUSE)] == [
        ("outbox.sweep", 1, 0),
        ("work.prune", 2, 1),
    ]


def test_no_result_no_job() -> None:
    assert not actions.beat(result=uuid.uuid4(), worker="w", now=NOW)
    assert not actions.finish(result=uuid.uuid4(), worker="w", error="", rng=RNG, now=NOW)


def test_what_counts_once_is_seen_once_until_it_is_forgotten() -> None:
    assert [actions.first_time(key="a", now=NOW) for _ in range(3)] == [True, False, False]
    assert actions.first_time(key="b", now=NOW)
    actions.prune(now=NOW + timedelta(days=3), keep=timedelta(days=90), keep_passing=timedelta(days=2))
    assert actions.first_time(key="a", now=NOW + timedelta(days=3))


def test_what_was_counted_under_an_older_secret_is_not_counted_again() -> None:
    assert actions.first_time(key="older", now=NOW)
    assert not actions.first_time(key="newer", former=["older"], now=NOW)
    assert actions.first_time(key="another", former=["older still"], now=NOW)
