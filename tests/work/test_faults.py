"""What goes wrong around a worker: a full disk, a clock that jumps, a task that kills its worker."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kizuna.access.viewer import SYSTEM
from kizuna.work import actions, queries, tasks
from kizuna.work.commands import keeper, program, run_worker
from kizuna.work.models import Job
from kizuna.work.names import ATTEMPTS
from tests.work.test_kill import Notes, notes, start
from tests.work.working import at_work, wait_for

__all__ = ["notes", "start"]
pytestmark = pytest.mark.django_db(transaction=True)

FULL = """CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION disk_is_full()"""
ROOM = "DROP TRIGGER full_disk ON {table}; DROP FUNCTION disk_is_full()"


def sql(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone() if cursor.description else None


@pytest.fixture
def full_disk() -> Iterator[Callable[[], None]]:
    """Call it to fill the disk; there is room again afterwards, and when it is called a second time."""
    table = DBTaskResult._meta.db_table
    state = {"full": False}

    def change() -> None:
        state["full"] = not state["full"]
        if connection.vendor == "sqlite":
            pages = sql("PRAGMA page_count")[0] if state["full"] else 2**30
            sql(f"PRAGMA max_page_count = {pages}")
        else:
            sql((FULL if state["full"] else ROOM).format(table=table))

    yield change
    if state["full"]:
        change()


def put(key: str, **more: Any) -> None:
    actions.enqueue("work.prune", key=key, now=timezone.now(), **more)


def test_what_a_full_disk_refuses_leaves_nothing_half_written_and_goes_on_when_there_is_room(
    full_disk: Callable[[], None],
) -> None:
    put("before")
    full_disk()
    accepted = 0
    with pytest.raises(OperationalError):
        for n in range(10_000):
            with transaction.atomic():
                put(f"key-{n}")
            accepted += 1
    assert Job.objects.count() == DBTaskResult.objects.count() == 1 + accepted
    full_disk()
    put("after")
    DBTaskResult.objects.exclude(
        id__in=Job.objects.filter(key__in=["before", "after"]).values("result")
    ).delete()
    run_worker(stop=threading.Event(), batch=True)
    assert set(Job.objects.filter(key__in=["before", "after"]).values_list("outcome", flat=True)) == {"done"}


@pytest.mark.parametrize("jump", [3600, -3600])
def test_a_clock_that_jumps_takes_no_task_from_a_worker_that_lives(
    monkeypatch: pytest.MonkeyPatch, jump: int
) -> None:
    """The reaper looks twice by the new time before the first heartbeat: the least lucky order."""
    monkeypatch.setattr(program, "schedules", list)
    monkeypatch.setattr(keeper, "BEAT", 0.1)
    monkeypatch.setattr(keeper, "REAP", 0.05)
    real, off, runs, let_go = queries.clock, [0], [], threading.Event()
    monkeypatch.setattr(queries, "clock", lambda viewer: real(viewer) + timedelta(seconds=off[0]))
    looks, beats, look, beat = [], [], keeper.Steady.look, actions.beat

    def looked(self: keeper.Steady, *, wall: float, **when: float) -> bool:
        if abs(wall - time.time()) > 1800:
            looks.append(wall)
        return look(self, wall=wall, **when)

    def spoke(**how: Any) -> bool:
        if off[0] and len(looks) < 2:
            return True
        beats.append(off[0])
        return beat(**how)

    monkeypatch.setattr(keeper.Steady, "look", looked)
    monkeypatch.setattr(actions, "beat", spoke)

    def long(now: Any, **ages: Any) -> int:
        runs.append(1)
        return int(let_go.wait(60))

    monkeypatch.setattr(tasks.actions, "prune", long)
    put("long")
    with at_work():
        wait_for(lambda: runs and beats)
        off[0] = jump
        wait_for(lambda: jump in beats)
        let_go.set()
        wait_for(lambda: Job.objects.get().outcome == "done")
    job = Job.objects.get()
    assert (len(runs), job.attempts, job.last_error) == (1, 1, "")


@pytest.mark.kill
def test_a_task_that_kills_its_worker_every_time_ends_as_a_dead_letter(
    start: Callable[..., subprocess.Popen[bytes]], notes: Notes
) -> None:
    """Two real deaths, and then the last of its attempts; what stands behind it is done."""
    put("poison")
    put("other")
    for turn in range(2):
        worker = start("poisoned", "60")
        assert worker.wait(60) == -signal.SIGKILL
        assert len(notes.lines("poison")) == turn + 1
        now = timezone.now() + timedelta(seconds=7)
        actions.reap(now=now)
        if turn == 0:
            Job.objects.filter(key="poison").update(attempts=ATTEMPTS - 1)
    (letter,) = queries.dead_letters(SYSTEM("test"))
    assert (letter.key, letter.error, letter.attempts) == ("poison", "LeaseLost", ATTEMPTS)
    run_worker(stop=threading.Event(), batch=True)
    assert Job.objects.get(key="other").outcome == "done"
    assert len(notes.lines("poison")) == 2
