"""What goes into the ledger and what comes out of it, as values."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kizuna.access.viewer import Viewer


@dataclass(frozen=True)
class Note:
    """One line to write: `subject` is a row (or `label:pk`), `person` the one whom it is about."""

    verb: str
    subject: Any
    person: UUID | str | None
    by: Viewer


@dataclass(frozen=True)
class EntryValue:
    """One line to read: codes for machines, `what` and `who` in plain words (marked for translation)."""

    at: datetime
    verb: str
    subject: str
    by: str
    what: str
    who: str


@dataclass(frozen=True)
class Tally:
    """Lines of one day about a person that say the same: how often, when first and when last."""

    day: date
    verb: str
    subject: str
    by: str
    count: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class NewsValue:
    """A line for whoever watches: identifiers only."""

    id: int
    line: int
    verb: str
    subject: str
    person: str
    at: datetime


def subject_name(subject: Any) -> str:
    """How the ledger writes what was touched: `label:pk`, never a name or a text."""
    return subject if isinstance(subject, str) else f"{subject._meta.label}:{subject.pk}"
