"""Ending what is not wanted any more, and forgetting what was kept long enough."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, TextField

from kizuna.access.models import Place, Prepared
from kizuna.access.viewer import Viewer
from kizuna.outbox.actions.claiming import due
from kizuna.outbox.actions.steps import DELIVER, URGENT, marks, wanted
from kizuna.outbox.actions.straightening import straighten
from kizuna.outbox.message import LIFE
from kizuna.outbox.models import Expected, FailedAddress, Message, Reply
from kizuna.outbox.queries import aged
from kizuna.outbox.states import OPEN
from kizuna.outbox.stop import NOT_STOPPED
from kizuna.work.actions import wake

SETTLED = timedelta(days=2)
"""When a message that left has not bounced for so long, what was held back in its stead is not needed."""
WAITING = ("queued", "unknown")
_HANGING = Prepared(
    lambda: Message.objects.filter(cause=Place("cause", TextField()), status__in=WAITING).values_list("pk")[
        :1
    ]
)


def call_back(*, cause: str, person: uuid.UUID | str | None = None, now: datetime) -> int:
    """What a message hung on has fallen: those that still wait are stopped, in the caller's transaction.

    With a person only those about them.
    """
    if not cause or not _HANGING.rows(cause=cause):
        return 0
    waiting = Message.objects.filter(cause=cause, status__in=WAITING)
    if person:
        waiting = waiting.filter(person=person)
    return waiting.update(status="stopped", next_try=None)


def halt(
    *, person: uuid.UUID, addresses: Iterable[tuple[str, str]], but_life_safety: bool = False, now: datetime
) -> int:
    """Stop what waits to leave for a person: about them by name of the row, or to an address of theirs alone.

    Nothing is said of the address itself: a later message to it goes out. Returns how many were stopped.
    `but_life_safety`: warnings that may save their life still leave.
    """
    indexes = [index for channel, address in addresses for index in marks(channel, address)]
    with transaction.atomic():
        waiting = Message.objects.filter(status__in=["queued", "unknown"])
        if but_life_safety:
            waiting = waiting.filter(life_safety=False)
        theirs = waiting.filter(Q(person=person) | Q(person__isnull=True, address_index__in=indexes))
        return theirs.exclude(topic__in=NOT_STOPPED).update(status="stopped", next_try=None)


def forget(*, channel: str, address: str, now: datetime) -> None:
    """Erase what was written to and by an address. Rows stay, empty, so that nothing is sent twice."""
    indexes = marks(channel, address)
    with transaction.atomic():
        mine = Message.objects.filter(address_index__in=indexes)
        mine.filter(status__in=["queued", "unknown"]).update(status="stopped", next_try=None)
        mine.exclude(status="sending").update(address="", address_index="", subject="", text="")
        Reply.objects.filter(address_index__in=indexes).delete()
        Expected.objects.filter(address_index__in=indexes).delete()
        FailedAddress.objects.filter(address_index__in=indexes).delete()


def forget_person(*, person: uuid.UUID | str, now: datetime) -> None:
    """Stop what waits to leave about a person, and empty what was written. Rows stay, empty.

    A call to whoever is on duty goes out all the same: somebody may be in danger, and it names nobody.
    """
    with transaction.atomic():
        mine = Message.objects.filter(person=person)
        waiting = mine.filter(status__in=["queued", "unknown"], life_safety=False)
        waiting.update(status="stopped", next_try=None)
        over = mine.exclude(status__in=OPEN)
        over.update(address="", address_index="", subject="", text="", person=None)
        Reply.objects.filter(person=person).delete()


def forget_message(*, key: str, now: datetime) -> bool:
    """Empty one message that is over: its address and its words. False while it is still to leave."""
    mine = Message.objects.filter(key=key)
    over = mine.exclude(status__in=OPEN).update(address="", address_index="", subject="", text="")
    return bool(over) or not mine.exists()


def forget_replies(
    *, topic: str, reply: uuid.UUID | None = None, before: datetime | None = None, now: datetime
) -> int:
    """Empty one reply that a room was waiting for, or those that came before; how many. Rows stay, empty."""
    rows = Reply.objects.filter(topic=topic)
    rows = rows.filter(pk=reply) if reply else rows.filter(at__lt=before or now)
    return rows.update(subject="", text="", whole="")


def prune(*, now: datetime) -> None:
    """Forget expectations that ran out. Messages and replies go by the periods of `retention.py`."""
    Expected.objects.filter(until__lt=now).delete()


def let_go(*, code: str, before: datetime | None, limit: int, by: Viewer, now: datetime) -> int:
    """Empty at most `limit` messages, or forget replies, whose period is over; how many."""
    with transaction.atomic():
        ids = aged(by, code, before, limit)
        if code == "outbox.replies":
            Reply.objects.filter(pk__in=ids).delete()
        else:
            Message.objects.filter(pk__in=ids).update(address="", address_index="", subject="", text="")
    return len(ids)


def _held(now: datetime) -> None:
    """What stands in for another message goes out when that one cannot, and is spared when it arrived."""
    held = Message.objects.filter(status="queued", next_try=None).exclude(instead_of="")
    first = Message.objects.filter(key=OuterRef("instead_of"))
    held.filter(Exists(first.filter(status__in=["failed", "expired"]))).update(next_try=now)
    arrived = Q(status="delivered") | Q(status="sent", sent_at__lt=now - SETTLED)
    held.filter(Exists(first.filter(arrived))).update(status="spared")


def sweep(*, now: datetime) -> None:
    """End what came too late or is no longer wanted; wake delivery if something is due or left half done."""
    with transaction.atomic():
        straighten(now)
        waiting = Message.objects.filter(status__in=["queued", "unknown"])
        waiting.filter(until__lte=now).update(status="expired", next_try=None)
        waiting.exclude(wanted()).update(status="stopped", next_try=None)
        _held(now)
        if due(now, LIFE).exists():
            wake(URGENT, now=now)
        # Whatever is under way is looked at by the next run: it knows whose task is still at work.
        if due(now).exists() or Message.objects.filter(status="sending").exists():
            wake(DELIVER, now=now)
