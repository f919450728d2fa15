"""What the task library lacks: a key, a lease, attempts. One row beside each of its results."""

from datetime import datetime

from django.db import models
from django.db.models import Q, QuerySet
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max


def ready(now: datetime) -> QuerySet[DBTaskResult]:
    """The library's rows that may run now, the most urgent first."""
    due = Q(run_after=get_date_max()) | Q(run_after__lte=now)
    return DBTaskResult.objects.filter(due, status=TaskResultStatus.READY)


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
    last_error = models.CharField(max_length=200, blank=True)
    """The class of the last error: its message may hold personal text and is not kept."""
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["name", "created_at"], name="work_name_created")]

    def __str__(self) -> str:
        return self.key


class Seen(models.Model):
    """Something that counts once, however often it is sent: a key without meaning to anybody else."""

    key = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
