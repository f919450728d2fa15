"""What a person decides about a task. The room that asks has checked the deed and writes the ledger."""

import uuid
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from kizuna.work.actions.leasing import FIELDS, end
from kizuna.work.models import Job

LOOKS = 10
"""Times that a task which changes hands under our eyes is looked at again."""


class _TakenMeanwhile(Exception):
    """Between our two looks the task began, or came back to wait."""


def cancel(*, result: uuid.UUID, now: datetime) -> str:
    """Stop a task: one that waits never begins, one that runs ends at its next safe point.

    The task's name, or empty when it was over already.
    """
    for _ in range(LOOKS):
        with suppress(_TakenMeanwhile), transaction.atomic():
            return _cancel(result, now)
    return ""


def _cancel(result: uuid.UUID, now: datetime) -> str:
    """Locks in the order of whoever takes a task: the library's row while it waits, then ours.

    In any other order, somebody who takes it just now and we would wait for each other for ever.
    """
    waiting = DBTaskResult.objects.filter(id=result, status=TaskResultStatus.READY)
    waits = bool(list(waiting.select_for_update().values_list("id")))
    job = Job.objects.select_for_update().filter(result=result, outcome="").first()
    if job is None:
        return ""
    if not waits and not job.worker:
        raise _TakenMeanwhile
    job.cancel_asked = True
    if waits:
        end(job, "cancelled", now)
    job.save(update_fields=["cancel_asked", *FIELDS])
    return job.name


def _letter(result: uuid.UUID) -> Job | None:
    return Job.objects.select_for_update().filter(result=result, outcome="failed").first()


def try_again(*, result: uuid.UUID, now: datetime) -> str:
    """Put a dead letter back into the queue, with all its attempts and no deadline.

    The task's name, or empty when it is no dead letter.
    """
    with transaction.atomic():
        job = _letter(result)
        if job is None:
            return ""
        DBTaskResult.objects.filter(id=result).update(
            status=TaskResultStatus.READY, run_after=get_date_max(), finished_at=None, exception_class_path=""
        )
        job.outcome, job.finished_at, job.until, job.attempts = "", None, None, 0
        job.save(update_fields=["outcome", "finished_at", "until", "attempts"])
    return job.name


def leave(*, result: uuid.UUID, now: datetime) -> str:
    """A person decided that this dead letter is not worth another try.

    The task's name, or empty when it is no dead letter.
    """
    with transaction.atomic():
        job = _letter(result)
        if job is None:
            return ""
        job.outcome = "left"
        job.save(update_fields=["outcome"])
    return job.name
