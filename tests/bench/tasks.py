"""Putting tasks into the queue and doing them: `make bench NAME=tasks ARGS="tasks=2000"`.

Enqueued one in each transaction, as the house does, and a hundred in each; done by two processes of
workers on PostgreSQL and one on SQLite. The peer, in the same run: the library's back end alone, its
`enqueue` and its own worker, which keeps no lease.
"""

import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kizuna.work.actions import adding, enqueue
from kizuna.work.commands import program
from kizuna.work.models import Job
from tests.bench.run import Bench
from tests.bench.tasks_idle import PATH, idle

WAIT = 600


def _rate(number: int, do: Callable[[], None]) -> float:
    start = time.perf_counter()
    do()
    return round(number / (time.perf_counter() - start), 1)


def _one_by_one(number: int) -> None:
    for n in range(number):
        enqueue("bench.idle", key=f"one-{n}", now=timezone.now())


def _hundreds(number: int) -> None:
    for start in range(0, number, 100):
        with transaction.atomic():
            for n in range(start, start + 100):
                enqueue("bench.idle", key=f"many-{n}", now=timezone.now())


def _bare(number: int) -> None:
    for n in range(number):
        idle.enqueue(key=f"bare-{n}")


def _ours(_: int) -> None:
    """A worker as `kizuna worker` is, until nothing is left."""
    stop = threading.Event()

    def until_done() -> None:
        while DBTaskResult.objects.filter(status__in=("READY", "RUNNING")).exists():
            time.sleep(0.05)
        stop.set()
        connections.close_all()

    threading.Thread(target=until_done, daemon=True).start()
    program.schedules = list
    program.run_worker(stop=stop)


def _theirs(_: int) -> None:
    call_command("db_worker", batch=True, verbosity=0, interval=0, startup_delay=False)
    connections.close_all()


def _workers(number: int, target: Callable[[int], None]) -> None:
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    processes = [fork.Process(target=target, args=(n,)) for n in range(number)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(WAIT)


def run(bench: Bench) -> dict[str, Any]:
    """Figures on the database that DATABASE_URL names."""
    number = bench.setting("tasks", 2000)
    call_command("migrate", verbosity=0)
    usual = adding.path
    adding.path = lambda name: PATH if name == "bench.idle" else usual(name)
    workers = bench.setting("workers", 1 if connection.vendor == "sqlite" else 2)
    figures: dict[str, Any] = {"database": connection.vendor, "workers": workers}
    steps: list[tuple[str, int, Callable[[], None]]] = [
        ("enqueued_per_s", number, lambda: _one_by_one(number)),
        ("enqueued_by_hundreds_per_s", number, lambda: _hundreds(number)),
        ("done_per_s", 2 * number, lambda: _workers(workers, _ours)),
        ("bare_back_end_enqueued_per_s", number, lambda: _bare(number)),
        ("bare_back_end_done_per_s", number, lambda: _workers(workers, _theirs)),
    ]
    for turn, (name, count, do) in enumerate(steps):
        bench.progress(turn, len(steps), name)
        figures[name] = _rate(count, do)
    bench.rows |= {"jobs": Job.objects.count(), "results": DBTaskResult.objects.count()}
    figures["not_done"] = DBTaskResult.objects.exclude(status="SUCCESSFUL").count()
    return figures | {"load_average_after": round(os.getloadavg()[0], 2)}
