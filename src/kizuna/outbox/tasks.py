"""Delivery in the background: claim with a lease, gateway, record."""

import random
from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task

from kizuna.outbox import actions
from kizuna.outbox.gateways import Exit, InsideTransaction
from kizuna.outbox.message import Outcome, Parcel
from kizuna.outbox.retry import pause

AT_A_TIME = 1
"""One message is on its way at a time: when the worker dies, one is uncertain and not a whole batch."""
SPELL = timedelta(seconds=60)
"""Then another task goes on, so that no task nears its longest run time."""


def _record(parcel: Parcel, outcome: Outcome, now: datetime) -> None:
    rng = random.SystemRandom()
    wait = pause(parcel.attempts, life_safety=parcel.life_safety, rng=rng)
    actions.record(parcel=parcel, outcome=outcome, pause=wait, now=now)


def _send(door: Exit, parcel: Parcel) -> Outcome:
    """What became of it; an error nobody foresaw leaves it uncertain, and the run goes on."""
    try:
        return door.gateway(parcel.channel).send(parcel)
    except InsideTransaction:
        raise
    except Exception as error:
        return Outcome("uncertain", error=type(error).__name__)


@task()
def deliver(key: str) -> None:
    """Send what is due. The key tells which rows an earlier attempt of this very task left half done."""
    end = timezone.now() + SPELL
    with Exit() as door:
        for parcel in actions.uncertain(by=key, now=timezone.now()):
            _record(parcel, door.gateway(parcel.channel).ask(parcel), timezone.now())
        while parcels := actions.claim(by=key, limit=AT_A_TIME, now=timezone.now()):
            for parcel in parcels:
                _record(parcel, _send(door, parcel), timezone.now())
            if timezone.now() > end:
                break
    actions.go_on(now=timezone.now())


@task()
def sweep(key: str) -> None:
    """Every minute: end what is too late or no longer wanted, and wake delivery if something is due."""
    actions.sweep(now=timezone.now())


@task()
def prune(key: str) -> None:
    """Every night: forget expectations that ran out."""
    actions.prune(now=timezone.now())
