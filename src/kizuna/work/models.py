"""What the task library lacks: a key, a lease, attempts, an outcome. One row beside each of its results."""

from collections.abc import Collection
from datetime import datetime

from django.db import models
from django.db.models import Q, QuerySet
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from kizuna.work.progress import OUTCOMES
from kizuna.work.urgency import EVERYTHING


def ready(now: datetime, least: int = EVERYTHING, apart_from: Collection[str] = ()) -> QuerySet[DBTaskResult]:
    """The library's rows of at least this priority that may run now, the most urgent first."""
    due = Q(run_after=get_date_max()) | Q(run_after__lte=now)
    found = DBTaskResult.objects.filter(due, status=TaskResultStatus.READY)
    if apart_from:
        found = found.exclude(task_path__in=apart_from)
    return found if least == EVERYTHING else found.filter(priority__gte=least)


class Job(models.Model):
    """One task of one key. The library's row (`result`) says whether it is ready, running or done."""

    key = models.CharField(max_length=200, unique=True)
    result = models.UUIDField(unique=True)
    name = models.CharField(max_length=100)
    worker = models.CharField(max_length=64, blank=True)
    leased_until = models.DateTimeField(null=True, db_index=True)
    attempts = models.PositiveIntegerField(default=0)
    longest = models.PositiveIntegerField(default=300)
    """Seconds that one attempt may run; after that it counts as lost, however lively its worker is."""
    until = models.DateTimeField(null=True)
    """Its deadline: no attempt begins later."""
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    """How far it is, in its own units; `of` is 0 until it says."""
    cancel_asked = models.BooleanField(default=False)
    last_error = models.CharField(max_length=200, blank=True)
    """The class of the last error: its message may hold personal text and is not kept."""
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="work_known_outcome")]
        indexes = [
            models.Index(fields=["name", "created_at"], name="work_name_created"),
            models.Index(fields=["outcome", "finished_at"], name="work_outcome_finished"),
        ]

    def __str__(self) -> str:
        return self.key


class Turn(models.Model):
    """Work that returns: when it began last, and when it will begin next."""

    name = models.CharField(max_length=100, unique=True)
    number = models.PositiveBigIntegerField(default=0)
    last_at = models.DateTimeField()
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Seen(models.Model):
    """Something that counts once, however often it is sent: a key without meaning to anybody else."""

    key = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
