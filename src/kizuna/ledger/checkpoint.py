"""What pruning by age leaves behind."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

YOUNGEST = timedelta(days=365)
"""Lines younger than this are never pruned."""


@dataclass(frozen=True)
class CheckpointValue:
    """The lines up to id `last` (seals up to `number`) were removed: they were older than `before`."""

    number: int
    last: int
    digest: str
    before: datetime
    at: datetime
    by: str
    approved_by: str
    signature: str = ""

    @property
    def words(self) -> str:
        """What is signed."""
        times = f"{self.before.astimezone(UTC).isoformat()} {self.at.astimezone(UTC).isoformat()}"
        return f"checkpoint {self.number} {self.last} {self.digest} {times} {self.by} {self.approved_by}"
