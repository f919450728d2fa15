"""Reading the queue, for the operator's page, for `kizuna work` and for `kizuna check`."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Max, Min, Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.work.models import Job, Turn, ready
from kizuna.work.names import name_of
from kizuna.work.progress import Board, Counts, DeadLetter, Returning, TaskLine, TaskState

LATE = timedelta(minutes=5)
"""A task that could have begun so long ago is late: no worker runs, or too few."""
CLOCK = {
    "postgresql": "SELECT statement_timestamp()",
    "sqlite": "SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')",
}


def clock(viewer: Viewer) -> datetime:
    """The database's clock, by which leases are counted: machines need not agree. Anybody may ask."""
    with connection.cursor() as cursor:
        cursor.execute(CLOCK[connection.vendor])
        found = cursor.fetchone()[0]
    return found if isinstance(found, datetime) else datetime.fromisoformat(found)


def progress(viewer: Viewer) -> list[TaskLine]:
    """How many tasks of each name wait, run and are dead letters."""
    allow(viewer, "work.see")
    rows = DBTaskResult.objects.filter(status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING))
    grouped = (
        rows.order_by()
        .values_list("task_path", "status")
        .annotate(
            number=Count("id"),
            soon=Count("id", filter=Q(run_after=get_date_max())),
            first=Min("run_after"),
        )
    )
    found: Counter[tuple[str, str]] = Counter()
    next_at: dict[str, datetime] = {}
    for path, status, number, soon, first in grouped:
        name = name_of(path)
        found[name, status] += number
        if status == TaskResultStatus.READY and not soon:
            next_at[name] = first
    dead = Job.objects.filter(outcome="failed").values_list("name").annotate(Count("id"))
    for name, number in dead:
        found[name, "dead"] += number
    return [
        TaskLine(name, found[name, "READY"], found[name, "RUNNING"], found[name, "dead"], next_at.get(name))
        for name in sorted({name for name, _ in found})
    ]


def counts(viewer: Viewer, now: datetime) -> Counts:
    """The whole queue in four figures."""
    return _counts(progress(viewer), now)


def _counts(lines: list[TaskLine], now: datetime) -> Counts:
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
    """Tasks that were given up and wait for a decision, newest first."""
    allow(viewer, "work.see")
    rows = Job.objects.filter(outcome="failed").order_by("-finished_at")[:limit]
    return [
        DeadLetter(row.result, row.key, row.name, row.attempts, row.last_error, row.finished_at)
        for row in rows
        if row.finished_at
    ]


def _states(rows: Iterable[DBTaskResult]) -> list[TaskState]:
    found = list(rows)
    jobs = {job.result: job for job in Job.objects.filter(result__in=[row.id for row in found])}
    lines = []
    for row in found:
        job = jobs.get(row.id) or Job()
        due = row.enqueued_at if row.run_after == get_date_max() else row.run_after
        since = row.started_at if row.status == TaskResultStatus.RUNNING and row.started_at else due
        said = (job.done, job.of, job.cancel_asked, job.last_error)
        lines.append(TaskState(row.id, job.key, name_of(row.task_path), job.attempts, since, *said))
    return lines


def _running(limit: int) -> Iterable[DBTaskResult]:
    return DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).order_by("started_at")[:limit]


def running(viewer: Viewer, limit: int = 50) -> list[TaskState]:
    """What is at work now and how far it is, the longest first."""
    allow(viewer, "work.see")
    return _states(_running(limit))


def _late(now: datetime, limit: int) -> Iterable[DBTaskResult]:
    at_once = Q(run_after=get_date_max(), enqueued_at__lt=now - LATE)
    return ready(now).filter(at_once | Q(run_after__lt=now - LATE))[:limit]


def late(viewer: Viewer, now: datetime, limit: int = 50) -> list[TaskState]:
    """Tasks that should have begun some time ago, the most urgent first."""
    allow(viewer, "work.see")
    return _states(_late(now, limit))


def returning(viewer: Viewer) -> list[Returning]:
    """Work that returns by the clock, the next first."""
    allow(viewer, "work.see")
    turns = Turn.objects.order_by("next_at", "name")
    return [Returning(turn.name, turn.last_at, turn.next_at) for turn in turns]


def board(viewer: Viewer, now: datetime, limit: int = 50) -> Board:
    """Everything that the operator's page shows."""
    lines = progress(viewer)
    counted, at_work = _counts(lines, now), list(_running(limit))
    states = _states([*at_work, *_late(now, limit)])
    shown = states[: len(at_work)], states[len(at_work) :]
    return Board(counted, lines, *shown, dead_letters(viewer), returning(viewer))


def state_of(viewer: Viewer, key: str) -> TaskState | None:
    """How far the open task of this key is, for a page that asked for it; None when it is over.

    Rooms show their own tasks: whoever calls has checked who looks.
    """
    job = Job.objects.filter(key=key, outcome="").first()
    rows = DBTaskResult.objects.filter(id=job.result) if job else DBTaskResult.objects.none()
    return next(iter(_states(rows)), None)


def last_sign(viewer: Viewer) -> datetime | None:
    """When a worker was last seen at work; None: never. The house gives it something to do every minute."""
    allow(viewer, "work.see")
    found = Job.objects.aggregate(done=Max("finished_at"), leased=Max("leased_until"))
    return max(filter(None, found.values()), default=None)


def alive(viewer: Viewer, keys: Iterable[str]) -> frozenset[str]:
    """Which of these keys belong to tasks that somebody is at work on."""
    allow(viewer, "work.see")
    leased = Job.objects.filter(key__in=list(keys), leased_until__isnull=False)
    return frozenset(leased.values_list("key", flat=True))
