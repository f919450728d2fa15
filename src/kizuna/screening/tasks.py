"""Background work of this room: looking again at concerns that nobody has taken."""

from uuid import UUID

from django.utils import timezone
from django_tasks import task

from kizuna.access.viewer import SYSTEM
from kizuna.screening import actions
from kizuna.screening.ladder import read_key
from kizuna.work.urgency import LIFE_SAFETY

AT_ONCE = 200
"""Messages that are read in one transaction."""


@task(priority=LIFE_SAFETY)
def escalate_worry(key: str) -> None:
    """Tell the next ones if nobody has taken the worry of this key (`escalate-worry:worry:look`)."""
    worry, look = read_key(key)
    actions.escalate_worry(worry=worry, look=look, by=SYSTEM("escalation"), now=timezone.now())


@task(priority=LIFE_SAFETY)
def escalate(key: str) -> None:
    """Tell the next ones if nobody has taken the concern of this key (`escalate:concern:look`)."""
    concern, look = read_key(key)
    actions.escalate_concern(concern=concern, look=look, by=SYSTEM("escalation"), now=timezone.now())


@task(priority=LIFE_SAFETY)
def read_replies(key: str) -> None:
    """Find out who wrote what came in, and whether somebody may be in danger; until none is left.

    What comes while the last few are read brings a wake-up of its own.
    """
    while actions.read_replies(by=SYSTEM("replies"), limit=AT_ONCE, now=timezone.now()) == AT_ONCE:
        continue


@task()
def offer_again(key: str) -> None:
    """Every day: ask those who agreed whether they want to tell us again how they are."""
    actions.offer_again(by=SYSTEM("asking again"), now=timezone.now())


@task(priority=LIFE_SAFETY)
def hear_text(key: str) -> None:
    """Take an answer by text message (`reply:id:topic`): it may tell of a danger."""
    actions.hear_text(reply=UUID(key.split(":")[1]), by=SYSTEM("text answers"), now=timezone.now())


@task()
def end_text(key: str) -> None:
    """End a round of questions by text message when nothing is heard any more (`end-text:round:until`)."""
    actions.end_text(row=UUID(key.split(":")[1]), by=SYSTEM("text answers"), now=timezone.now())
