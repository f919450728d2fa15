"""What became of messages that came in: who wrote them, who has them, how they ended. Cellar: no deed."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from kizuna.outbox.heard import OUTCOMES, Placed
from kizuna.outbox.models import Reply

PLACED = "UPDATE outbox_reply SET person = COALESCE(%s, person), area = %s, placed_at = %s WHERE id = %s"


def place(*, placed: Sequence[Placed], now: datetime) -> None:
    """Write down who wrote these replies, as far as somebody could find out."""
    uuid_of, at = Reply._meta.pk.get_db_prep_save, connection.ops.adapt_datetimefield_value(now)
    rows = [
        (uuid_of(one.person, connection), uuid_of(one.area, connection), at, uuid_of(one.id, connection))
        for one in placed
    ]
    over: dict[str, list[uuid.UUID]] = defaultdict(list)
    for one in placed:
        if one.outcome:
            over[one.outcome].append(one.id)
    with transaction.atomic():
        if rows:
            with connection.cursor() as cursor:  # very many at a time: one form for all of them
                cursor.executemany(PLACED, rows)
        for outcome, ids in over.items():
            open_ones = Reply.objects.filter(id__in=ids, collected_at=None)
            open_ones.update(outcome=outcome, collected_at=now)


def pass_on(*, reply: uuid.UUID, account: uuid.UUID | None, now: datetime) -> bool:
    """Somebody else answers this one. False when it is done already."""
    return bool(Reply.objects.filter(id=reply, collected_at=None).update(given_to=account))


def close(*, reply: uuid.UUID, outcome: str, now: datetime) -> bool:
    """Nothing is left to be done. False when that was so before."""
    if outcome not in OUTCOMES:
        raise ValueError(outcome)
    rows = Reply.objects.filter(id=reply, collected_at=None)
    return bool(rows.update(outcome=outcome, collected_at=now))
