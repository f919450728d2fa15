"""How a site stands, as values: for load balancers, for Prometheus, for whoever runs it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Readiness:
    """Whether pages can be served: `behind` counts migrations that the database lacks."""

    database: bool
    behind: int
    worker: bool
    """Whether a worker gave a sign lately. Without one pages still answer, but no message leaves."""

    @property
    def ready(self) -> bool:
        """Whether visitors may be sent here."""
        return self.database and not self.behind


@dataclass(frozen=True)
class Standing:
    """How the work stands now; a moment is None when there is nothing to tell."""

    tasks: Mapping[str, int] = field(default_factory=dict)
    messages: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """How many messages by channel and state."""
    oldest_task: datetime | None = None
    oldest_message: datetime | None = None
    backup: datetime | None = None
    ledger_open: datetime | None = None
    """The oldest line of the ledger that is not sealed: up to then it is sealed."""
    worker: datetime | None = None
