"""A change of keys: everything that is sealed is sealed anew, in small pieces, while the site runs."""

import json
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model, TextField, Value

from kizuna.access.deeds import allow
from kizuna.access.secrets import BadSeal, blind, mark, seal, sealed_with, unseal
from kizuna.access.viewer import Viewer
from kizuna.ledger.actions import note
from kizuna.web.models import RAW, TOKEN, blind_fields, in_libraries, raw, sealed_names, tables
from kizuna.web.sealing import Place
from kizuna.work.actions import enqueue, report

PIECE = 200
"""Rows in one transaction: other writers wait for milliseconds."""
PIECES = 10
"""Pieces of one task, which then hands over to the next."""


def begin_reseal(*, by: Viewer, now: datetime) -> str:
    """Start the background work; returns the name of this round."""
    allow(by, "keys.change")
    change = uuid.uuid4().hex[:12]
    with transaction.atomic():
        enqueue("web.reseal", key=Place(change).key(), now=now)
        note(verb="keys.changed", subject="keys", by=by, now=now)
    return change


def note_retired(*, by: Viewer, now: datetime) -> None:
    """Write down that an old key was retired."""
    allow(by, "keys.change")
    with transaction.atomic():
        note(verb="keys.retired", subject="keys", by=by, now=now)


def go_on(*, place: Place, by: Viewer, now: datetime) -> Place | None:
    """Seal some pieces anew and leave a task for the rest; None when all is done."""
    allow(by, "keys.change")
    here: Place | None = place
    for piece in range(PIECES):
        if here is None:
            break
        report(key=place.key(), done=piece, of=PIECES, now=now)
        with transaction.atomic():
            here = _piece(here)
    if here is None:
        _libraries_anew()
    else:
        enqueue("web.reseal", key=here.key(), now=now)
    return here


def _piece(place: Place) -> Place | None:
    """One piece of one table; returns where the walk goes on, or None at the end."""
    found = [model for model in tables() if model._meta.label >= place.table]
    if not found:
        return None
    model = found[0]
    rows = raw(model).defer(*sealed_names(model))
    if model._meta.label == place.table and place.after:
        rows = rows.filter(pk__gt=place.after)
    taken = list(rows[:PIECE])
    _seal_anew(model, taken)
    if len(taken) == PIECE:
        return Place(place.change, model._meta.label, str(taken[-1].pk))
    return Place(place.change, found[1]._meta.label) if len(found) > 1 else None


def _seal_anew(model: type[Model], rows: Sequence[Any]) -> None:
    keys = tuple(settings.SECRET_KEYS)
    for row in rows:
        standing = {name: getattr(row, RAW + name) for name in sealed_names(model)}
        changes = {name: _anew(token, keys) for name, token in standing.items() if token}
        fresh: dict[str, Any] = {name: token for name, token in changes.items() if token}
        fresh |= _marks(model, row, keys)
        if fresh:
            # Only what still stands as it was read: whoever wrote meanwhile sealed with the newest key.
            same = {RAW + name: token for name, token in standing.items()}
            raw(model).filter(pk=row.pk, **same).update(
                **{n: Value(v, TextField()) for n, v in fresh.items()}
            )


def _libraries_anew() -> None:
    keys = tuple(settings.SECRET_KEYS)
    for model, name, purpose, key, text in list(in_libraries()):
        fresh = TOKEN.sub(lambda found, p=purpose: _anew(found[0], keys, p) or found[0], text)  # type: ignore[misc]
        if fresh != text:
            with transaction.atomic():
                same = model._base_manager.select_for_update().filter(pk=key)
                row = same.values_list(name, flat=True).first()
                if row is not None and (row if isinstance(row, str) else json.dumps(row)) == text:
                    same.update(**{name: fresh if isinstance(row, str) else json.loads(fresh)})


def _anew(token: str, keys: Sequence[str], purpose: str = "field") -> str:
    """The same text under the newest key; empty when it is there already, or cannot be opened by any."""
    if sealed_with(token, keys[:1], purpose) == 0:
        return ""
    try:
        return seal(unseal(token, keys, purpose), keys, purpose)
    except BadSeal:
        return ""


def _marks(model: type[Model], row: Any, keys: Sequence[str]) -> dict[str, str]:
    found = {}
    for name, (of, purpose) in blind_fields(model).items():
        if getattr(row, name).startswith(mark(keys[0])):
            continue
        try:
            value = of(row)
        except BadSeal:
            continue
        if value:
            found[name] = blind(value, keys, purpose)
    return found
