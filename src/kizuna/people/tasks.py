"""Background work of this room."""

from django.utils import timezone
from django_tasks import task

from kizuna.access.viewer import SYSTEM
from kizuna.people import actions


@task()
def remind(key: str) -> None:
    """Tell link workers which agreements end soon."""
    actions.remind_of_lapses(by=SYSTEM("agreements that end"), now=timezone.now())


@task()
def invite_admin(key: str) -> None:
    """Send the invitation of an administrator that two of them agreed to."""
    actions.invite_admin(approval=key, by=SYSTEM("two administrators"), now=timezone.now())
