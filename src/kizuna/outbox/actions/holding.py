"""Messages of a backup that was brought back: they may have left since, so a human releases them."""

from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import QuerySet

from kizuna.outbox.actions.steps import DELIVER, FAR, move, release
from kizuna.outbox.message import RESTORED
from kizuna.outbox.models import Message
from kizuna.work.actions import wake


def hold(*, now: datetime) -> int:
    """Hold what was waiting, but for life safety, which rather comes twice than never. How many are held.

    What may only leave later than now cannot have left yet, and waits on. So does a call: a human makes it.
    """
    rows = Message.objects.filter(life_safety=False, next_try__lte=now).exclude(channel="voice")
    with transaction.atomic():
        held = move(rows.filter(status="queued"), "unknown", next_try=None, last_error=RESTORED)
        insisted = rows.filter(status="unknown", insisted=True)
        return held + insisted.update(next_try=None, insisted=False, last_error=RESTORED)


def held() -> QuerySet[Message]:
    """What is held and not decided yet."""
    return Message.objects.filter(status="unknown", next_try=None, last_error=RESTORED)


def decide_held(*, what: Literal["again", "leave"], now: datetime) -> int:
    """All that is held goes out, or none of it does. How many it was."""
    with transaction.atomic():
        if what == "again":
            sent = held().update(next_try=now, insisted=True)
            if sent:
                wake(DELIVER, now=now)
            return sent
        keys = list(held().values_list("key", flat=True))
        for some in [keys[start : start + FAR] for start in range(0, len(keys), FAR)]:
            move(held().filter(key__in=some), "failed", next_try=None)
            release(some, now)
        return len(keys)
