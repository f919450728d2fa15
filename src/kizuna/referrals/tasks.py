"""Background work of this room."""

from django.utils import timezone
from django_tasks import task

from kizuna.access.viewer import SYSTEM
from kizuna.referrals import actions


@task()
def chase(key: str) -> None:
    """Every morning: tell those who look after something that it is overdue, and later their team."""
    actions.chase(by=SYSTEM("what is overdue"), now=timezone.now())
