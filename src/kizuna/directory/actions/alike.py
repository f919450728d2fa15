"""The nightly search for entries that may be one, and a curator's word that they are two."""

from collections.abc import Callable
from datetime import datetime
from typing import get_args
from uuid import UUID

from django.db import transaction

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import NotFound, Viewer
from kizuna.directory.alike import Kind, Suspicion, suspicions, thinned
from kizuna.directory.ids import known_ids
from kizuna.directory.models import Alike
from kizuna.directory.queries import allow_joining, entries, names_of
from kizuna.ledger.actions import note

_BATCH = 2000
MOST_WAITING = 20_000
"""Pairs of one kind that wait: more than that no curator reads in a year."""
Progress = Callable[[int], None]


def find_alike(*, by: Viewer, now: datetime, progress: Progress = lambda done: None) -> int:
    """Look for entries that may be one; how many pairs wait for a curator. What one said stays said."""
    allow(by, "listing.alike")
    found = 0
    for number, kind in enumerate(get_args(Kind), 1):
        apart = Alike.objects.filter(kind=kind, apart_at__isnull=False).values_list("one", "two")
        said = frozenset((str(one), str(two)) for one, two in apart)
        pairs = thinned(suspicions(entries(by, kind)), said)[:MOST_WAITING]
        _write(kind, pairs, now)
        found += len(pairs)
        progress(number)
    return found


def _write(kind: Kind, pairs: list[Suspicion], now: datetime) -> None:
    """Write just what differs: a pair that waits keeps its address."""
    wanted = {(UUID(each.one), UUID(each.two)): each for each in pairs}
    with transaction.atomic():
        waiting = Alike.objects.select_for_update().filter(kind=kind, apart_at__isnull=True)
        gone, changed = [], []
        for row in waiting:
            each = wanted.pop((row.one, row.two), None)
            if each is None:
                gone.append(row.pk)
            elif _says(row) != _meant(each):
                row.score, row.verdict, row.reasons = _meant(each)
                changed.append(row)
        for first in range(0, len(gone), _BATCH):
            Alike.objects.filter(pk__in=gone[first : first + _BATCH]).delete()
        Alike.objects.bulk_update(changed, ["score", "verdict", "reasons"], batch_size=500)
        new = [_row(kind, each, now) for each in wanted.values()]
        Alike.objects.bulk_create(new, batch_size=_BATCH, ignore_conflicts=True)


def _says(row: Alike) -> tuple[int, str, list[str]]:
    return row.score, row.verdict, row.reasons


def _meant(each: Suspicion) -> tuple[int, str, list[str]]:
    return each.score, each.verdict, list(each.reasons)


def _row(kind: Kind, each: Suspicion, now: datetime) -> Alike:
    score, verdict, reasons = _meant(each)
    return Alike(
        kind=kind, one=UUID(each.one), two=UUID(each.two), score=score, verdict=verdict, reasons=reasons,
        found_at=now,
    )  # fmt: skip


def ask_again(*, pair: object, by: Viewer, now: datetime) -> None:
    """It was a slip that these two are two: the pair waits again."""
    allow_some(by, "listing.care")
    with transaction.atomic():
        row = _held(pair, by)
        if row.apart_at is not None:
            row.apart_by, row.apart_at = "", None
            row.save(update_fields=["apart_by", "apart_at"])
            note(verb="listing.ask_again", subject=row, by=by, now=now)


def _held(pair: object, by: Viewer) -> Alike:
    row = Alike.objects.select_for_update().filter(pk__in=known_ids([pair])).first()
    if row is None:
        raise NotFound("pair")
    allow_joining(by, (row.one, row.two))
    return row


def say_apart(*, pair: object, by: Viewer, now: datetime) -> None:
    """These two are two: the pair is not shown again."""
    allow_some(by, "listing.care")
    with transaction.atomic():
        row = _held(pair, by)
        if row.apart_at is None:
            row.apart_by, row.apart_at, row.names = by.name, now, names_of(by, row.kind, (row.one, row.two))
            row.save(update_fields=["apart_by", "apart_at", "names"])
            note(verb="listing.apart", subject=row, by=by, now=now)
