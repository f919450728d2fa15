"""What became of messages that came in: who wrote them, who has them, how they ended. Cellar: no deed."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kizuna.outbox.heard import OUTCOMES, Placed
from kizuna.outbox.models import Reply


def place(*, placed: Sequence[Placed], now: datetime) -> None:
    """Write down who wrote these replies, as far as somebody could find out."""
    with transaction.atomic():
        rows = Reply.objects.in_bulk([one.id for one in placed])
        for one in placed:
            if row := rows.get(one.id):
                row.person, row.area, row.placed_at = one.person, one.area, now
                if one.outcome and row.collected_at is None:
                    row.outcome, row.collected_at = one.outcome, now
        fields = ["person", "area", "placed_at", "outcome", "collected_at"]
        Reply.objects.bulk_update(rows.values(), fields, batch_size=100)


def pass_on(*, reply: uuid.UUID, account: uuid.UUID | None, now: datetime) -> bool:
    """Somebody else answers this one. False when it is done already."""
    return bool(Reply.objects.filter(id=reply, collected_at=None).update(given_to=account))


def close(*, reply: uuid.UUID, outcome: str, now: datetime) -> bool:
    """Nothing is left to be done. False when that was so before."""
    if outcome not in OUTCOMES:
        raise ValueError(outcome)
    rows = Reply.objects.filter(id=reply, collected_at=None)
    return bool(rows.update(outcome=outcome, collected_at=now))
