"""What every action on messages stands on: marks of addresses, one step of the table, one wake-up."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from kizuna.access.secrets import blind, blinds
from kizuna.outbox.address import normal
from kizuna.outbox.models import Message
from kizuna.outbox.states import before
from kizuna.work.actions import enqueue

FAR = 500
"""Rows in one statement: what every database takes."""
DELIVER, URGENT = "outbox.deliver", "outbox.deliver_urgent"


def mark(channel: str, address: str) -> str:
    """The blind index by which an address is found again."""
    return blind(normal(channel, address), settings.SECRET_KEYS, "outbox.address")


def marks(channel: str, address: str) -> list[str]:
    """Every index that this address may have been given, while the keys change."""
    return blinds(normal(channel, address), settings.SECRET_KEYS, "outbox.address")


def move(message: QuerySet[Message], status: str, **changes: object) -> int:
    """One step of the table, or nothing: late and doubled news change nothing. How many rows went."""
    allowed = message.filter(status__in=before(status))
    return allowed.update(status=status, claimed_by="", insisted=False, **changes)


def release(keys: list[str], now: datetime) -> None:
    """What was held back to take the place of these messages may go out now."""
    held = Message.objects.filter(instead_of__in=keys, status="queued", next_try=None)
    if held.update(next_try=now):
        wake_at(DELIVER, now, now)


def wake_at(name: str, moment: datetime, now: datetime) -> None:
    """One wake-up for all attempts of the same two seconds. `outbox.sweep` finds what slips through."""
    slot = int(moment.timestamp()) // 2 + 1
    after = datetime.fromtimestamp(slot * 2, tz=moment.tzinfo)
    enqueue(name, key=f"{name}@{slot}", now=now, after=min(after, moment + timedelta(seconds=2)))
