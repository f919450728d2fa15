"""Messages are written in the transaction of their cause. Cellar: no deed is checked."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import TextField

from kizuna.access.models import Place, Prepared
from kizuna.access.viewer import Refused
from kizuna.outbox.actions.inserting import Written, insert
from kizuna.outbox.actions.steps import DELIVER, FAR, URGENT, keeping_life, marks
from kizuna.outbox.message import LIFE, MANY, ONE, Draft, checked
from kizuna.outbox.models import FailedAddress, Message, Stopped
from kizuna.outbox.quiet import LOUD
from kizuna.outbox.segments import counted
from kizuna.outbox.stop import NOT_STOPPED
from kizuna.work.actions import wake

BATCH = 1000
FEW = 3
"""So many short questions cost less than a long one that is put together anew."""


def loud_from(draft: Draft, now: datetime) -> datetime:
    """When a message may make a noise: at once, or when the quiet hours of its reader end."""
    if draft.channel not in LOUD or draft.life_safety or draft.topic in NOT_STOPPED:
        return now
    return settings.QUIET_HOURS.ends(now, draft.zone or settings.TIME_ZONE) or now


@lru_cache(maxsize=16)
def _parts(text: str) -> int:
    """Many share a text: it is counted once."""
    return counted(text).segments


def _row(draft: Draft, now: datetime, run: uuid.UUID | None = None) -> Written:
    id_ = uuid.uuid4()
    found = marks(draft.channel, draft.address)
    return Written(
        id=id_,
        key=draft.key,
        channel=draft.channel,
        address=draft.address,
        address_index=found[0],
        marks=found,
        subject=draft.subject,
        text=draft.text,
        topic=draft.topic,
        cause=draft.cause,
        person=uuid.UUID(str(draft.person)) if draft.person else None,
        life_safety=draft.life_safety,
        urgency=LIFE if draft.life_safety else MANY if draft.many else ONE,
        zone=draft.zone,
        run_id=run,
        instead_of=draft.instead_of,
        parts=_parts(draft.text) if draft.channel == "sms" else 1,
        next_try=None if draft.instead_of else loud_from(draft, now),
        until=draft.until,
        reference=f"{id_.hex}@{urlsplit(settings.BASE_URL).hostname}",
        created_at=now,
    )


def _new_only(rows: Sequence[Written]) -> list[Written]:
    """The rows whose keys are new, the first of each key."""
    by_key = {row.key: row for row in reversed(rows)}
    keys = list(by_key)
    for start in range(0, len(keys), FAR):
        part = keys[start : start + FAR]
        for known in Message.objects.filter(key__in=part).values_list("key", flat=True):
            by_key.pop(known, None)
    return [row for row in rows if by_key.get(row.key) is row]


_ONE = Place("index", TextField())
_ASKED: dict[type[Stopped] | type[FailedAddress], Prepared[tuple[str]]] = {
    Stopped: Prepared(lambda: Stopped.objects.filter(address_index=_ONE).values_list("address_index")),
    FailedAddress: Prepared(
        lambda: FailedAddress.objects.filter(address_index=_ONE).values_list("address_index")
    ),
}


def _among(model: type[Stopped] | type[FailedAddress], indexes: Sequence[str]) -> set[str]:
    if len(indexes) < FEW:
        return {found for index in indexes for (found,) in _ASKED[model].rows(index=index)}
    found: set[str] = set()
    for start in range(0, len(indexes), FAR):
        part = indexes[start : start + FAR]
        known = model._default_manager.filter(address_index__in=part)
        found.update(known.values_list("address_index", flat=True))
    return found


def _hush(rows: Iterable[Written]) -> None:
    """Rows to addresses that asked for silence, or do not work, are written, but end here: people see why.

    A code that somebody asked for just now and the call to whoever is on duty go out all the same; life
    safety is tried at an address that failed, too.
    """
    found = [row for row in rows if row.topic not in NOT_STOPPED]
    indexes = sorted({index for row in found for index in row.marks})
    quiet, broken = _among(Stopped, indexes), _among(FailedAddress, indexes)
    kept = keeping_life(quiet)
    for row in found:
        if quiet.intersection(row.marks).difference(kept if row.life_safety else ()):
            row.status, row.next_try = "stopped", None
        elif broken.intersection(row.marks) and not row.life_safety:
            row.status, row.next_try, row.last_error = "failed", None, "AddressFailed"


def _wake(rows: Iterable[Written], now: datetime) -> None:
    due = {row.life_safety for row in rows if row.status == "queued" and row.next_try == now}
    for urgent in sorted(due):
        wake(URGENT if urgent else DELIVER, now=now)


def send_many(*, messages: Sequence[Draft], now: datetime, run: uuid.UUID | None = None) -> None:
    """Many messages, in the caller's transaction, with one wake-up for all of them."""
    rows = [_row(checked(draft), now, run) for draft in messages]
    with transaction.atomic(savepoint=False):
        new = _new_only(rows)
        _hush(new)
        if new:
            insert(new)
        if run is None:  # a run wakes delivery when it starts
            _wake(new, now)


def plan(*, messages: Iterable[Draft], now: datetime) -> int:
    """Very many messages, in parts of a transaction each, so that nobody waits for the last; how many.

    For a task: killed and run again it goes on, because keys that are there change nothing.
    """
    outside_of_transactions()
    left, written = iter(messages), 0
    while part := list(islice(left, BATCH)):
        send_many(messages=part, now=now)
        written += len(part)
    return written


def outside_of_transactions() -> None:
    """Raise Refused inside a transaction. The block that a test case opens around itself is not one."""
    blocks = transaction.get_connection().atomic_blocks
    if any(not getattr(block, "_from_testcase", False) for block in blocks):
        raise Refused("Very many messages are planned outside of a transaction.")


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
    zone: str = "",
    instead_of: str = "",
) -> uuid.UUID:
    """One message, in the caller's transaction; its id, also when it was there already."""
    draft = Draft(
        key,
        address,
        subject,
        text,
        channel,
        life_safety,
        topic,
        until,
        cause,
        person,
        zone=zone,
        instead_of=instead_of,
    )
    row = _row(checked(draft), now)
    with transaction.atomic(savepoint=False):  # every writer of the house waits for these statements
        _hush([row])
        if not insert([row]):
            return Message.objects.values_list("id", flat=True).get(key=key)
        _wake([row], now)
        return row.id
