"""Background work of signposting: forgetting where a list was sent."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from kizuna.outbox.actions import forget_message
from kizuna.work.actions import enqueue

AGAIN = timedelta(days=1)


@task()
def forget_list(key: str) -> None:
    """Empty the message with this list when it has left; look again tomorrow while it waits."""
    now, message = timezone.now(), key.partition("#")[0]
    if not forget_message(key=message, now=now):
        again = f"{message}#{now:%Y-%m-%d}"
        enqueue("signposting.forget_list", key=again, now=now, after=now + AGAIN)
