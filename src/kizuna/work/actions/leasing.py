"""Taking work out of the queue with a lease, keeping the lease, and saying how it went."""

import random
import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DateTimeField, Q, QuerySet, Value
from django.db.models.functions import Greatest, Least, Now
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kizuna.work.actions import swift
from kizuna.work.claim import HELD, Cancelled, Claim, LeaseLost
from kizuna.work.models import Job, ready
from kizuna.work.names import ATTEMPTS, name_of, pause
from kizuna.work.urgency import EVERYTHING

LEASE = timedelta(seconds=5)
LOST, TOO_LATE, CANCELLED = "LeaseLost", "TooLate", "Cancelled"
FIELDS = ("worker", "leased_until", "last_error", "finished_at", "outcome")


def claim(
    *, worker: str, now: datetime, least: int = EVERYTHING, apart_from: Collection[str] = ()
) -> Claim | None:
    """Take the next task: status and lease change in one transaction, so that a kill loses nothing.

    `least` is the lowest priority that this worker takes, `apart_from` paths of tasks that it leaves to
    others. `now` is the database's clock.
    """
    wanted = ready(now, least, apart_from)
    if swift.can() and (found := swift.take(wanted, worker, now + LEASE, now)):
        return found
    while wanted.exists():  # without a lock: an idle worker must not stand in the writers' way
        with transaction.atomic():
            row = wanted.select_for_update(skip_locked=True).first()
            if row is None:
                return None
            if found := _take(row, worker, now):
                return found
    return None


def _take(row: DBTaskResult, worker: str, now: datetime) -> Claim | None:
    """Lease this row; None when its deadline is over."""
    values = {"key": f"task:{row.id}", "name": name_of(row.task_path), "created_at": now}
    job, _ = Job.objects.get_or_create(result=row.id, defaults=values)
    if job.until is not None and job.until < now:
        job.last_error = TOO_LATE
        end(job, "failed", now)
        job.save(update_fields=FIELDS)
        return None
    row.claim(worker)
    job.worker, job.leased_until, job.attempts = worker, now + LEASE, job.attempts + 1
    job.done = job.of = 0
    job.save(update_fields=["worker", "leased_until", "attempts", "done", "of"])
    return Claim(row.id, row.task_path, job.key, job.longest, worker, job.attempts)


def beat(*, result: uuid.UUID, worker: str, now: datetime) -> bool:
    """Lengthen the lease; False when somebody else has the task by now."""
    mine = Job.objects.filter(result=result, worker=worker)
    with transaction.atomic():
        # A report in an open transaction holds the row: then its task lives, and nobody waits for it.
        free = list(mine.select_for_update(skip_locked=True).values_list("pk", flat=True))
        if free:
            Job.objects.filter(pk__in=free).update(leased_until=now + LEASE)
            return True
    return mine.exists()


def report(*, key: str, done: int = 0, of: int = 0, now: datetime) -> None:
    """A safe point: how far the task of this key is, in its own units.

    Raises Cancelled when somebody asked it to stop, and LeaseLost when somebody else has it by now. Called in
    the transaction of what was done, nothing is done twice: whoever lost the lease cannot commit. An older
    `now`, such as the one that the task began with, never shortens a lease; one from before the clock was put
    back never makes it longer than any lease is.
    """
    held, rows = HELD.get(), Job.objects.filter(key=key)
    if held is None or held.key != key:
        rows.update(done=done, of=of)
    else:
        rows = rows.filter(worker=held.worker, attempts=held.attempt)
        sooner = Least(Value(now + LEASE, DateTimeField()), Now() + LEASE, output_field=DateTimeField())
        until = Greatest("leased_until", sooner, output_field=DateTimeField())
        if not rows.update(done=done, of=of, leased_until=until):
            raise LeaseLost
    if rows.filter(cancel_asked=True).exists():
        raise Cancelled


def end(job: Job, outcome: str, now: datetime) -> None:
    """It will not run again by itself: writes the library's row and prepares ours."""
    good = outcome == "done"
    DBTaskResult.objects.filter(id=job.result).update(
        status=TaskResultStatus.SUCCESSFUL if good else TaskResultStatus.FAILED,
        finished_at=now,
        exception_class_path="" if good else job.last_error or CANCELLED,
    )
    job.outcome, job.finished_at = outcome, now


def _again_or_dead(job: Job, after: datetime, now: datetime) -> None:
    """Back into the queue, or, after too many attempts or too late, to the dead letters."""
    if job.cancel_asked:
        end(job, "cancelled", now)
    elif job.attempts >= ATTEMPTS or (job.until is not None and job.until < after):
        end(job, "failed", now)
    else:
        row = DBTaskResult.objects.filter(id=job.result)
        row.update(status=TaskResultStatus.READY, run_after=after)


def finish(
    *, result: uuid.UUID, worker: str, error: str, rng: random.Random, now: datetime, own: bool = True
) -> bool:
    """Say how it went: `error` is the name of the error's class, or empty. False when the lease was lost.

    `own`: the task's own fault, which may need time. Else it may begin again at once.
    """
    if not error and swift.can():
        return swift.done(result, worker, now)
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(result=result, worker=worker).first()
        if job is None:
            return False
        job.worker, job.leased_until, job.last_error = "", None, error[:200]
        if error:
            rest = pause(job.attempts, rng) if own else 0.0
            _again_or_dead(job, now + timedelta(seconds=rest), now)
        else:
            end(job, "done", now)
        job.save(update_fields=FIELDS)
    return True


def _lost(now: datetime, place: str) -> QuerySet[Job]:
    """Leases that nobody lengthens: run out, or longer than any lease is, because the clock was put back."""
    lost = Q(leased_until__lt=now) | Q(leased_until__gt=now + 2 * LEASE)
    if place:
        lost |= Q(leased_until__isnull=False, worker__startswith=f"{place}.")
    return Job.objects.filter(lost)


def reap(*, now: datetime, place: str = "") -> int:
    """Give back the tasks of workers that died: at once, or as dead letters after too many attempts.

    `place`: whoever worked under this name is known to be dead, whatever is left of its leases. A row that
    its last transaction still holds in the database is left until the lease is over.
    """
    if not _lost(now, place).exists():
        return 0
    with transaction.atomic():
        lost = list(_lost(now, place).select_for_update(skip_locked=True))
        for job in lost:
            job.worker, job.leased_until, job.last_error = "", None, LOST
            if DBTaskResult.objects.filter(id=job.result, status=TaskResultStatus.RUNNING).exists():
                _again_or_dead(job, now, now)
            job.save(update_fields=FIELDS)
    return len(lost)
