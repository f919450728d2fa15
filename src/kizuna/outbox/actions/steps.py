"""What every action on messages stands on: marks of addresses, one step of the table, one wake-up."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from kizuna.access.secrets import blind, blinds
from kizuna.outbox.address import forms, found_by, normal
from kizuna.outbox.models import Message, Stopped
from kizuna.outbox.states import before
from kizuna.outbox.stop import NOT_STOPPED
from kizuna.work.actions import enqueue

FAR = 500
"""Rows in one statement: what every database takes."""
DELIVER, URGENT = "outbox.deliver", "outbox.deliver_urgent"


def mark(channel: str, address: str) -> str:
    """The blind index by which an address is found again."""
    return blind(normal(channel, address), settings.SECRET_KEYS, "outbox.address")


def marks(channel: str, address: str) -> list[str]:
    """Every index that this address may have been given, while the keys change."""
    return marks_of(normal(channel, address))


def marks_of(normal_form: str) -> list[str]:
    """The same for an address in its one form."""
    return blinds(normal_form, settings.SECRET_KEYS, "outbox.address")


def marks_of_sender(channel: str, address: str) -> list[str]:
    """Every index under which messages to whoever wrote this may stand: the one to keep comes first."""
    found = forms(channel, address, settings.COUNTRY)
    made = [blinds(found_by(channel, form), settings.SECRET_KEYS, "outbox.address") for form in found]
    return list(dict.fromkeys(mark for some in made for mark in some))


def wanted() -> Q:
    """What may leave: anything but to an address that asked for silence; there, what it asked for just now,
    and life safety where it was kept on."""
    silent = Stopped.objects.filter(address_index=OuterRef("address_index"))
    kept = Q(life_safety=True) & Q(~Exists(silent.filter(keeps_life=False)))
    return Q(~Exists(silent)) | Q(topic__in=NOT_STOPPED) | kept


def keeping_life(indexes: Iterable[str]) -> set[str]:
    """Those of these silent addresses that kept life safety on."""
    found = sorted(indexes)
    kept: set[str] = set()
    for start in range(0, len(found), FAR):
        rows = Stopped.objects.filter(keeps_life=True, address_index__in=found[start : start + FAR])
        kept.update(rows.values_list("address_index", flat=True))
    return kept


def move(message: QuerySet[Message], status: str, **changes: object) -> int:
    """One step of the table, or nothing: late and doubled news change nothing. How many rows went."""
    allowed = message.filter(status__in=before(status))
    return allowed.update(status=status, claimed_by="", leased_until=None, insisted=False, **changes)


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
