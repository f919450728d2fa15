"""Messages in, out and what became of them. Cellar: no deed is checked; every action is one transaction."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kizuna.access.secrets import BadSeal, blind, blinds
from kizuna.access.viewer import Viewer
from kizuna.outbox.address import clean, normal
from kizuna.outbox.message import Draft, Outcome, Parcel, checked
from kizuna.outbox.models import Expected, Message, Reply, Stopped
from kizuna.outbox.queries import aged
from kizuna.outbox.retry import ATTEMPTS
from kizuna.outbox.states import OPEN, before
from kizuna.outbox.stop import NOT_STOPPED, means_stop
from kizuna.work.actions import enqueue, wake
from kizuna.work.names import path

LEASE = timedelta(minutes=10)
"""Longer than any call to a gateway may take. A killed worker's task comes back much sooner, by its key."""
FAR = 500
"""Rows in one statement: what every database takes."""


def _address_index(channel: str, address: str) -> str:
    """The blind index by which an address is found again."""
    return blind(normal(channel, address), settings.SECRET_KEYS, "outbox.address")


def _address_indexes(channel: str, address: str) -> list[str]:
    """Every index that this address may have been given, while the keys change."""
    return blinds(normal(channel, address), settings.SECRET_KEYS, "outbox.address")


def _row(draft: Draft, now: datetime) -> Message:
    id_ = uuid.uuid4()
    return Message(
        id=id_,
        key=draft.key,
        channel=draft.channel,
        address=draft.address,
        address_index=_address_index(draft.channel, draft.address),
        subject=draft.subject,
        text=draft.text,
        topic=draft.topic,
        cause=draft.cause,
        person=uuid.UUID(str(draft.person)) if draft.person else None,
        life_safety=draft.life_safety,
        next_try=now,
        until=draft.until,
        reference=f"{id_.hex}@{urlsplit(settings.BASE_URL).hostname}",
        created_at=now,
    )


def _new_only(rows: Sequence[Message]) -> list[Message]:
    """The rows whose keys are new, the first of each key."""
    by_key = {row.key: row for row in reversed(rows)}
    keys = list(by_key)
    for start in range(0, len(keys), FAR):
        part = keys[start : start + FAR]
        for known in Message.objects.filter(key__in=part).values_list("key", flat=True):
            by_key.pop(known, None)
    return [row for row in rows if by_key.get(row.key) is row]


def _hush(rows: Iterable[Message]) -> None:
    """Rows to addresses that asked for silence are written, but stopped: people see why nothing went."""
    found = list(rows)
    asked = {row.id: _address_indexes(row.channel, row.address) for row in found}
    indexes = sorted({index for some in asked.values() for index in some})
    quiet: set[str] = set()
    for start in range(0, len(indexes), FAR):
        part = indexes[start : start + FAR]
        quiet.update(Stopped.objects.filter(address_index__in=part).values_list("address_index", flat=True))
    for row in found:
        if quiet.intersection(asked[row.id]) and row.topic not in NOT_STOPPED:
            row.status, row.next_try = "stopped", None


def send_many(*, messages: Sequence[Draft], now: datetime) -> None:
    """Many messages, in the caller's transaction, with one wake-up for all of them."""
    rows = [_row(checked(draft), now) for draft in messages]
    with transaction.atomic(savepoint=False):
        new = _new_only(rows)
        _hush(new)
        Message.objects.bulk_create(new, batch_size=FAR, ignore_conflicts=True)
        if any(row.status == "queued" for row in new):
            wake("outbox.deliver", now=now)


def send(
    *,
    key: str,
    channel: str = "email",
    address: str,
    subject: str,
    text: str,
    now: datetime,
    life_safety: bool = False,
    topic: str = "",
    until: datetime | None = None,
    cause: str = "",
    person: uuid.UUID | str | None = None,
) -> uuid.UUID:
    """One message, in the caller's transaction; its id, also when it was there already."""
    draft = Draft(key, address, subject, text, channel, life_safety, topic, until, cause, person)
    row = _row(checked(draft), now)
    with transaction.atomic(savepoint=False):  # every writer of the house waits for these statements
        _hush([row])
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            return Message.objects.values_list("id", flat=True).get(key=key)
        if row.status == "queued":
            wake("outbox.deliver", now=now)
        return row.id


def _due(now: datetime) -> QuerySet[Message]:
    """What may be tried now: queued rows, and unknown ones of life safety (others have no next try)."""
    silent = Stopped.objects.filter(address_index=OuterRef("address_index"))
    return Message.objects.filter(
        ~Exists(silent), status__in=["queued", "unknown"], next_try__lte=now
    ).filter(Q(until=None) | Q(until__gt=now))


def claim(*, by: str, limit: int, now: datetime) -> tuple[Parcel, ...]:
    """Take the most urgent messages: `sending` and a lease, in one transaction."""
    with transaction.atomic():
        urgent = _due(now).order_by("-life_safety", "next_try")
        locked = urgent.select_for_update(skip_locked=True, of=("self",)).values_list("id", flat=True)
        ids = list(locked[:limit])
        Message.objects.filter(id__in=ids).update(
            status="sending", claimed_by=by, leased_until=now + LEASE, attempts=F("attempts") + 1
        )
        return tuple(parcel for id_ in ids if (parcel := _opened(id_)))


def _opened(message: uuid.UUID) -> Parcel | None:
    """The message in the clear. One that no key opens has failed; it must not hold up the others."""
    found = Message.objects.filter(id=message)
    try:
        row = found.get()
    except BadSeal:
        _move(found, "failed", next_try=None, last_error="BadSeal")
        return None
    return Parcel(
        row.id, row.channel, row.address, row.subject, row.text, row.reference, row.attempts, row.life_safety
    )


