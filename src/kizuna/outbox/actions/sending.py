"""Messages are written in the transaction of their cause. Cellar: no deed is checked."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import islice
from os import urandom
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction

from kizuna.access.viewer import Refused
from kizuna.outbox.actions.inserting import Written, insert, seal_all
from kizuna.outbox.actions.steps import DELIVER, FAR, URGENT, keeping_life, marks_of
from kizuna.outbox.address import normal_of
from kizuna.outbox.message import LIFE, MANY, ONE, Draft, cleaned
from kizuna.outbox.models import Message
from kizuna.outbox.quiet import LOUD, TALK, Quiet
from kizuna.outbox.segments import counted
from kizuna.outbox.stop import NOT_STOPPED
from kizuna.work.actions import wake

BATCH = 1000


def loud_from(draft: Draft, now: datetime) -> datetime:
    """When a message may make a noise: at once, or when the quiet hours of its reader end."""
    if draft.channel not in LOUD or draft.life_safety or draft.topic in (*NOT_STOPPED, TALK):
        return now
    return _morning(settings.QUIET_HOURS, now, draft.zone or settings.TIME_ZONE) or now


@lru_cache(maxsize=1024)
def _morning(quiet: Quiet, now: datetime, zone: str) -> datetime | None:
    """Very many are planned in one moment, and few time zones are read in."""
    return quiet.ends(now, zone)


@lru_cache(maxsize=16)
def _parts(text: str) -> int:
    """Many share a text: it is counted once."""
    return counted(text).segments


@lru_cache(maxsize=4)
def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _new_id(now: datetime) -> uuid.UUID:
    """A random id that begins with its moment (version 7 of RFC 9562).

    Rows of one time lie side by side then in the indexes, however large the table is.
    """
    at = int(now.timestamp() * 1000) & 0xFFFF_FFFF_FFFF
    bits = at << 80 | int.from_bytes(urandom(10))
    return uuid.UUID(int=bits & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62)


def _row(draft: Draft, address: str, subject: str, now: datetime, run: uuid.UUID | None = None) -> Written:
    """The row of a checked draft, not sealed yet."""
    id_ = _new_id(now)
    found = marks_of(normal_of(draft.channel, address))
    many = draft.many or run is not None
    return Written(
        id=id_,
        key=draft.key,
        channel=draft.channel,
        address=address,
        address_index=found[0],
        marks=found,
        subject=subject,
        text=draft.text,
        topic=draft.topic,
        cause=draft.cause,
        person=uuid.UUID(str(draft.person)) if draft.person else None,
        life_safety=draft.life_safety,
        urgency=LIFE if draft.life_safety else MANY if many else ONE,
        zone=draft.zone,
        run_id=run,
        instead_of=draft.instead_of,
        parts=_parts(draft.text) if draft.channel == "sms" else 1,
        next_try=None if draft.instead_of else loud_from(draft, now),
        until=draft.until,
        reference=f"{id_.hex}@{_host(settings.BASE_URL)}",
        created_at=now,
    )


def _among(table: str, column: str, values: Sequence[str]) -> set[str]:
    """Those of these values that stand in a column of texts; the ORM would take longer than the database."""
    found: set[str] = set()
    with connection.cursor() as cursor:
        for start in range(0, len(values), FAR):
            part = values[start : start + FAR]
            places = ", ".join(["%s"] * len(part))
            cursor.execute(f"SELECT {column} FROM {table} WHERE {column} IN ({places})", part)  # noqa: S608  # nosec B608 - our own names
            found.update(value for (value,) in cursor.fetchall())
    return found


def _new_only(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts whose keys are new, the first of each key."""
    by_key = {draft.key: draft for draft in reversed(drafts)}
    known = _among("outbox_message", "key", list(by_key))
    return [draft for draft in drafts if draft.key not in known and by_key[draft.key] is draft]


def _hush(rows: Iterable[Written]) -> None:
    """Rows to addresses that asked for silence, or do not work, are written, but end here: people see why.

    A code that somebody asked for just now and the call to whoever is on duty go out all the same; life
    safety is tried at an address that failed, too.
    """
    found = [row for row in rows if row.topic not in NOT_STOPPED]
    indexes = sorted({index for row in found for index in row.marks})
    quiet = _among("outbox_stopped", "address_index", indexes)
    broken = _among("outbox_failedaddress", "address_index", indexes)
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


def written(drafts: Sequence[Draft], now: datetime, run: uuid.UUID | None = None) -> list[Written]:
    """Sealed rows for the drafts whose keys are new: all that takes time and needs no transaction."""
    # All are checked first: one that cannot be sent is told of, whether it is new or not.
    clean = {id(draft): cleaned(draft) for draft in drafts}
    rows = [_row(draft, *clean[id(draft)], now, run) for draft in _new_only(drafts)]
    seal_all(rows)
    return rows


def write(rows: Sequence[Written], now: datetime, run: uuid.UUID | None = None) -> None:
    """Write sealed rows, in the caller's transaction, with one wake-up for all of them."""
    with transaction.atomic(savepoint=False):
        _hush(rows)
        if rows:
            insert(rows)
        if run is None:  # a run wakes delivery when it starts
            _wake(rows, now)


def send_many(*, messages: Sequence[Draft], now: datetime, run: uuid.UUID | None = None) -> None:
    """Many messages, in the caller's transaction, with one wake-up for all of them."""
    write(written(messages, now, run), now, run)


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
    row = _row(draft, *cleaned(draft), now)
    seal_all([row])
    with transaction.atomic(savepoint=False):  # every writer of the house waits for these statements
        _hush([row])
        if not insert([row]):
            return Message.objects.values_list("id", flat=True).get(key=key)
        _wake([row], now)
        return row.id
