"""Reading the chain: its head, how far it has come, and whether it is whole."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from kizuna.access.deeds import allow
from kizuna.access.secrets import sign, signed
from kizuna.access.viewer import Viewer
from kizuna.ledger.anchor import Anchor, anchor_of
from kizuna.ledger.chain import LOWEST, PURPOSE, START, SealValue
from kizuna.ledger.checkpoint import CheckpointValue
from kizuna.ledger.findings import Fault, Report
from kizuna.ledger.models import Checkpoint, Entry, Seal, Verification
from kizuna.ledger.queries.lines import lines_in
from kizuna.ledger.state import Prunable, Sealing, Verified
from kizuna.ledger.walking import Walk

_SEAL = ("number", "first", "last", "rows", "content", "digest", "at", "signature")
_CHECKPOINT = ("number", "last", "digest", "before", "at", "by", "approved_by", "signature")
AT_ONCE = 20
"""Seals whose lines are read together."""


def _values(rows: QuerySet[Seal]) -> Iterator[SealValue]:
    """Rows of seals as values, without their prints."""
    return (SealValue(*row) for row in rows.values_list(*_SEAL))


def _newest() -> SealValue | None:
    return next(_values(Seal.objects.order_by("-number")[:1]), None)


def newest_seal(viewer: Viewer) -> SealValue | None:
    """The last link of the chain."""
    allow(viewer, "ledger.see")
    return _newest()


def head(viewer: Viewer) -> Anchor | None:
    """The head of the chain, signed, to be kept outside; None while nothing is sealed."""
    allow(viewer, "ledger.see")
    newest = _newest()
    if newest is None:
        return None
    bare = anchor_of(newest)
    return Anchor(
        bare.number, bare.last, bare.digest, bare.at, sign(bare.words, settings.SECRET_KEYS, PURPOSE)
    )


def checkpoint(viewer: Viewer) -> CheckpointValue | None:
    """What the last pruning left behind."""
    allow(viewer, "ledger.see")
    row = Checkpoint.objects.order_by("-last").values_list(*_CHECKPOINT).first()
    return CheckpointValue(*row) if row else None


def _ours(words: str, signature: str) -> bool:
    return signed(words, signature, settings.SECRET_KEYS, PURPOSE)


def _walk_from(newest: int | None) -> Walk:
    """A walk from the beginning, or from the seal before the `newest` ones, which is then believed."""
    last = _newest()
    before = (last.number - newest) if last and newest else 0
    base = next(_values(Seal.objects.filter(number=before)), None)
    return Walk(_ours, base.digest, base.number, base.last) if base else Walk(_ours, START, 0, LOWEST)


def _prints(number: int) -> Callable[[], bytes]:
    return lambda: bytes(Seal.objects.values_list("prints", flat=True).get(number=number))


def _some_steps(walk: Walk, seals: list[SealValue]) -> None:
    """Seals that follow each other, with their lines in one read."""
    rows, start = lines_in(walk.last, seals[-1].last), 0
    for seal in seals:
        end = start
        while end < len(rows) and rows[end][0] <= seal.last:
            end += 1
        walk.step(seal, rows[start:end], _prints(seal.number))
        start = end


def verify(
    viewer: Viewer,
    *,
    newest: int | None = None,
    through: int | None = None,
    anchors: Iterable[Anchor] = (),
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Report:
    """Compute the chain again: all of it, its `newest` seals, or only `through` a seal."""
    allow(viewer, "ledger.see")
    walk = _walk_from(newest)
    walk.take_anchors(anchors)
    walk.take_checkpoint(checkpoint(viewer))
    wanted = Seal.objects.order_by("number")
    if through is not None:
        wanted = wanted.filter(number__lte=through)
    of = wanted.filter(number__gt=walk.number).count()
    while seals := list(_values(wanted.filter(number__gt=walk.number)[:AT_ONCE])):
        _some_steps(walk, seals)
        progress(walk.report.seals, of)
    return walk.end(0 if through is not None else Entry.objects.filter(id__gt=walk.last).count())


def waiting_since(viewer: Viewer) -> datetime | None:
    """The moment of the oldest line that is not sealed yet."""
    allow(viewer, "ledger.see")
    last = Seal.objects.order_by("-number").values_list("last", flat=True).first()
    waiting = Entry.objects.filter(id__gt=LOWEST if last is None else last).order_by("id")
    return waiting.values_list("at", flat=True).first()


def state(viewer: Viewer) -> Sealing:
    """How far the chain has come, and what waits at its end."""
    allow(viewer, "ledger.see")
    newest, kept = _newest(), checkpoint(viewer)
    waiting = Entry.objects.filter(id__gt=newest.last if newest else LOWEST).order_by("id")
    oldest = waiting.values_list("at", flat=True).first()
    return Sealing(newest, waiting.count() if oldest else 0, oldest, kept)


def last_verification(viewer: Viewer) -> Verified | None:
    """What the last nightly look found."""
    allow(viewer, "ledger.see")
    row: Any = Verification.objects.order_by("-at", "-id").first()
    if row is None:
        return None
    faults = tuple(Fault(one["kind"], one["sentence"]) for one in row.faults)
    return Verified(row.id, row.at, row.seals, row.rows, faults)


def prunable(viewer: Viewer, before: datetime) -> Prunable:
    """The last seal up to which every line is older than `before`, and how many lines that are."""
    allow(viewer, "ledger.see")
    young = Entry.objects.filter(at__gte=before).order_by("id").values_list("id", flat=True).first()
    kept = checkpoint(viewer)
    old = Seal.objects.filter(number__gt=kept.number if kept else 0).order_by("-number")
    if young is not None:
        old = old.filter(last__lt=young)
    seal = next(_values(old[:1]), None)
    return Prunable(seal, Entry.objects.filter(id__lte=seal.last).count() if seal else 0)
