"""What whoever runs the site decides about messages, each with its line in the ledger."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.ledger.actions import note
from kizuna.outbox import actions as outbox


def decide_message(*, message: UUID, what: str, by: Viewer, now: datetime) -> bool:
    """Say what became of a message that nobody can know about. False when that is known meanwhile."""
    allow(by, "outbox.keep")
    with transaction.atomic():
        if not outbox.decide(message=message, what=what, now=now):  # type: ignore[arg-type]
            return False
        note(verb=f"message.{what}", subject=f"outbox.Message:{message}", by=by, now=now)
    return True


def address_works(*, address: int, by: Viewer, now: datetime) -> bool:
    """An address that failed works again. False when it is not marked any more."""
    allow(by, "outbox.keep")
    with transaction.atomic():
        if not outbox.address_works(failed=address, now=now):
            return False
        note(verb="message.address_works", subject=f"outbox.FailedAddress:{address}", by=by, now=now)
    return True
