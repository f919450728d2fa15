"""Putting work into the queue, in the transaction of its cause."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult, get_date_max

from kizuna.work.actions import swift
from kizuna.work.models import Job, Seen
from kizuna.work.names import checked_key, path
from kizuna.work.urgency import EVERYTHING

JOINABLE = timedelta(milliseconds=200)
"""How long a waiting wake-up may still be joined. Older ones are let go, so that a steady stream of
writers, each holding it until its own commit, cannot keep it from every worker."""


def _add(job: Job, task: Task, after: datetime | None, priority: int) -> None:
    """The library's row, written beside ours with the id that ours already knows."""
    DBTaskResult.objects.create(
        id=job.result,
        args_kwargs={"args": [], "kwargs": {"key": job.key}},
        priority=priority,
        task_path=task.module_path,
        queue_name=task.queue_name,
        backend_name=task.backend,
        run_after=after or get_date_max(),
        exception_class_path="",
        traceback="",
    )


def enqueue(
    name: str,
    *,
    key: str,
    now: datetime,
    after: datetime | None = None,
    priority: int | None = None,
    longest: int | None = None,
    until: datetime | None = None,
) -> None:
    """Run `room.task` once for this key, after the caller's transaction commits (and not before `after`).

    `priority` as in `urgency`; left out, it is the task's own. `longest`: seconds that one attempt may run.
    `until`: no attempt begins later; a person is shown what was too late. The key is made of identifiers: one
    that could be about somebody raises ValueError.
    """
    task = import_string(path(name))
    job = Job(key=checked_key(key), name=name, result=uuid.uuid4(), created_at=now, until=until)
    if longest is not None:
        job.longest = longest
    with transaction.atomic(savepoint=False):
        # Without a savepoint: every writer of the house waits for these statements.
        Job.objects.bulk_create([job], ignore_conflicts=True)
        if Job.objects.filter(result=job.result).exists():
            _add(job, task, after, task.priority if priority is None else priority)


def wake(name: str, *, now: datetime, priority: int | None = None) -> None:
    """Make sure that `room.task` starts once after this commit; many callers share one start.

    Joining a waiting start is safe because it is locked until our commit: on PostgreSQL by the row (a worker
    skips it), on SQLite by the one writer. A start that somebody already runs, or that is less urgent, is
    never joined.
    """
    with transaction.atomic(savepoint=False):
        least = EVERYTHING if priority is None else priority
        if not swift.wake_up_waits(name, now - JOINABLE, now + JOINABLE, least, now):
            enqueue(name, key=f"wake:{name}:{uuid.uuid4().hex}", now=now, priority=priority)


def first_time(*, key: str, former: Sequence[str] = (), now: datetime) -> bool:
    """Whether this key is new within two days; ask in the transaction of what counts once.

    `former`: the same key as an older secret made it, so that a change of secrets counts nothing twice.
    """
    with transaction.atomic(savepoint=False):
        if former and Seen.objects.filter(key__in=former).exists():
            return False
        return Seen.objects.get_or_create(key=key, defaults={"at": now})[1]
