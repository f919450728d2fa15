"""How long each kind of record is kept, as data: rooms declare theirs in `retention.py`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Then = Literal["erased", "emptied", "kept"]
YEAR = 365
"""Days."""


@dataclass(frozen=True)
class Kind:
    """One kind of record. Sentences are marked for translation; `tables` are labels of models."""

    code: str
    """`room.kind`: a site names it to set another period."""
    what: str
    days: int | None
    """None: as long as it is in use."""
    since: str
    """From which day the period counts."""
    why: str
    who: str
    """Who sees it."""
    then: Then = "erased"
    tables: tuple[str, ...] = ()
    stays: str = ""
    """Why a row may outlive the wish to be erased, and until when. Empty: it goes at once."""
    of_person: bool = True
    """Whether it is about the person who looks. What is not is no part of erasing them."""

    @property
    def room(self) -> str:
        """The room that keeps it."""
        return self.code.partition(".")[0]

    @property
    def whole_years(self) -> int:
        """The period in years, when it is whole ones; else 0."""
        return self.days // YEAR if self.days and self.days % YEAR == 0 else 0

    def before(self, now: datetime) -> datetime | None:
        """Rows whose period began before this moment are due; None: none ever is."""
        return None if self.days is None else now - timedelta(days=self.days)


@dataclass(frozen=True)
class Held:
    """How many rows of a kind there are, how many of them are due, and since when the oldest counts."""

    total: int
    due: int
    oldest: datetime | None

    def next_due(self, kind: Kind) -> datetime | None:
        """When the oldest row goes; None when there is none, or none ever goes."""
        if self.oldest is None or kind.days is None:
            return None
        return self.oldest + timedelta(days=kind.days)
