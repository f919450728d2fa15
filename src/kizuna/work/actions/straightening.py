"""After the clock was put back: nothing waits for a moment that was written down by the wrong one."""

from datetime import datetime, timedelta

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from kizuna.work.models import Job
from kizuna.work.names import longest_pause

BELIEVED = timedelta(days=1)
"""A clock that was put back by more is itself wrong, and will be put right: what waits goes on waiting."""
AT_A_TIME = 500


def straighten(*, now: datetime) -> int:
    """Bring forward what waits by a clock that was put back since; how many tasks.

    What was put into the queue by the clock of later begins as long after now as it was to begin after that.
    What failed and rests never rests longer than its pause.
    """
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, run_after__gt=now)
    rows = list(waiting.exclude(run_after=get_date_max()).values_list("id", "run_after"))
    moved = 0
    for start in range(0, len(rows), AT_A_TIME):
        moments = dict(rows[start : start + AT_A_TIME])
        with transaction.atomic():
            for job in Job.objects.filter(result__in=moments, outcome=""):
                moved += _bring_forward(job, moments[job.result], now)
    return moved


def _bring_forward(job: Job, after: datetime, now: datetime) -> int:
    if job.attempts:
        sooner = min(after, now + timedelta(seconds=longest_pause(job.attempts)))
    elif now < job.created_at <= now + BELIEVED:
        sooner = after - (job.created_at - now)
        Job.objects.filter(pk=job.pk).update(created_at=now)
    else:
        return 0
    ready = DBTaskResult.objects.filter(id=job.result, status=TaskResultStatus.READY, run_after=after)
    return ready.update(run_after=sooner) if sooner < after else 0
