"""What a human decides where the machine cannot know."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from django.db import transaction

from kizuna.outbox.actions.steps import DELIVER, URGENT, move, release
from kizuna.outbox.models import FailedAddress, Message
from kizuna.work.actions import wake


def decide(*, message: uuid.UUID, what: Literal["arrived", "again", "leave"], now: datetime) -> bool:
    """An unknown message has arrived, is sent once more, or is left. False when it is not unknown."""
    with transaction.atomic():
        row = Message.objects.filter(id=message, status="unknown")
        if what == "again":
            moved = row.update(next_try=now, insisted=True)
            if moved:
                wake(URGENT if row.filter(life_safety=True).exists() else DELIVER, now=now)
            return bool(moved)
        if what == "arrived":
            return bool(move(row, "sent", next_try=None, sent_at=now))
        moved = move(row, "failed", next_try=None)
        if moved:
            release([Message.objects.values_list("key", flat=True).get(id=message)], now)
    return bool(moved)


def let_failed_go(*, channel: str, marks: Iterable[str], now: datetime) -> None:
    """Forget that these addresses of a channel failed: what is known by them is not written to any more."""
    FailedAddress.objects.filter(channel=channel, address_index__in=list(marks)).delete()


def address_works(*, failed: int, now: datetime) -> bool:
    """Somebody looked: this address works again, or was mended. False when it is not marked."""
    return bool(FailedAddress.objects.filter(pk=failed).delete()[0])
