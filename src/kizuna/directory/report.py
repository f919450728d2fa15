"""What an import did, table by table, for people and for machines."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from kizuna.directory.package import Finding, Package


@dataclass(frozen=True)
class TableReport:
    """One table: its rows in the package, and what they were to what was here before."""

    table: str
    read: int
    kept: int
    merged: int
    refused: int
    new: int = 0
    changed: int = 0
    gone: int = 0


@dataclass(frozen=True)
class Imported:
    """The whole import. `changed` is False when everything was here already."""

    source: str
    changed: bool
    tables: tuple[TableReport, ...]
    findings: tuple[Finding, ...]
    services: int
    """Services of this source that take people now."""
    with_need: int
    """Of these, how many meet at least one need."""

    def as_json(self) -> dict[str, Any]:
        """For `--json`: everything but the single findings, which are counted."""
        return {
            "source": self.source,
            "changed": self.changed,
            "tables": {t.table: {k: v for k, v in asdict(t).items() if k != "table"} for t in self.tables},
            "findings": len(self.findings),
            "services": self.services,
            "with_need": self.with_need,
        }


def checked(package: Package) -> tuple[TableReport, ...]:
    """What is in a package that was read and not written."""
    return tuple(TableReport(t, c.read, c.kept, c.merged, c.refused) for t, c in package.counts.items())


HEADING = ("table", "row", "column", "problem", "what became of the row", "value")


def lines(findings: tuple[Finding, ...]) -> Iterator[tuple[str, ...]]:
    """The findings as rows of a table, after its heading."""
    yield HEADING
    for f in findings:
        yield f.table, str(f.row or ""), f.column, f.problem, f.fate, f.value