def uncertain(*, by: str, now: datetime) -> tuple[Parcel, ...]:
    """Rows that were on their way when their worker died: those of this very task, or out of lease."""
    lost = Message.objects.filter(Q(claimed_by=by) | Q(leased_until__lt=now), status="sending")
    with transaction.atomic():
        ids = list(lost.values_list("id", flat=True)[:FAR])
        return tuple(parcel for id_ in ids if (parcel := _opened(id_)))


def _move(message: QuerySet[Message], status: str, **changes: object) -> bool:
    """One step of the table, or nothing: late and doubled news change nothing."""
    allowed = message.filter(status__in=before(status))
    return bool(allowed.update(status=status, claimed_by="", leased_until=None, **changes))


def record(*, parcel: Parcel, outcome: Outcome, pause: float, now: datetime) -> None:
    """What the gateway said; `pause` is how many seconds to wait before another attempt, if any."""
    again = now + timedelta(seconds=pause) if parcel.attempts < ATTEMPTS else None
    told = {"provider": outcome.provider, "last_error": outcome.error[:100]}
    row = Message.objects.filter(id=parcel.id)
    mine = row.filter(attempts=parcel.attempts)  # what an attempt left behind says late is about itself only
    with transaction.atomic():
        if outcome.kind in {"sent", "delivered"}:
            _move(row, outcome.kind, next_try=None, sent_at=now, **told)
        elif outcome.kind == "temporary" and again:
            _move(mine, "queued", next_try=again, **told)
        elif outcome.kind == "uncertain":
            again = again if parcel.life_safety else None
            _move(mine, "unknown", next_try=again, **told)
        else:
            again = None
            _move(mine, "failed", next_try=None, **told)
        if outcome.kind in {"temporary", "uncertain"} and again:
            _wake_at(again, now)


def _wake_at(moment: datetime, now: datetime) -> None:
    """One wake-up for all attempts of the same two seconds. `outbox.sweep` finds what slips through."""
    slot = int(moment.timestamp()) // 2 + 1
    after = datetime.fromtimestamp(slot * 2, tz=moment.tzinfo)
    enqueue("outbox.deliver", key=f"outbox.deliver@{slot}", now=now, after=after)


def go_on(*, now: datetime) -> None:
    """Another run of delivery, when this one has lasted long enough and more is due."""
    with transaction.atomic():
        if _due(now).exists():
            wake("outbox.deliver", now=now)


def sweep(*, now: datetime) -> None:
    """End what came too late or is no longer wanted; wake delivery if something is due or left half done."""
    with transaction.atomic():
        waiting = Message.objects.filter(status__in=["queued", "unknown"])
        waiting.filter(until__lte=now).update(status="expired", next_try=None)
        silent = Stopped.objects.values("address_index")
        unwanted = waiting.filter(address_index__in=silent).exclude(topic__in=NOT_STOPPED)
        unwanted.update(status="stopped", next_try=None)
        lost = Message.objects.filter(status="sending", leased_until__lt=now)
        if _due(now).exists() or lost.exists():
            wake("outbox.deliver", now=now)


def expect_reply(*, address: str, topic: str, until: datetime, now: datetime, channel: str = "email") -> None:
    """Hand the next replies from this address to the task `topic` (`room.task`), until then."""
    path(topic)
    with transaction.atomic():
        Expected.objects.update_or_create(
            address_index=_address_index(channel, address), topic=topic, defaults={"until": until}
        )


def receive(*, channel: str, address: str, text: str, reference: str, now: datetime) -> None:
    """A reply came in: STOP before anything else; then each room that waits for it; else a human.

    `reference` is the provider's id: a second delivery of the same one changes nothing.
    """
    indexes = _address_indexes(channel, address)
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
        _stop(_address_indexes(channel, address), now)


def call_back(*, cause: str, now: datetime) -> int:
    """What a message hung on has fallen: those that still wait are stopped, in the caller's transaction."""
    waiting = Message.objects.filter(cause=cause, status__in=["queued", "unknown"]).exclude(cause="")
    return waiting.update(status="stopped", next_try=None)


def halt(*, person: uuid.UUID, addresses: Iterable[tuple[str, str]], now: datetime) -> int:
    """Stop what waits to leave for a person: about them by name of the row, or to an address of theirs alone.

    Nothing is said of the address itself: a later message to it goes out. Returns how many were stopped.
    """
    indexes = [index for channel, address in addresses for index in _address_indexes(channel, address)]
    with transaction.atomic():
        waiting = Message.objects.filter(status__in=["queued", "unknown"])
        theirs = waiting.filter(Q(person=person) | Q(person__isnull=True, address_index__in=indexes))
        return theirs.exclude(topic__in=NOT_STOPPED).update(status="stopped", next_try=None)


def collected(*, ids: Iterable[uuid.UUID], now: datetime) -> None:
    """The room that waited for these replies has worked on them."""
    Reply.objects.filter(id__in=list(ids), collected_at=None).update(collected_at=now)


def forget(*, channel: str, address: str, now: datetime) -> None:
    """Erase what was written to and by an address. Rows stay, empty, so that nothing is sent twice."""
    indexes = _address_indexes(channel, address)
    with transaction.atomic():
        mine = Message.objects.filter(address_index__in=indexes)
        mine.filter(status__in=["queued", "unknown"]).update(status="stopped", next_try=None)
        mine.exclude(status="sending").update(address="", address_index="", subject="", text="")
        Reply.objects.filter(address_index__in=indexes).delete()
        Expected.objects.filter(address_index__in=indexes).delete()


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
