"""The loop: runs what waits, survives what fails, stops when asked, and follows the clock."""

import random
import signal
import threading
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import OperationalError
from django.utils import timezone

from kizuna.access.viewer import SYSTEM
from kizuna.outbox.actions import send
from kizuna.outbox.models import Message
from kizuna.work import actions, commands, queries, tasks
from kizuna.work.claim import Claim
from kizuna.work.commands import keeper, lane, program
from kizuna.work.models import Job
from kizuna.work.urgency import LIFE_SAFETY
from tests.work.working import at_work, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


def mail_to(name: str) -> None:
    send(key=name, address=f"{name}@example.org", subject="Tea", text="Come at five", now=timezone.now())


@pytest.fixture
def running() -> Iterator[None]:
    """A worker, as `kizuna serve` runs it."""
    with at_work():
        yield


def test_a_batch_does_what_waits_and_ends() -> None:
    mail_to("ada")
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    parser = ArgumentParser()
    (command,) = commands.COMMANDS
    command.arguments(parser)
    assert command.run(parser.parse_args(["--batch"])) == 0
    for number, handler in before.items():
        signal.signal(number, handler)
    assert [letter.to for letter in mail.outbox] == [["ada@example.org"]]
    assert Message.objects.get().status == "sent"


def test_a_running_worker_picks_up_what_comes(running: None) -> None:
    mail_to("ada")
    wait_for(lambda: Message.objects.filter(status="sent").count() == 1)
    mail_to("bob")
    wait_for(lambda: Message.objects.filter(status="sent").count() == 2)
    wait_for(lambda: Job.objects.filter(name="outbox.sweep").exists())
    assert Job.objects.filter(name="work.prune").count() == 1


def test_the_current_task_is_finished_before_the_worker_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, done = threading.Event(), threading.Event()

    def slow(now: Any, **ages: Any) -> int:
        begun.set()
        time.sleep(0.5)
        done.set()
        return 0

    monkeypatch.setattr(tasks.actions, "prune", slow)
    monkeypatch.setattr(program, "schedules", list)
    actions.enqueue("work.prune", key="slow", now=timezone.now())
    with at_work():
        wait_for(begun.is_set)
    assert done.is_set()
    assert Job.objects.get().finished_at is not None


def test_a_failing_task_keeps_its_class_and_the_worker_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(**arguments: Any) -> int:
        raise ValueError("ada@example.org")

    monkeypatch.setattr(tasks.actions, "prune", fail)
    actions.enqueue("work.prune", key="bad", now=timezone.now())
    mail_to("ada")
    commands.run_worker(stop=threading.Event(), batch=True)
    assert Job.objects.get(key="bad").last_error == "builtins.ValueError"
    assert Message.objects.get().status == "sent"
    assert "ada" not in caplog.text


def test_a_lease_lives_while_its_task_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "BEAT", 0.05)
    monkeypatch.setattr(program, "BEAT", 0.05)
    monkeypatch.setattr(program, "schedules", list)
    seen: list[Any] = []

    def slow(now: Any, **ages: Any) -> int:
        began = Job.objects.get().leased_until
        wait_for(lambda: Job.objects.get().leased_until > began)
        seen.append(1)
        return 0

    monkeypatch.setattr(tasks.actions, "prune", slow)
    for batch in (True, False):
        actions.enqueue("work.prune", key=f"slow-{batch}", now=timezone.now())
        with at_work(batch):
            wait_for(lambda: not Job.objects.filter(finished_at=None).exists())
        assert len(seen) == 1
        seen.clear()
        Job.objects.all().delete()


