"""Sealing: no writer ever waits for it, and no line that commits late is ever taken for an intruder.

On PostgreSQL numbers are given out before transactions end: line 100 may appear after line 101. A writer
holds a lock on the table from before its first number until its transaction ends, and `pg_locks` shows it.
So: read the highest line, then who is writing; once all of those have ended, nothing can appear below it.
"""

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from kizuna.access.secrets import sign
from kizuna.access.viewer import SYSTEM
from kizuna.ledger.chain import LOWEST, PURPOSE, next_seal, prints
from kizuna.ledger.models import Entry, Horizon, Seal
from kizuna.ledger.queries import lines_between, newest_seal

HOUSE = SYSTEM("sealing the ledger")
BATCH = 1000
"""Lines under one seal: what a fault can be narrowed down to without its prints."""
BATCHES = 100
"""Seals of one run: some seconds of work, so that other tasks get their turn."""
_WRITING = """
    SELECT DISTINCT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND relation = 'ledger_entry'::regclass
      AND mode = 'RowExclusiveLock' AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND pid IS DISTINCT FROM pg_backend_pid()
"""


def _writing() -> list[str]:
    """The transactions that may have taken numbers of lines already: on SQLite none but one's own."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(_WRITING)
        return [row[0] for row in cursor.fetchall()]


def _settled() -> int:
    """The line at and below which nothing can appear any more."""
    upper = Entry.objects.aggregate(upper=Max("id"))["upper"] or 0
    writing = _writing()  # after the highest line, never before
    if not writing:
        return upper
    fence = Horizon.objects.filter(id=1).first()
    if fence and set(fence.writing) & set(writing):
        return 0
    Horizon.objects.update_or_create(id=1, defaults={"upper": upper, "writing": writing})
    return fence.upper if fence else 0


def seal(*, now: datetime, batches: int = BATCHES) -> int:
    """Seal what is settled, one short insert a batch; how many seals were made."""
    upper, made = _settled(), 0
    before = newest_seal(HOUSE)
    while made < batches:
        rows = lines_between(HOUSE, before.last if before else LOWEST, upper, limit=BATCH)
        if not rows:
            break
        link = next_seal(before, rows, now)
        link = replace(link, signature=sign(link.words, settings.SECRET_KEYS, PURPOSE))
        try:
            with transaction.atomic():
                Seal(**vars(link), prints=prints(rows)).save(force_insert=True)
        except IntegrityError:  # another worker was faster: its seal is as good
            break
        before, made = link, made + 1
    return made
