"""Delivery in the background: claim, gateway, record."""

import random
import time
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from kizuna.outbox import actions
from kizuna.outbox.gateways import Exit, Letters
from kizuna.outbox.message import LIFE, Outcome, Parcel, Told
from kizuna.outbox.retry import next_pause
from kizuna.work.urgency import LIFE_SAFETY

SPELL = 20.0
"""Seconds; then other tasks have their turn."""
NAP = 0.3
"""A gate that opens within so many seconds is waited for here; a later one gets a wake-up of its own."""


def _told(parcel: Parcel, outcome: Outcome) -> Told:
    ways = len(settings.OUTBOX_WAYS.get(parcel.channel, ()))
    rng = random.SystemRandom()
    wait = next_pause(parcel.attempts, ways=ways, life_safety=parcel.life_safety, rng=rng)
    return Told(parcel, outcome, wait)


def _naps(rest_until: datetime | None, over: float) -> bool:
    """Wait for a gate that opens in a moment; False when it takes longer, or this run has lasted enough."""
    if rest_until is None or time.monotonic() > over:
        return False
    wait = (rest_until - timezone.now()).total_seconds()
    if wait > NAP:
        return False
    time.sleep(max(wait, 0.01))
    return True


def _deliver(key: str, least: int) -> None:
    """Send what is due. The key tells which rows an earlier attempt of this very task left half done."""
    over = time.monotonic() + SPELL
    told: list[Told] = []
    with Exit() as door:
        actions.adopt(by=key, now=timezone.now())
        while True:
            turn = actions.turn(by=key, told=told, least=least, now=timezone.now())
            outcomes = door.carry(turn.parcels) if turn.parcels else []
            told = [_told(parcel, outcome) for parcel, outcome in zip(turn.parcels, outcomes, strict=True)]
            if told and time.monotonic() > over:
                actions.turn(by=key, told=told, limit=0, now=timezone.now())
                break
            if not told and not _naps(turn.rest_until, over):
                break
    actions.go_on(least=least, rest_until=turn.rest_until, now=timezone.now())


@task()
def deliver(key: str) -> None:
    """Send what is due, the most urgent first."""
    _deliver(key, 0)


@task(priority=LIFE_SAFETY)
def deliver_urgent(key: str) -> None:
    """Send what is about somebody's life, in a lane of its own."""
    _deliver(key, LIFE)


@task()
def sweep(key: str) -> None:
    """Every minute: end what is too late or no longer wanted, and wake delivery if something is due."""
    actions.sweep(now=timezone.now())
    actions.end_runs(now=timezone.now())


@task()
def stop_run(key: str) -> None:
    """Stop the rows of a run that was cancelled; the key names the run."""
    actions.stop_rows(run=UUID(key.partition(":")[2].partition("@")[0]), now=timezone.now())


@task()
def prune(key: str) -> None:
    """Every night: forget expectations that ran out."""
    actions.prune(now=timezone.now())


FETCHED = 200
"""Letters that are fetched in one go; the rest a minute later."""


@task()
def fetch_letters(key: str) -> None:
    """Every minute: fetch what came by e-mail. One is marked as read only when it is kept."""
    if settings.MAILBOX is None:
        return
    with Letters(settings.MAILBOX) as letters:
        for uid in letters.unread(FETCHED):
            if raw := letters.fetch(uid):
                actions.receive_letter(raw=raw, now=timezone.now())
            letters.kept(uid)
