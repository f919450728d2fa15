"""Reading the queue, for the operator's page and for `kizuna check`."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Min, Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.work.models import Job, ready
from kizuna.work.names import name_of
from kizuna.work.progress import Counts, DeadLetter, TaskLine

OPEN = (TaskResultStatus.READY, TaskResultStatus.RUNNING, TaskResultStatus.FAILED)


def progress(viewer: Viewer) -> list[TaskLine]:
    """How many tasks of each name wait, run and are given up."""
    allow(viewer, "work.see")
    rows = DBTaskResult.objects.filter(status__in=OPEN).order_by()
    found = Counter(rows.values_list("task_path", "status"))
    return [
        TaskLine(
            name_of(path),
            found[path, TaskResultStatus.READY],
            found[path, TaskResultStatus.RUNNING],
            found[path, TaskResultStatus.FAILED],
        )
        for path in sorted({path for path, _ in found})
    ]


def counts(viewer: Viewer, now: datetime) -> Counts:
    """The whole queue in four figures."""
    lines = progress(viewer)
    since = ready(now).aggregate(
        at_once=Min("enqueued_at", filter=Q(run_after=get_date_max())),
        at_a_time=Min("run_after", filter=Q(run_after__lte=now)),
    )
    return Counts(
        sum(line.waiting for line in lines),
        sum(line.running for line in lines),
        sum(line.dead for line in lines),
        min(filter(None, since.values()), default=None),
    )


def dead_letters(viewer: Viewer, limit: int = 100) -> list[DeadLetter]:
    """Tasks that were given up, newest first."""
    allow(viewer, "work.see")
    rows = (
        Job.objects.filter(finished_at__isnull=False).exclude(last_error="").order_by("-finished_at")[:limit]
    )
    return [
        DeadLetter(row.key, row.name, row.attempts, row.last_error, row.finished_at)
        for row in rows
        if row.finished_at
    ]


def alive(viewer: Viewer, keys: Iterable[str]) -> frozenset[str]:
    """Which of these keys belong to tasks that somebody is at work on."""
    allow(viewer, "work.see")
    leased = Job.objects.filter(key__in=list(keys), leased_until__isnull=False)
    return frozenset(leased.values_list("key", flat=True))
