"""Runs: very many messages that are forecast, started, paused, resumed and cancelled together."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from django.db import transaction

from kizuna.access.viewer import SYSTEM, Refused
from kizuna.outbox.actions.sending import BATCH, outside_of_transactions, write, written
from kizuna.outbox.actions.steps import DELIVER, URGENT, move
from kizuna.outbox.forecast import learned
from kizuna.outbox.message import LIFE, Draft
from kizuna.outbox.models import Gate, Message, Run
from kizuna.outbox.queries import lately, run_forecast
from kizuna.outbox.states import OPEN, RUNS
from kizuna.work.actions import enqueue, wake

HOUSE = SYSTEM("outbox")


def open_run(*, key: str, label: str, now: datetime, area: uuid.UUID | str | None = None) -> uuid.UUID:
    """A run to plan messages for, in the caller's transaction; its id, also when it was there already."""
    told = {"label": label, "area": area, "created_at": now}
    with transaction.atomic():
        return Run.objects.get_or_create(key=key, defaults=told)[0].id


def plan_run(*, run: uuid.UUID, messages: Iterable[Draft], now: datetime) -> int:
    """Write the messages of a run in parts of a transaction each; none leaves before the run is started.

    For a task: killed and run again it goes on, because keys that are there change nothing. How many there
    were; raises Refused when somebody cancelled the run meanwhile.
    """
    outside_of_transactions()
    left, number = iter(messages), 0
    while part := list(islice(left, BATCH)):
        rows = written(part, now, run)  # sealed before the transaction: no other writer waits for that
        with transaction.atomic():
            if not Run.objects.select_for_update().filter(id=run, state="planning").exists():
                raise Refused("This run was cancelled or has begun: nothing more is written for it.")
            write(rows, now, run)
        number += len(part)
    with transaction.atomic():
        _step(run, "held")
    return number


def _step(run: uuid.UUID, state: str, **changes: object) -> bool:
    before = [one for one, steps in RUNS.items() if state in steps]
    return bool(Run.objects.filter(id=run, state__in=before).update(state=state, **changes))


def start_run(*, run: uuid.UUID, now: datetime) -> bool:
    """Let a written run begin, and keep what was said of its end. False when it is in no state for it."""
    with transaction.atomic():
        row = Run.objects.select_for_update().filter(id=run, state="held").first()
        if row is None:
            return False
        told = run_forecast(HOUSE, row.id, now)
        return _go(run, now, started_at=now, said_end=told.last_at, said_cost=told.cost)


def resume_run(*, run: uuid.UUID, now: datetime) -> bool:
    """Let a paused run go on. False when it is not paused."""
    with transaction.atomic():
        paused = Run.objects.select_for_update().filter(id=run, state="paused").exists()
        return paused and _go(run, now)


def _go(run: uuid.UUID, now: datetime, **changes: object) -> bool:
    moved = _step(run, "running", **changes)
    if moved and Message.objects.filter(run=run, status="queued", urgency=LIFE).exists():
        wake(URGENT, now=now)
    if moved:
        wake(DELIVER, now=now)
    return moved


def pause_run(*, run: uuid.UUID, now: datetime) -> bool:
    """Nothing more of this run begins; what is on its way already arrives. False when it does not run."""
    with transaction.atomic():
        return _step(run, "paused")


def cancel_run(*, run: uuid.UUID, now: datetime) -> bool:
    """Nothing more of this run ever begins. Its rows are stopped behind it, many at a time."""
    with transaction.atomic():
        moved = _step(run, "cancelling", ended_at=now)
        if moved:
            enqueue("outbox.stop_run", key=f"outbox.stop_run:{run}", now=now)
        return moved


def stop_rows(*, run: uuid.UUID, now: datetime) -> None:
    """Stop the rows of a run that was cancelled, in short transactions, then call it cancelled."""
    outside_of_transactions()
    waiting = Message.objects.filter(run=run, status__in=["queued", "unknown"])
    while ids := list(waiting.values_list("id", flat=True)[:BATCH]):
        with transaction.atomic():
            if not Run.objects.filter(id=run, state="cancelling").exists():
                return
            move(Message.objects.filter(id__in=ids), "stopped", next_try=None)
    with transaction.atomic():
        if not Message.objects.filter(run=run, status="sending").exists():
            _step(run, "cancelled")


def end_runs(*, now: datetime) -> None:
    """Call those runs done of which nothing waits any more; go on stopping what was cancelled.

    From what is under way it is learned how fast the ways are.
    """
    for run in Run.objects.filter(state="running"):
        _learn(run, now)
        rows = Message.objects.filter(run=run)
        if not rows.filter(status__in=OPEN).exists():
            last = rows.order_by("-sent_at").exclude(sent_at=None).values_list("sent_at", flat=True).first()
            _step(run.id, "done", ended_at=last or now)
    for run in Run.objects.filter(state="cancelling"):
        enqueue("outbox.stop_run", key=f"outbox.stop_run:{run.id}@{int(now.timestamp()) // 60}", now=now)


def _learn(run: Run, now: datetime) -> None:
    """Keep how fast each way took the last minute of a run, for the forecast of the next one."""
    for way, seen in lately(HOUSE, run, now).items():
        gate = Gate.objects.filter(name=way)
        for before in gate.values_list("pace", flat=True):
            gate.update(pace=learned(before, seen))
