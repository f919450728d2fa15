"""The queue cleans up after itself."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from kizuna.work import actions

KEEP = timedelta(days=90)
"""So long a key protects from doing the same work twice."""
KEEP_PASSING = timedelta(days=2)


@task()
def prune(key: str) -> None:
    """Every night: forget finished tasks by age."""
    actions.prune(now=timezone.now(), keep=KEEP, keep_passing=KEEP_PASSING)
