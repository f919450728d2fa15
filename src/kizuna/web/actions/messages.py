"""What whoever runs the site decides about messages, each with its line in the ledger."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import Viewer
from kizuna.ledger.actions import note
from kizuna.outbox import actions as outbox
from kizuna.outbox import queries

RUNS = {
    "start": outbox.start_run,
    "pause": outbox.pause_run,
    "resume": outbox.resume_run,
    "cancel": outbox.cancel_run,
}


def decide_message(*, message: UUID, what: str, by: Viewer, now: datetime) -> bool:
    """Say what became of a message that nobody can know about. False when that is known meanwhile."""
    allow(by, "outbox.keep")
    with transaction.atomic():
        if not outbox.decide(message=message, what=what, now=now):  # type: ignore[arg-type]
            return False
        note(verb=f"message.{what}", subject=f"outbox.Message:{message}", by=by, now=now)
    return True


def decide_held(*, what: Literal["again", "leave"], by: Viewer, now: datetime) -> int:
    """Send or leave all that was waiting in the backup that was brought back. How many messages it was."""
    allow(by, "outbox.keep")
    with transaction.atomic():
        number = outbox.decide_held(what=what, now=now)
        if number:
            note(verb=f"message.held_{what}", subject="outbox.Message", by=by, now=now)
    return number


def address_works(*, address: int, by: Viewer, now: datetime) -> bool:
    """An address that failed works again. False when it is not marked any more."""
    allow(by, "outbox.keep")
    with transaction.atomic():
        if not outbox.address_works(failed=address, now=now):
            return False
        note(verb="message.address_works", subject=f"outbox.FailedAddress:{address}", by=by, now=now)
    return True


def decide_run(*, run: UUID, what: str, by: Viewer, now: datetime) -> bool:
    """Start, pause, resume or cancel messages to many. False when the run is in no state for it."""
    allow_some(by, "run.keep")
    allow(by, "run.keep", area=queries.run(by, run).area)
    with transaction.atomic():
        if not RUNS[what](run=run, now=now):
            return False
        note(verb=f"run.{what}", subject=f"outbox.Run:{run}", by=by, now=now)
    return True
