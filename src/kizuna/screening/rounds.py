"""Rounds of questions by text message, as pages show them."""

from dataclasses import dataclass
from datetime import datetime

from kizuna.screening.texting import STATES


@dataclass(frozen=True)
class Round:
    """One round: when it began, how it stands, and how many of its questions were reached."""

    instrument: str
    begun_at: datetime
    ended_at: datetime | None
    status: str
    reached: int
    of: int

    @property
    def label(self) -> str:
        """How it stands, to be translated."""
        return STATES[self.status]


@dataclass(frozen=True)
class DropOuts:
    """How many rounds stand in one way, and what share of their questions was reached, in per cent.

    None where the count is too small to show.
    """

    status: str
    number: int | None
    reached: int | None

    @property
    def label(self) -> str:
        """How they stand, to be translated."""
        return STATES[self.status]
