"""Putting work into the queue, taking it out with a lease, and saying how it went."""

import random
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult, get_date_max

from kizuna.work.claim import Claim
from kizuna.work.models import Job, Seen, ready
from kizuna.work.names import ATTEMPTS, name_of, path, pause

LEASE = timedelta(seconds=6)
JOINABLE = timedelta(milliseconds=200)
"""How long a waiting wake-up may still be joined. Older ones are let go, so that a steady stream of
writers, each holding it until its own commit, cannot keep it from every worker."""


def _add(job: Job, task: Task, after: datetime | None) -> None:
    """The library's row, written beside ours with the id that ours already knows."""
    DBTaskResult.objects.create(
        id=job.result,
        args_kwargs={"args": [], "kwargs": {"key": job.key}},
        priority=task.priority,
        task_path=task.module_path,
        queue_name=task.queue_name,
        backend_name=task.backend,
        run_after=after or get_date_max(),
        exception_class_path="",
        traceback="",
    )


def enqueue(name: str, *, key: str, now: datetime, after: datetime | None = None, longest: int = 300) -> None:
    """Run `room.task` once for this key, after the caller's transaction commits (and not before `after`).

    `longest`: seconds that one attempt may run.
    """
    task = import_string(path(name))
    with transaction.atomic(savepoint=False):
        job, new = Job.objects.get_or_create(
            key=key, defaults={"name": name, "result": uuid.uuid4(), "created_at": now, "longest": longest}
        )
        if new:
            _add(job, task, after)


def wake(name: str, *, now: datetime) -> None:
    """Make sure that `room.task` starts once after this commit; many callers share one start.

    Joining a waiting start is safe because it is locked until our commit: on PostgreSQL by the row (a worker
    skips it), on SQLite by the one writer. A start that somebody already runs is never joined.
    """
    with transaction.atomic(savepoint=False):
        young = Job.objects.filter(name=name, created_at__gt=now - JOINABLE, key__startswith="wake:")
        waiting = ready(now).filter(id__in=young.values("result"))
        if not waiting.select_for_update(skip_locked=True, no_key=True).values_list("id").first():
            enqueue(name, key=f"wake:{name}:{uuid.uuid4().hex}", now=now)


def first_time(*, key: str, former: Sequence[str] = (), now: datetime) -> bool:
    """Whether this key is new within two days; ask in the transaction of what counts once.

    `former`: the same key as an older secret made it, so that a change of secrets counts nothing twice.
    """
    with transaction.atomic():
        if former and Seen.objects.filter(key__in=former).exists():
            return False
        return Seen.objects.get_or_create(key=key, defaults={"at": now})[1]


def claim(*, worker: str, now: datetime) -> Claim | None:
    """Take the next task: status and lease change in one transaction, so that a kill loses nothing."""
    if not ready(now).exists():  # without a lock: an idle worker must not stand in the writers' way
        return None
    with transaction.atomic():
        row = ready(now).select_for_update(skip_locked=True).first()
        if row is None:
            return None
        row.claim(worker)
        job, _ = Job.objects.get_or_create(
            result=row.id,
            defaults={"key": f"task:{row.id}", "name": name_of(row.task_path), "created_at": now},
        )
        job.worker, job.leased_until, job.attempts = worker, now + LEASE, job.attempts + 1
        job.save(update_fields=["worker", "leased_until", "attempts"])
    return Claim(row.id, row.task_path, job.key, job.longest)


def beat(*, result: uuid.UUID, worker: str, now: datetime) -> bool:
    """Lengthen the lease; False when somebody else has the task by now."""
    return bool(Job.objects.filter(result=result, worker=worker).update(leased_until=now + LEASE))


def _again_or_dead(job: Job, error: str, rng: random.Random, now: datetime) -> None:
    """Back into the queue after a pause, or, after too many attempts, to the dead letters."""
    row = DBTaskResult.objects.filter(id=job.result)
    if job.attempts < ATTEMPTS:
        after = now + timedelta(seconds=pause(job.attempts, rng))
        row.update(status=TaskResultStatus.READY, run_after=after)
    else:
        row.update(status=TaskResultStatus.FAILED, finished_at=now, exception_class_path=error)
        job.finished_at = now


def finish(*, result: uuid.UUID, worker: str, error: str, rng: random.Random, now: datetime) -> bool:
    """Say how it went: `error` is the name of the error's class, or empty. False when the lease was lost."""
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(result=result, worker=worker).first()
        if job is None:
            return False
        job.worker, job.leased_until, job.last_error = "", None, error[:200]
        if error:
            _again_or_dead(job, error, rng, now)
        else:
            DBTaskResult.objects.filter(id=result).update(status=TaskResultStatus.SUCCESSFUL, finished_at=now)
            job.finished_at = now
        job.save(update_fields=["worker", "leased_until", "last_error", "finished_at"])
    return True


def reap(*, now: datetime) -> int:
    """Give back the tasks of workers that died: at once the first time, as dead letters after too many."""
    if not Job.objects.filter(leased_until__lt=now).exists():
        return 0
    with transaction.atomic():
        lost = list(Job.objects.select_for_update(skip_locked=True).filter(leased_until__lt=now))
        for job in lost:
            job.worker, job.leased_until, job.last_error = "", None, "LeaseLost"
            row = DBTaskResult.objects.filter(id=job.result, status=TaskResultStatus.RUNNING)
            if job.attempts < ATTEMPTS:
                row.update(status=TaskResultStatus.READY)
            else:
                row.update(status=TaskResultStatus.FAILED, finished_at=now, exception_class_path="LeaseLost")
                job.finished_at = now
            job.save(update_fields=["worker", "leased_until", "last_error", "finished_at"])
    return len(lost)


def prune(*, now: datetime, keep: timedelta, keep_passing: timedelta) -> int:
    """Forget finished tasks by age; wake-ups and scheduled ones, whose keys never return, go sooner."""
    old = Q(finished_at__lt=now - keep) | Q(
        Q(key__startswith="wake:") | Q(key__contains="@"), finished_at__lt=now - keep_passing
    )
    done = Job.objects.filter(old, last_error="")
    Seen.objects.filter(at__lt=now - keep_passing).delete()
    gone = 0
    while ids := list(done.values_list("result", flat=True)[:1000]):  # short transactions: writers go on
        with transaction.atomic():
            DBTaskResult.objects.filter(id__in=ids).delete()
            Job.objects.filter(result__in=ids).delete()
        gone += len(ids)
    return gone
