"""Messages that a person speaks on the telephone: taken one at a time, each with its line in the ledger."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Viewer
from kizuna.ledger.actions import note
from kizuna.outbox import actions as outbox
from kizuna.outbox.message import caller
from kizuna.outbox.ways import Way
from kizuna.web.queries import callees

LEASE = timedelta(minutes=30)
"""So long a call is theirs who took it; then somebody else may."""


def _ways() -> list[Way]:
    return [way for way in settings.OUTBOX_WAYS.get("voice", ()) if way.kind == "people"]


def take_call(*, by: Viewer, now: datetime) -> bool:
    """Take the most urgent call that waits for this caller. False when none does."""
    allow_some(by, "call.make")
    whom = callees(by)
    mine = caller(by.account)
    with transaction.atomic():
        for way in _ways():
            for parcel in outbox.hand_out(way=way, by=mine, limit=1, lease=LEASE, now=now, callees=whom):
                note(verb="call.take", subject=f"outbox.Message:{parcel.id}", by=by, now=now)
                return True
    return False


def tell_call(*, message: UUID, what: str, by: Viewer, now: datetime) -> bool:
    """Say what became of a call that is yours. False when it is not, or not any more."""
    allow_some(by, "call.make")
    with transaction.atomic():
        mine = caller(by.account)
        if not any(outbox.tell(way=way, message=message, what=what, by=mine, now=now) for way in _ways()):
            return False
        note(verb=f"call.{what}", subject=f"outbox.Message:{message}", by=by, now=now)
    return True
