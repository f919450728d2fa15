"""Messages that come in: kept whole, once each, together with their effect. STOP before anything else."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from kizuna.outbox.actions.inserting import insert_one
from kizuna.outbox.actions.silence import confirm, obey
from kizuna.outbox.actions.steps import mark, marks_of_sender
from kizuna.outbox.address import forms
from kizuna.outbox.heard import ANSWERS_AN_HOUR, LONGEST
from kizuna.outbox.models import Expected, Reply
from kizuna.outbox.stop import Meaning, meaning
from kizuna.work.actions import enqueue, wake
from kizuna.work.names import path

HOUR = timedelta(hours=1)
EXPECTED = (
    "SELECT topic FROM outbox_expected WHERE address_index IN ({}) AND until > %s "
    "ORDER BY asked_at DESC, topic LIMIT 1"
)
WISHES = frozenset({"stop", "start", "life"})


def expect_reply(*, address: str, topic: str, until: datetime, now: datetime, channel: str = "email") -> None:
    """Hand the next replies from this address to the task `topic` (`room.task`), until then.

    Where several rooms wait, the one that asked last is the first to look; `collected` takes the reply,
    `hand_on` gives it to the next.
    """
    path(topic)
    with transaction.atomic():
        Expected.objects.update_or_create(
            address_index=mark(channel, address), topic=topic, defaults={"until": until, "asked_at": now}
        )


def _wish(channel: str, subject: str, text: str) -> Meaning:
    """What is asked for; an e-mail may say it in its subject."""
    found = meaning(text)
    if found.wish == "stop" or channel != "email":
        return found
    in_subject = meaning(subject)
    return in_subject if in_subject.wish == "stop" or not text.strip() else found


def _ours(address: str) -> bool:
    """Whether it came from ourselves: a machine that answers itself would never end."""
    return address.casefold() == parseaddr(settings.DEFAULT_FROM_EMAIL)[1].casefold()


def receive(
    *,
    channel: str,
    address: str,
    text: str,
    reference: str,
    now: datetime,
    subject: str = "",
    whole: str = "",
    automatic: bool = False,
    person: uuid.UUID | None = None,
) -> bool:
    """A message came in: STOP before anything else; then the room that asked; else a human.

    `reference` is the provider's id: a second delivery of the same one changes nothing, and is False.
    `automatic`: a machine wrote it, as an answer to ours. `person`: who wrote, where that is known already.
    """
    indexes = marks_of_sender(channel, address)
    kept = forms(channel, address, settings.COUNTRY)[0]
    said = Meaning() if _ours(kept) else _wish(channel, subject, text)
    automatic = automatic or _ours(kept)
    own = reference.replace("\x00", "")[:200]
    values = {
        "address": kept[:320],
        "address_index": indexes[0],
        "subject": subject[:500],
        "text": text[:LONGEST],
        "whole": whole if whole != text else "",
        "language": said.language,
        "person": person,
        "at": now,
    }
    row = Reply(channel=channel, reference=own, **values)
    with transaction.atomic():
        if said.wish not in WISHES:
            _sort(row, said, indexes, automatic, now)
        if not insert_one(row):
            return False
        if said.wish in WISHES:
            _obey(row, said, indexes, automatic, now)
            row.save(update_fields=["kind", "topic", "under_way", "collected_at"])
        if row.topic:
            enqueue(row.topic, key=f"reply:{row.id}:{row.topic}", now=now)
        wake(settings.REPLIES_GO_TO, now=now)
    return True


def _obey(row: Reply, said: Meaning, indexes: Sequence[str], automatic: bool, now: datetime) -> None:
    """The effect of a wish, in the transaction in which it is kept."""
    changed, row.under_way = obey(indexes, said.wish, now)
    if not changed and said.wish != "stop":
        _sort(row, said, indexes, automatic, now)
        return
    row.kind, row.collected_at = said.wish, now
    if changed and not automatic and _not_too_many(indexes, now):
        confirm(
            key=f"answer:{row.id}",
            channel=row.channel,
            address=row.address,
            wish=said.wish,
            language=said.language,
            under_way=row.under_way,
            now=now,
        )


def _sort(row: Reply, said: Meaning, indexes: Sequence[str], automatic: bool, now: datetime) -> None:
    """Whose it is: nobody's when a machine wrote it; the room's that asked; else a human's."""
    if automatic:
        row.kind, row.collected_at = "auto", now
        return
    row.kind = "help" if said.wish == "help" else "message"
    row.topic = _asked_by(indexes, now)


def _asked_by(indexes: Sequence[str], now: datetime) -> str:
    """The topic of the room that asked last, as `_expecting` says; empty when none waits."""
    places = ", ".join(["%s"] * len(indexes))
    with connection.cursor() as cursor:
        cursor.execute(EXPECTED.format(places), [*indexes, connection.ops.adapt_datetimefield_value(now)])
        found = cursor.fetchone()
    return found[0] if found else ""


def _not_too_many(indexes: Sequence[str], now: datetime) -> bool:
    """Whether a machine may still answer: two machines that thank each other would never stop."""
    lately = Reply.objects.filter(address_index__in=indexes, at__gt=now - HOUR)
    return lately.count() <= ANSWERS_AN_HOUR


def _expecting(indexes: Sequence[str], now: datetime) -> QuerySet[Expected]:
    waiting = Expected.objects.filter(address_index__in=indexes, until__gt=now)
    return waiting.order_by("-asked_at", "topic")


def _give(row: Reply, expected: Expected | None, now: datetime) -> None:
    """To the room whose turn it is; to a human when there is none."""
    row.topic = expected.topic if expected else ""
    if expected:
        enqueue(expected.topic, key=f"reply:{row.id}:{expected.topic}", now=now)


def hand_on(*, reply: uuid.UUID, topic: str, now: datetime) -> None:
    """It was not for the room with this topic: the one that asked before it looks next, at last a human."""
    with transaction.atomic():
        row = Reply.objects.select_for_update().filter(id=reply, topic=topic, collected_at=None).first()
        if row is None:
            return
        indexes = marks_of_sender(row.channel, row.address)
        mine = Expected.objects.filter(address_index__in=indexes, topic=topic).first()
        before = _expecting(indexes, now)
        if mine is not None:
            before = before.filter(Q(asked_at__lt=mine.asked_at) | Q(asked_at=mine.asked_at, topic__gt=topic))
        _give(row, before.exclude(topic=topic).first() if mine else None, now)
        row.save(update_fields=["topic"])


def collected(*, ids: Iterable[uuid.UUID], now: datetime) -> int:
    """The room that waited for these replies has worked on them; how many nobody else had taken before."""
    return Reply.objects.filter(id__in=list(ids), collected_at=None).update(collected_at=now)
