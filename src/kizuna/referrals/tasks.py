"""Background work of this room."""

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from kizuna.access.viewer import SYSTEM
from kizuna.referrals import actions


@task()
def chase(key: str) -> None:
    """Every morning: tell those who look after something that it is overdue, and later their team."""
    actions.chase(by=SYSTEM("what is overdue"), now=timezone.now())
    actions.forget_mailed(by=SYSTEM("forms that nobody sent on"), now=timezone.now())


@task()
def mailed(key: str) -> None:
    """Take what the address of a partner sent (`reply:id:topic`)."""
    house = SYSTEM("a form that came by e-mail")
    actions.take_mailed(reply=UUID(key.split(":")[1]), by=house, now=timezone.now())


@task()
def watch_visits(key: str) -> None:
    """Every five minutes: tell whoever is on duty of a colleague who is not back from a visit."""
    actions.watch_visits(by=SYSTEM("visits"), now=timezone.now())
