"""Deeds that nobody does alone: what was proposed, by whom, and what became of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

DECISIONS = ("", "approved", "declined", "lapsed")
WAITS = timedelta(days=7)
"""How long a proposal waits for a second person before it lapses."""


@dataclass(frozen=True)
class ApprovalValue:
    """One proposal. `arguments` are opened only for the task that carries it out."""

    id: str
    deed: str
    subject: str
    about: str
    """What would be done, in the words of the room that asks."""
    why: str
    proposed_by: str
    proposed_at: datetime
    expires_at: datetime
    proposer: str = ""
    """The name of the account that proposed it."""
    area: str = ""
    person: str = ""
    decision: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""
    done_at: datetime | None = None
    mine: bool = False
    """Proposed by the one who looks: somebody else decides."""
    arguments: dict[str, Any] = field(default_factory=dict)

    def waits(self, now: datetime) -> bool:
        """Whether it can still be decided."""
        return not self.decision and now < self.expires_at
