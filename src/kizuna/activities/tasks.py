"""Background work of groups."""

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from kizuna.access.viewer import SYSTEM
from kizuna.activities import actions
from kizuna.activities.news import of_task


@task()
def remind(key: str) -> None:
    """Every hour: remind whoever has a place at a date that is near."""
    actions.remind(by=SYSTEM("activities.remind"), now=timezone.now())


@task()
def hear_member(key: str) -> None:
    """Take what a member answered to a letter of their group (`reply:id:topic`)."""
    actions.hear_member(
        reply=UUID(key.split(":")[1]), by=SYSTEM("activities.hear_member"), now=timezone.now()
    )


@task()
def age_aid(key: str) -> None:
    """Every hour: end asks, offers and proposals whose time is over."""
    actions.age_aid(by=SYSTEM("activities.age_aid"), now=timezone.now())


@task()
def write_news(key: str) -> None:
    """Write the messages of a newsletter that a human has checked (`news:id`)."""
    actions.write_news(news=of_task(key), by=SYSTEM("activities.write_news"), now=timezone.now())


@task()
def remind_of_shifts(key: str) -> None:
    """Every hour: remind volunteers of a shift that is near."""
    actions.remind_of_shifts(by=SYSTEM("activities.remind_of_shifts"), now=timezone.now())


@task()
def watch_checks(key: str) -> None:
    """Every day: tell organisers which papers of their volunteers run out."""
    actions.watch_checks(by=SYSTEM("activities.watch_checks"), now=timezone.now())
