"""Many writers and many workers at once: one job a key, each task once, and no lock that anybody sees."""

import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kizuna.access.viewer import SYSTEM
from kizuna.ledger.actions import note
from kizuna.ledger.models import Entry
from kizuna.outbox.actions import send
from kizuna.outbox.models import Message
from kizuna.work.actions import cancel, claim, enqueue, wake
from kizuna.work.models import Job
from tests.work.test_kill import Notes, notes, start

__all__ = ["notes", "start"]
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(number: int, do: Callable[[int], Any]) -> list[BaseException]:
    """Run `do(0)`, `do(1)`, … in threads that begin together; the errors they met."""
    ready, errors = threading.Barrier(number), []

    def one(n: int) -> None:
        try:
            ready.wait()
            do(n)
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return errors


def test_the_same_key_at_the_same_moment_is_one_job() -> None:
    def put(n: int) -> None:
        for turn in range(10):
            enqueue("work.prune", key=f"k{turn}", now=timezone.now())

    assert at_once(8, put) == []
    assert Job.objects.count() == DBTaskResult.objects.count() == 10


def test_the_same_message_at_the_same_moment_is_one_row() -> None:
    found: list[Any] = []

    def put(n: int) -> None:
        now = timezone.now()
        found.append(send(key="k", address="ada@example.org", subject="Tea", text="Come", now=now))

    assert at_once(8, put) == []
    assert Message.objects.count() == 1
    assert set(found) == {Message.objects.get().id}


def test_sixteen_writers_meet_no_lock_and_a_wake_up_follows_the_last_of_them() -> None:
    def write(n: int) -> None:
        for turn in range(12):
            key = f"{n}-{turn}"
            with transaction.atomic():
                now = timezone.now()
                send(key=key, address=f"{key}@example.org", subject="Tea", text="Come", now=now)
                note(verb="tea.offered", subject=f"tea:{key}", by=SYSTEM("test"), now=now)

    assert at_once(16, write) == []
    assert Message.objects.count() == Entry.objects.count() == 192
    assert claim(worker="w", now=timezone.now()) is not None
    assert Job.objects.count() < 192


def somebody_waits() -> bool:
    """Whether a connection of this database waits for a row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


@pytest.mark.postgres
def test_who_cancels_a_task_and_who_takes_it_just_then_do_not_wait_for_each_other() -> None:
    """Whoever takes a task locks the row of the library, then ours; so must whoever cancels it."""
    enqueue("work.prune", key="k", now=timezone.now())
    result, errors = Job.objects.get().result, []
    thread = threading.Thread(
        target=lambda: errors.extend(at_once(1, lambda n: cancel(result=result, now=timezone.now())))
    )
    with transaction.atomic():
        DBTaskResult.objects.select_for_update().get(id=result)
        thread.start()
        end = time.monotonic() + 10
        while not somebody_waits() and time.monotonic() < end:
            time.sleep(0.01)
        Job.objects.select_for_update().get(result=result)
    thread.join(10)
    assert errors == []
    assert Job.objects.get().outcome == "cancelled"


@pytest.mark.postgres
def test_a_wake_up_that_somebody_joined_waits_for_their_commit() -> None:
    """Otherwise a worker could drain the outbox between joining and commit, and nobody would come again."""
    wake("outbox.deliver", now=timezone.now())
    joined, go = threading.Event(), threading.Event()

    def join(n: int) -> None:
        with transaction.atomic():
            wake("outbox.deliver", now=timezone.now())
            joined.set()
            assert go.wait(10)

    thread = threading.Thread(target=lambda: at_once(1, join))
    thread.start()
    assert joined.wait(10)
    assert Job.objects.count() == 1
    assert claim(worker="w", now=timezone.now()) is None
    go.set()
    thread.join(10)
    assert claim(worker="w", now=timezone.now()) is not None


def test_a_crowd_of_workers_runs_each_task_once(
    start: Callable[..., subprocess.Popen[bytes]], notes: Notes
) -> None:
    for n in range(120):
        enqueue("work.prune", key=f"k{n}", now=timezone.now())
    crowd = [start("crowd", f"worker-{n}") for n in range(3)]
    for process in crowd:
        assert process.wait(60) == 0
    ran = Counter(line[1] for line in notes.lines("ran"))
    assert len(ran) == 120
    assert set(ran.values()) == {1}
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}
