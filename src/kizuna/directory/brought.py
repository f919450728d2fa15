"""A package on its way in: the steps it may take, and what is shown of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kizuna.directory.package import Finding
from kizuna.directory.report import TableReport

STATES: dict[str, frozenset[str]] = {
    "checking": frozenset({"checked", "refused"}),
    "checked": frozenset({"importing"}),
    "importing": frozenset({"imported", "refused"}),
    "imported": frozenset(),
    "refused": frozenset(),
}
"""From each state, those that may follow."""
WORKING = frozenset({"checking", "importing"})
LASTS = timedelta(days=1)
"""A package that was checked and not imported is kept so long."""
ENDINGS = (".zip", ".json", ".ndjson", ".jsonl", ".csv", ".xml")


@dataclass(frozen=True)
class Brought:
    """One package, and what is known of it by now."""

    id: str
    source: str
    state: str
    at: datetime
    said: str
    changed: bool
    services: int
    tables: tuple[TableReport, ...]
    notes: tuple[str, ...]
    findings: tuple[Finding, ...]
    percent: int | None = None
    ready: bool = False
    """Whether its content is still here."""

    @property
    def working(self) -> bool:
        """Whether something is being done with it."""
        return self.state in WORKING


def finding_of(found: dict[str, Any]) -> Finding:
    """A finding as it was kept."""
    fills = tuple((name, value) for name, value in found["fills"])
    return Finding(**{**found, "fills": fills})


def task_of(id: object, state: str) -> str:
    """The key of the work that is to be done with a package in this state."""
    return f"package:{id}:{state}"
