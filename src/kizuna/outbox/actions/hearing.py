"""Replies coming in. STOP before anything else."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from kizuna.outbox.actions.steps import mark, marks
from kizuna.outbox.address import clean
from kizuna.outbox.models import Expected, Message, Reply, Stopped
from kizuna.outbox.stop import NOT_STOPPED, means_stop
from kizuna.work.actions import enqueue
from kizuna.work.names import path


def expect_reply(*, address: str, topic: str, until: datetime, now: datetime, channel: str = "email") -> None:
    """Hand the next replies from this address to the task `topic` (`room.task`), until then."""
    path(topic)
    with transaction.atomic():
        Expected.objects.update_or_create(
            address_index=mark(channel, address), topic=topic, defaults={"until": until}
        )


def receive(*, channel: str, address: str, text: str, reference: str, now: datetime) -> None:
    """A reply came in: STOP before anything else; then each room that waits for it; else a human.

    `reference` is the provider's id: a second delivery of the same one changes nothing.
    """
    indexes = marks(channel, address)
    with transaction.atomic():
        if means_stop(text):
            _stop(indexes, now)
            topics = ["stop"]
        else:
            waiting = Expected.objects.filter(address_index__in=indexes, until__gt=now)
            topics = sorted(set(waiting.values_list("topic", flat=True))) or [""]
        for topic in topics:
            row, new = Reply.objects.get_or_create(
                channel=channel,
                reference=reference,
                topic=topic,
                defaults={
                    "address": clean(channel, address),
                    "address_index": indexes[0],
                    "text": text,
                    "at": now,
                },
            )
            if new and topic not in {"", "stop"}:
                enqueue(topic, key=f"reply:{row.id}", now=now)


def _stop(indexes: Sequence[str], now: datetime) -> None:
    """From here on nothing starts to this address; what is on its way already cannot be called back."""
    for index in indexes:
        Stopped.objects.get_or_create(address_index=index, defaults={"at": now})
    waiting = Message.objects.filter(address_index__in=indexes, status__in=["queued", "unknown"])
    waiting.exclude(topic__in=NOT_STOPPED).update(status="stopped", next_try=None)


def stop(*, channel: str, address: str, now: datetime) -> None:
    """This address wants no more messages."""
    with transaction.atomic():
        _stop(marks(channel, address), now)


def collected(*, ids: Iterable[uuid.UUID], now: datetime) -> None:
    """The room that waited for these replies has worked on them."""
    Reply.objects.filter(id__in=list(ids), collected_at=None).update(collected_at=now)
