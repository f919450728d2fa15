"""Background work of reports."""

from django.utils import timezone
from django_tasks import task

from kizuna.access.viewer import SYSTEM
from kizuna.voice import actions


@task()
def chase(key: str) -> None:
    """Every morning: ask again where a report is late, close what nobody appealed against."""
    actions.chase(by=SYSTEM("voice.chase"), now=timezone.now())
