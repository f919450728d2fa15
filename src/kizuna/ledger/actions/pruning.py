"""Pruning by age: two administrators remove whole seals' lines and leave a signed checkpoint."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.secrets import sign, signed
from kizuna.access.viewer import SYSTEM, Refused, Viewer
from kizuna.ledger.actions.noting import note_many
from kizuna.ledger.chain import PURPOSE
from kizuna.ledger.checkpoint import YOUNGEST, CheckpointValue
from kizuna.ledger.entry import Note
from kizuna.ledger.models import Checkpoint, Entry
from kizuna.ledger.queries import checkpoint, prunable, verify

HOUSE = SYSTEM("pruning the ledger")
AT_A_TIME = 2000
"""Lines removed in one transaction: writers go on in between."""


def _check(before: datetime, by: Viewer, approved_by: Viewer, now: datetime) -> None:
    allow(by, "ledger.prune")
    allow(approved_by, "ledger.prune")
    if not by.account or not approved_by.account or by.account == approved_by.account:
        raise Refused("Two different administrators have to agree to this.")
    if before > now - YOUNGEST:
        raise Refused(f"Lines younger than {YOUNGEST.days} days stay. Choose an earlier date.")


def _leave_checkpoint(before: datetime, by: Viewer, approved_by: Viewer, now: datetime) -> None:
    found = prunable(by, before)
    if not found.seal:
        return
    if verify(by, through=found.seal.number).faults:
        raise Refused("These lines are not what was sealed. Run `kizuna ledger verify`; nothing was removed.")
    left = CheckpointValue(
        found.seal.number, found.seal.last, found.seal.digest, before, now, by.name, approved_by.name
    )
    with transaction.atomic():
        row = Checkpoint(**{**vars(left), "signature": sign(left.words, settings.SECRET_KEYS, PURPOSE)})
        row.save(force_insert=True)
        deeds = (("ledger.pruned", by), ("ledger.prune_approved", approved_by))
        note_many(notes=[Note(verb, row, None, who) for verb, who in deeds], now=now)


def finish_pruning(*, now: datetime) -> int:
    """Remove what a signed checkpoint covers, also after an interruption; how many lines."""
    kept, gone = checkpoint(HOUSE), 0
    if kept is None or not signed(kept.words, kept.signature, settings.SECRET_KEYS, PURPOSE):
        return 0
    while True:
        old = Entry.objects.filter(id__lte=kept.last).order_by("id").values_list("id", flat=True)[:AT_A_TIME]
        if not (ids := list(old)):
            return gone
        with transaction.atomic():
            gone += Entry.objects.filter(id__lte=ids[-1]).delete()[0]


def prune(*, before: datetime, by: Viewer, approved_by: Viewer, now: datetime) -> int:
    """Remove the lines of seals that hold nothing as young as `before`; how many lines."""
    _check(before, by, approved_by, now)
    _leave_checkpoint(before, by, approved_by, now)
    return finish_pruning(now=now)
