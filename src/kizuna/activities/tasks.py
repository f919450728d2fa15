"""Background work of groups."""

from django.utils import timezone
from django_tasks import task

from kizuna.access.viewer import SYSTEM
from kizuna.activities import actions


@task()
def remind(key: str) -> None:
    """Every hour: remind whoever has a place at a date that is near."""
    actions.remind(by=SYSTEM("activities.remind"), now=timezone.now())
