"""What is wrong with a chain, one sentence a fault: which seal, which lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from kizuna.ledger.chain import PRINT, Row, SealValue, prints


@dataclass(frozen=True)
class Fault:
    """One fault: `kind` is changed, removed, inserted, cut, rewritten or unsigned."""

    kind: str
    sentence: str


@dataclass
class Report:
    """What a walk along the chain found."""

    seals: int = 0
    rows: int = 0
    open_rows: int = 0
    pruned: int = 0
    """Number of the last seal whose lines were removed by age; 0: none."""
    left_over: int = 0
    """Lines that pruning was interrupted over."""
    anchors: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def _ids(rows: Sequence[Row]) -> str:
    named = [str(row[0]) for row in rows]
    if len(named) == 1:
        return f"line {named[0]}"
    return f"{len(named)} lines from {named[0]} to {named[-1]}"


def _between(rows: Sequence[Row], place: int) -> str:
    before = f"after line {rows[place - 1][0]}" if place else "at its beginning"
    return f"{before}, before line {rows[place][0]}" if place < len(rows) else before


def _steps(sealed: bytes, rows: Sequence[Row]) -> list[tuple[str, int, int, int, int]]:
    """How to come from the prints that were sealed to the lines that there are."""
    now = prints(rows)
    old = [sealed[i : i + PRINT] for i in range(0, len(sealed), PRINT)]
    new = [now[i : i + PRINT] for i in range(0, len(now), PRINT)]
    return [s for s in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if s[0] != "equal"]


def only_removed(sealed: bytes, rows: Sequence[Row]) -> bool:
    """Whether these lines are what was sealed, but for some that are gone."""
    return all(step[0] == "delete" for step in _steps(sealed, rows))


def _differences(sealed: bytes, rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    for _, a, b, c, d in _steps(sealed, rows):
        both = min(b - a, d - c)
        if both:
            changed = rows[c : c + both]
            yield "changed", f"{_ids(changed)} {'was' if both == 1 else 'were'} changed"
        if d - c > both:
            extra = rows[c + both : d]
            yield "inserted", f"{_ids(extra)} {'was' if len(extra) == 1 else 'were'} inserted"
        if missing := b - a - both:
            how = "1 line was" if missing == 1 else f"{missing} lines were"
            yield "removed", f"{how} removed {_between(rows, c + both)}"


def what_changed(seal: SealValue, sealed: bytes, rows: Sequence[Row]) -> list[Fault]:
    """The faults of one seal, whose lines are not those that were sealed."""
    where = f"Seal {seal.number} (lines {seal.first} to {seal.last})"
    found = [Fault(kind, f"{where}: {text}.") for kind, text in _differences(sealed, rows)]
    if found:
        return found
    kind = "removed" if len(rows) < seal.rows else "inserted" if len(rows) > seal.rows else "changed"
    return [Fault(kind, f"{where}: {len(rows)} lines are there, {seal.rows} others were sealed.")]