def test_a_task_that_hangs_is_left_behind_and_what_it_says_later_is_not_believed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keeper, "BEAT", 0.05)
    monkeypatch.setattr(program, "BEAT", 0.05)
    monkeypatch.setattr(program, "schedules", list)
    let_go, calls = threading.Event(), []

    def hang_once(now: Any, **ages: Any) -> int:
        calls.append(threading.current_thread())
        if len(calls) == 1:
            Job.objects.update(longest=300)
            let_go.wait(120)
        return 0

    monkeypatch.setattr(tasks.actions, "prune", hang_once)
    actions.enqueue("work.prune", key="hangs", now=timezone.now())
    Job.objects.update(longest=0)
    with at_work():
        wait_for(lambda: len(calls) == 2)
        wait_for(lambda: Job.objects.exclude(finished_at=None).exists())
        let_go.set()
        calls[0].join(0.5)
    job = Job.objects.get()
    assert (job.attempts, job.last_error) == (2, "")


def test_a_worker_outlives_an_absent_database(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real, turns = actions.claim, iter(range(100))

    def away_at_first(**arguments: Any) -> Any:
        if next(turns) == 0:
            raise OperationalError("the server closed the connection of ada@example.org")
        return real(**arguments)

    monkeypatch.setattr(actions, "claim", away_at_first)
    mail_to("ada")
    with at_work():
        wait_for(lambda: Message.objects.filter(status="sent").exists())
    assert "The database is away: OperationalError" in caplog.text
    assert "ada" not in caplog.text


def test_a_result_that_cannot_be_written_is_written_when_the_database_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The work was done: it is not done again."""
    monkeypatch.setattr(program, "schedules", list)
    real, turns = actions.finish, iter(range(100))

    def away_at_first(**arguments: Any) -> Any:
        if next(turns) == 0:
            raise OperationalError
        return real(**arguments)

    monkeypatch.setattr(actions, "finish", away_at_first)
    actions.enqueue("work.prune", key="a", now=timezone.now())
    with at_work():
        wait_for(lambda: Job.objects.exclude(finished_at=None).exists())
    job = Job.objects.get()
    assert (job.attempts, job.outcome) == (1, "done")


def test_what_broke_off_because_the_database_went_away_begins_again_without_a_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is no fault of the task: after a second failure of its own it would rest for two to four seconds."""
    monkeypatch.setattr(program, "schedules", list)
    monkeypatch.setattr(lane, "AWAY_PAUSE", 0.1)
    real, rests, away = actions.finish, [], iter([True])

    def finish(**how: Any) -> bool:
        if next(away, False):
            raise OperationalError
        rests.append(how["own"])
        return real(**how)

    def prune(now: Any, **ages: Any) -> int:
        if len(rests) < 2:
            raise OperationalError
        return 0

    monkeypatch.setattr(actions, "finish", finish)
    monkeypatch.setattr(tasks.actions, "prune", prune)
    actions.enqueue("work.prune", key="a", now=timezone.now())
    with at_work():
        wait_for(lambda: Job.objects.exclude(finished_at=None).exists())
    assert rests == [False, True, True]
    assert Job.objects.get().attempts == 3


def test_every_task_of_every_schedule_exists() -> None:
    names = [rhythm.name for rhythm in commands.schedules()]
    assert len(names) == len(set(names))
    actions.take_turns(rhythms=commands.schedules(), now=timezone.localtime())
    assert {"work.prune", "outbox.sweep", "outbox.prune"} <= set(Job.objects.values_list("name", flat=True))


def test_scheduled_work_has_one_turn_however_many_workers_look() -> None:
    for _ in range(3):
        keeper.Keeper(threading.Event(), commands.schedules()).look(time.monotonic())
    assert Job.objects.filter(name="work.prune").count() == 1
    assert len(queries.returning(SYSTEM("test"))) == len(commands.schedules())


def test_pauses_between_attempts_differ() -> None:
    from kizuna.work.names import pause

    assert len({pause(3, random.Random(seed)) for seed in range(5)}) > 1


def test_a_long_task_does_not_stand_in_the_way_of_life_safety(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "schedules", list)
    let_go, ran = threading.Event(), []

    def slow_then_quick(now: Any, **ages: Any) -> int:
        ran.append(1)
        return int(len(ran) == 1 and let_go.wait(120))

    monkeypatch.setattr(tasks.actions, "prune", slow_then_quick)
    actions.enqueue("work.prune", key="long", now=timezone.now())
    with at_work():
        wait_for(lambda: ran)
        actions.enqueue("work.prune", key="usual", now=timezone.now())
        actions.enqueue("work.prune", key="danger", now=timezone.now(), priority=LIFE_SAFETY)
        wait_for(lambda: Job.objects.get(key="danger").outcome == "done")
        assert not let_go.is_set()
        assert Job.objects.get(key="usual").attempts == 0
        let_go.set()
        wait_for(lambda: Job.objects.filter(outcome="done").count() == 3)


def test_while_one_task_goes_on_for_long_those_of_other_names_are_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(program, "schedules", list)
    let_go, begun = threading.Event(), threading.Event()

    def long(now: Any, **ages: Any) -> int:
        begun.set()
        return int(let_go.wait(120))

    monkeypatch.setattr(tasks.actions, "prune", long)
    with at_work():
        for n in range(2):
            actions.enqueue("work.prune", key=f"long-{n}", now=timezone.now())
        wait_for(begun.is_set)
        actions.enqueue("outbox.sweep", key="other", now=timezone.now())
        wait_for(lambda: Job.objects.get(key="other").outcome == "done")
        assert sorted(Job.objects.filter(name="work.prune").values_list("attempts", flat=True)) == [0, 1]
        let_go.set()
        wait_for(lambda: Job.objects.filter(outcome="done").count() == 3)


def test_a_process_full_of_tasks_that_hang_ends_to_be_started_afresh(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(program, "schedules", list)
    let_go = threading.Event()
    monkeypatch.setattr(tasks.actions, "prune", lambda now, **ages: let_go.wait(120))
    for n in range(keeper.MOST_LEFT):
        actions.enqueue("work.prune", key=f"hangs-{n}", now=timezone.now(), longest=0)
    with at_work() as worker:
        wait_for(lambda: not worker.is_alive())
    assert worker.code == 1
    assert set(Job.objects.values_list("last_error", flat=True)) == {"TooLong"}
    let_go.set()
    wait_for(lambda: not [one for one in threading.enumerate() if one.name.startswith("kizuna-lane")])


def test_a_task_that_is_cancelled_while_it_runs_ends_at_its_next_safe_point(
    running: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()

    def step_by_step(now: Any, **ages: Any) -> int:
        for step in range(1000):
            actions.report(key="long", done=step, of=1000, now=timezone.now())
            begun.set()
            time.sleep(0.02)
        return 0

    monkeypatch.setattr(tasks.actions, "prune", step_by_step)
    actions.enqueue("work.prune", key="long", now=timezone.now(), priority=LIFE_SAFETY)
    wait_for(begun.is_set)
    assert actions.cancel(result=Job.objects.get(key="long").result, now=timezone.now())
    wait_for(lambda: Job.objects.get(key="long").outcome == "cancelled")
    assert Job.objects.get(key="long").done < 999


def test_lanes_pick_one_after_the_other_so_that_each_sees_what_the_other_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[frozenset[str]] = []

    def claim(*, apart_from: frozenset[str], **how: Any) -> Claim:
        asked.append(apart_from)
        time.sleep(0.05)
        return Claim(uuid4(), f"work.tasks.number_{len(asked)}", "key", longest=60)

    monkeypatch.setattr(lane.actions, "claim", claim)
    monkeypatch.setattr(lane.queries, "clock", lambda viewer: timezone.now())
    usual = keeper.Keeper(threading.Event(), ()).lanes[:2]
    picking = [threading.Thread(target=one._pick) for one in usual]
    for thread in picking:
        thread.start()
    for thread in picking:
        thread.join()
    assert asked == [frozenset(), frozenset({"work.tasks.number_1"})]
