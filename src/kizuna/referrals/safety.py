"""Safety at the link worker's desk: a flag on somebody's record, and who is on a visit until when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_VISIT = timedelta(hours=12)
TEAM_AFTER = timedelta(minutes=20)
"""So long after the person on duty was told, everybody near by is told."""
NOTE_LENGTH = 2000
PLACE_LENGTH = 200
REACH_LENGTH = 60
MINUTES = (30, 60, 90, 120, 180, 240)
"""How long a visit may last, to choose from."""


@dataclass(frozen=True)
class Sight:
    """Who read a flag first when."""

    name: str
    at: datetime


@dataclass(frozen=True)
class FlagValue:
    """A safeguarding flag: what somebody is worried about, and who has seen it."""

    id: str
    person: str
    raised_at: datetime
    raised_by: str
    """A name."""
    closed_at: datetime | None
    closed_by: str
    note: str = ""
    """Only where it was opened."""
    outcome: str = ""
    seen: tuple[Sight, ...] = ()


@dataclass(frozen=True)
class VisitValue:
    """One visit: who is where until when."""

    id: str
    worker: str
    """An account."""
    worker_name: str
    reach: str
    """How to reach them, as they wrote it."""
    place: str
    person: str
    person_name: str
    """Empty for those who may not see the person."""
    starts_at: datetime
    until: datetime
    back_at: datetime | None
    alarmed_at: datetime | None

    def late(self, now: datetime) -> bool:
        """Whether they should have been back by now."""
        return self.back_at is None and self.until < now
