"""What gateways and receipts say about messages."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Literal

from django.conf import settings
from django.db import transaction

from kizuna.outbox import gate as gates
from kizuna.outbox.actions.steps import DELIVER, URGENT, move, release, wake_at
from kizuna.outbox.gate import Gate
from kizuna.outbox.message import Outcome, Parcel, Told
from kizuna.outbox.models import FailedAddress, Message
from kizuna.outbox.models import Gate as GateRow
from kizuna.outbox.retry import ATTEMPTS
from kizuna.outbox.ways import Way


def _ways() -> dict[str, Way]:
    return {way.name: way for some in settings.OUTBOX_WAYS.values() for way in some}


def record(*, parcel: Parcel, outcome: Outcome, pause: float, now: datetime) -> None:
    """What the gateway said; `pause` is how many seconds to wait before another attempt, if any."""
    with transaction.atomic():
        record_in([Told(parcel, outcome, pause)], now)


def record_in(told: Sequence[Told], now: datetime) -> None:
    """The same for several, inside the caller's transaction."""
    gone: dict[tuple[str, str, int], list[uuid.UUID]] = defaultdict(list)
    for one in told:
        if one.outcome.kind in {"sent", "delivered"}:
            gone[one.outcome.kind, one.parcel.way, one.parcel.parts].append(one.parcel.id)
        else:
            _record_one(one, now)
    ways = _ways()
    for (kind, way, parts), ids in gone.items():
        cost = ways[way].cost * parts if way in ways else 0
        rows = Message.objects.filter(id__in=ids)
        move(rows, kind, next_try=None, sent_at=now, last_error="", cost=cost)
    _tell_gates(told, ways, now)


def _again(one: Told, now: datetime) -> datetime | None:
    """When to try again; None: never by itself."""
    parcel, outcome = one.parcel, one.outcome
    if parcel.attempts >= ATTEMPTS:
        return None
    way = _ways().get(parcel.way)
    asks = way is not None and way.asks
    if outcome.kind == "uncertain" and not (parcel.life_safety or asks):
        return None
    return now + timedelta(seconds=max(one.pause, min(outcome.wait, 3600)))


def _record_one(one: Told, now: datetime) -> None:
    parcel, outcome = one.parcel, one.outcome
    error, again = outcome.error[:100], _again(one, now)
    # What an attempt left behind says late is about itself only.
    mine = Message.objects.filter(id=parcel.id, attempts=parcel.attempts)
    if outcome.kind == "temporary" and again:
        move(mine, "queued", next_try=again, last_error=error)
    elif outcome.kind == "uncertain":
        move(mine, "unknown", next_try=again, last_error=error)
    elif move(mine, "failed", next_try=None, last_error=error):
        again = None
        _failed(parcel.id, outcome.bounce, error, now)
    if again and outcome.kind != "permanent":
        wake_at(URGENT if parcel.life_safety else DELIVER, again, now)


def _failed(message: uuid.UUID, bounce: bool, error: str, now: datetime) -> None:
    """What follows a message that will not arrive: the address is marked, what stands in for it may go."""
    row = Message.objects.filter(id=message).values("key", "channel", "address_index").get()
    if bounce and row["address_index"]:
        told = {"channel": row["channel"], "message": message, "error": error, "at": now}
        FailedAddress.objects.get_or_create(address_index=row["address_index"], defaults=told)
    release([row["key"]], now)


def _tell_gates(told: Sequence[Told], ways: dict[str, Way], now: datetime) -> None:
    """Circuits open and close by what their providers did. Nothing is written while all goes well."""
    by_way: dict[str, list[Outcome]] = defaultdict(list)
    for one in told:
        if one.parcel.way in ways:
            by_way[one.parcel.way].append(one.outcome)
    for name, outcomes in sorted(by_way.items()):
        columns = [field.name for field in fields(Gate)]
        row = GateRow.objects.filter(name=name).values(*columns).first()
        ill = any(outcome.away or outcome.wait for outcome in outcomes)
        if row is None or (not ill and row["circuit"] == "closed" and not row["failures"]):
            continue
        before = Gate(**GateRow.objects.select_for_update().values(*columns).get(name=name))
        after = before
        for outcome in outcomes:
            after = _after(after, outcome, now)
        after = replace(after, tokens=before.tokens, filled_at=before.filled_at)
        if after != before:
            GateRow.objects.filter(name=name).update(**{c: getattr(after, c) for c in columns})


def _after(gate: Gate, outcome: Outcome, now: datetime) -> Gate:
    if outcome.wait:
        gate = gates.asked_to_wait(gate, outcome.wait, now)
    if outcome.away:
        return gates.went_wrong(gate, outcome.error[:100], now)
    return gates.went_well(gate)


def receipt(
    *,
    reference: str,
    kind: Literal["sent", "delivered", "failed"],
    now: datetime,
    error: str = "",
    bounce: bool = False,
) -> bool:
    """What a provider tells later, by our reference. Doubled, late, in any order: it ends the same."""
    with transaction.atomic():
        row = Message.objects.filter(reference=reference)
        changes: dict[str, object] = {"next_try": None}
        if kind == "failed":
            changes["last_error"] = error[:100]
        moved = move(row, kind, **changes)
        if moved and kind == "failed":
            _failed(row.values_list("id", flat=True).get(), bounce, error[:100], now)
        if moved and kind != "failed":
            row.filter(sent_at=None).update(sent_at=now)
    return bool(moved)
