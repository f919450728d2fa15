"""The loop: runs what waits, survives what fails, stops when asked, and follows the clock."""

import random
import signal
import threading
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import OperationalError, connections
from django.utils import timezone

from kizuna.outbox.actions import send
from kizuna.outbox.models import Message
from kizuna.work import actions, commands, tasks
from kizuna.work.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


def mail_to(name: str) -> None:
    send(key=name, address=f"{name}@example.org", subject="Tea", text="Come at five", now=timezone.now())


def wait_for(what: Any, seconds: float = 8) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


def a_worker(stop: threading.Event, batch: bool = False) -> None:
    """What a thread does that is a worker; a batch leaves its connection to the one who called it."""
    commands.run_worker(stop=stop, batch=batch)
    connections.close_all()


@pytest.fixture
def running() -> Iterator[threading.Event]:
    """A worker in a thread, as `kizuna serve` runs it."""
    stop = threading.Event()
    thread = threading.Thread(target=a_worker, args=(stop,))
    thread.start()
    yield stop
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


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


def test_a_running_worker_picks_up_what_comes(running: threading.Event) -> None:
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
    monkeypatch.setattr(commands, "schedules", list)
    actions.enqueue("work.prune", key="slow", now=timezone.now())
    stop = threading.Event()
    thread = threading.Thread(target=a_worker, args=(stop,))
    thread.start()
    assert begun.wait(5)
    stop.set()
    thread.join(10)
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
    monkeypatch.setattr(commands, "BEAT", 0.05)
    monkeypatch.setattr(commands, "schedules", list)
    seen: list[Any] = []

    def slow(now: Any, **ages: Any) -> int:
        for _ in range(2):
            time.sleep(0.25)
            seen.append(Job.objects.get().leased_until)
        return 0

    monkeypatch.setattr(tasks.actions, "prune", slow)
    for batch in (True, False):
        actions.enqueue("work.prune", key="slow", now=timezone.now())
        stop = threading.Event()
        thread = threading.Thread(target=a_worker, args=(stop, batch))
        thread.start()
        wait_for(lambda: Job.objects.exclude(finished_at=None).count() == 1)
        stop.set()
        thread.join(10)
        assert seen[0] < seen[1]
        seen.clear()
        Job.objects.all().delete()


def test_a_task_that_hangs_is_left_behind_and_what_it_says_later_is_not_believed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(commands, "BEAT", 0.05)
    monkeypatch.setattr(commands, "schedules", list)
    monkeypatch.setattr(actions, "LEASE", timedelta(seconds=0.3))
    let_go, calls = threading.Event(), []

    def hang_once(now: Any, **ages: Any) -> int:
        calls.append(threading.current_thread())
        if len(calls) == 1:
            let_go.wait(20)
        return 0

    monkeypatch.setattr(tasks.actions, "prune", hang_once)
    actions.enqueue("work.prune", key="hangs", now=timezone.now())
    Job.objects.update(longest=0)
    stop = threading.Event()
    thread = threading.Thread(target=a_worker, args=(stop,))
    thread.start()
    wait_for(lambda: len(calls) == 2)
    wait_for(lambda: Job.objects.exclude(finished_at=None).exists())
    let_go.set()
    calls[0].join(0.5)
    stop.set()
    thread.join(10)
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
    stop = threading.Event()
    thread = threading.Thread(target=a_worker, args=(stop,))
    thread.start()
    wait_for(lambda: Message.objects.filter(status="sent").exists())
    stop.set()
    thread.join(10)
    assert "The database is away: OperationalError" in caplog.text
    assert "ada" not in caplog.text


def test_a_result_that_cannot_be_written_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lease runs out, and the task, which can stand it, runs again."""
    monkeypatch.setattr(commands, "schedules", list)
    monkeypatch.setattr(actions, "LEASE", timedelta(seconds=0.2))
    real, turns = actions.finish, iter(range(100))

    def away_at_first(**arguments: Any) -> Any:
        if next(turns) == 0:
            raise OperationalError
        return real(**arguments)

    monkeypatch.setattr(actions, "finish", away_at_first)
    actions.enqueue("work.prune", key="a", now=timezone.now())
    stop = threading.Event()
    thread = threading.Thread(target=a_worker, args=(stop,))
    thread.start()
    wait_for(lambda: Job.objects.exclude(finished_at=None).exists())
    stop.set()
    thread.join(10)
    assert Job.objects.get().attempts == 2


def test_every_task_of_every_schedule_exists() -> None:
    for every in commands.schedules():
        actions.enqueue(every.name, key=every.key(timezone.now()), now=timezone.now())
    assert {"work.prune", "outbox.sweep", "outbox.prune"} <= set(Job.objects.values_list("name", flat=True))


def test_scheduled_work_runs_once_a_slot_however_many_workers_look() -> None:
    for _ in range(3):
        commands.Worker().look_after()
    assert Job.objects.filter(name="work.prune").count() == 1


def test_pauses_between_attempts_differ() -> None:
    from kizuna.work.names import pause

    assert len({pause(3, random.Random(seed)) for seed in range(5)}) > 1
