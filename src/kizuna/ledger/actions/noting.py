"""Writing the ledger. Every action of the house does it in its transaction; cellar: no deed checked."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kizuna.access.models import add
from kizuna.access.viewer import Viewer
from kizuna.ledger.actions.watching import tell
from kizuna.ledger.entry import Note, subject_name
from kizuna.ledger.models import Entry
from kizuna.ledger.verbs import LOOKED

WATCHED = "EXISTS(SELECT 1 FROM ledger_watched WHERE verb = ledger_entry.verb)"
"""Told by the statement that writes the line: most are watched by nobody."""


def _entry(note: Note, now: datetime) -> Entry:
    return Entry(
        verb=note.verb, subject=subject_name(note.subject), person=note.person, by=note.by.name, at=now
    )


def note(*, verb: str, subject: Any, person: UUID | str | None = None, by: Viewer, now: datetime) -> None:
    """One line: this viewer did this to that row; `person` is the one whom it is about."""
    entry = _entry(Note(verb, subject, person, by), now)
    if verb == LOOKED:
        add(entry)
        return
    with transaction.atomic(savepoint=False):
        if add(entry, tell=WATCHED):
            tell([entry], now)


def note_many(*, notes: Iterable[Note], now: datetime) -> None:
    """Many lines at once, for loads."""
    with transaction.atomic(savepoint=False):
        tell(Entry.objects.bulk_create([_entry(one, now) for one in notes], batch_size=2000), now)


def looked(*, at_what: Any, person: UUID | str | None, by: Viewer, now: datetime) -> None:
    """Who looked at whose record: `at_what` is a row, or the name of a page."""
    note(verb=LOOKED, subject=at_what, person=person, by=by, now=now)
