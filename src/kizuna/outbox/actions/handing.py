"""Messages that are fetched instead of sent: by a telephone that asks for work, by a person who calls."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from kizuna.access.viewer import SYSTEM
from kizuna.outbox.actions.claiming import due
from kizuna.outbox.actions.gating import Gates, opened, parcel_of
from kizuna.outbox.actions.recording import record_in
from kizuna.outbox.message import Callees, Outcome, Parcel, Told
from kizuna.outbox.models import Message
from kizuna.outbox.queries import visible_calls
from kizuna.outbox.ways import Way

OUTCOMES: Mapping[str, Outcome] = {
    "sent": Outcome("sent"),
    "delivered": Outcome("delivered"),
    "later": Outcome("temporary", "NotNow"),
    "failed": Outcome("permanent", "Refused"),
    "wrong": Outcome("permanent", "WrongNumber", bounce=True),
}
"""What a telephone or a caller may say of a message."""
HOUSE = SYSTEM("outbox")
EVERYBODY = Callees()
PAUSE = {"phone": 60.0, "people": 3600.0}
"""Seconds until somebody tries again what could not be done just now."""


def hand_out(
    *, way: Way, by: str, limit: int, lease: timedelta, now: datetime, callees: Callees = EVERYBODY
) -> tuple[Parcel, ...]:
    """The most urgent messages for whoever asks, theirs for the time of a lease, within the throttle.

    `callees`: whom a human who asks may get to know of; a telephone that fetches tells nobody.
    """
    with transaction.atomic():
        gates = Gates(now, fetches=way.name)
        rows = due(now, fetched=True).filter(Q(status="queued") | Q(insisted=True), channel=way.channel)
        if callees is not EVERYBODY:
            rows = rows.filter(pk__in=visible_calls(HOUSE, callees))
        urgent = rows.order_by("-urgency", "next_try")
        locked = opened(urgent.select_for_update(skip_locked=True, of=("self",)), limit)
        taken = [row for row in locked if not gates.asleep(row) and gates.choose(row) == way]
        ids = [row.id for row in taken]
        gates.mark(way.name, taken, by)
        Message.objects.filter(id__in=ids).update(leased_until=now + lease)
        gates.passed({way.name: taken})
        return tuple(parcel_of(row, way.name, False) for row in taken)


def tell(*, way: Way, message: uuid.UUID, what: str, now: datetime, by: str = "") -> bool:
    """What became of a fetched message. False when it is not with them; said twice it counts once."""
    with transaction.atomic():
        mine = Message.objects.select_for_update().filter(id=message, provider=way.name)
        if by:
            mine = mine.filter(claimed_by=by)
        row = mine.filter(status__in=["sending", "unknown", "sent"]).defer("subject").first()
        if row is None or (row.status == "sent" and what not in {"delivered", "failed", "wrong"}):
            return False
        parcel = parcel_of(row, way.name, False, attempts=row.attempts)
        record_in([Told(parcel, OUTCOMES[what], PAUSE[way.kind])], now)
    return True
