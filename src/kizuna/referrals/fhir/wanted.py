"""What a search for referrals asks for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

Spans = Sequence[tuple[datetime | None, datetime | None, bool]]
"""Not before the first, before the second; True turns it round."""


@dataclass(frozen=True)
class Wanted:
    """Conditions that all have to hold; None is no condition."""

    ids: Collection[UUID] | None = None
    subjects: Collection[UUID] | None = None
    """The ids under which the reader knows the persons."""
    states: frozenset[str] | None = None
    asked: Spans = ()
    changed: Spans = ()
    after: tuple[datetime, UUID] | None = None
    """After the one that was asked then."""
    limit: int = 100
