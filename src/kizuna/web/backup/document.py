"""What a backup says, line by line: a head, each table with its rows and its hash, and an end."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from kizuna.web.backup.rows import KINDS, Kind, TableHash, line_of
from kizuna.web.backup.sealing import NotABackup

FORMAT = 1


@dataclass(frozen=True)
class Head:
    """Where a backup comes from. `settings` holds no secrets; `anchors`: heads of the ledger, one a line."""

    made: str
    version: str
    vendor: str
    migrations: tuple[str, ...]
    settings: Mapping[str, str] = field(default_factory=dict)
    anchors: str = ""
    format: int = FORMAT


@dataclass(frozen=True)
class Brought:
    """What came of bringing a backup back; `held`: messages that a human releases."""

    head: Head
    held: int


@dataclass(frozen=True)
class Table:
    """A table whose rows follow."""

    name: str
    columns: tuple[str, ...]
    kinds: tuple[Kind, ...]


@dataclass(frozen=True)
class TableEnd:
    """What must have been read of a table, and the last number that it gave out by itself."""

    name: str
    rows: int
    digest: str
    sequence: int | None


@dataclass(frozen=True)
class End:
    """The end of all tables. Without it the backup is not whole."""

    tables: int
    rows: int


Row = list[object]
Piece = Head | Table | TableEnd | End | Row
_NAMED: dict[str, type[Head] | type[Table] | type[TableEnd] | type[End]] = {
    "head": Head,
    "table": Table,
    "end": TableEnd,
    "all": End,
}
_NAMES = {kind: name for name, kind in _NAMED.items()}


def line(piece: Head | Table | TableEnd | End) -> bytes:
    """A piece that is not a row, as one line."""
    said = {"is": _NAMES[type(piece)], **asdict(piece)}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def pieces(lines: Iterable[bytes]) -> Iterator[Piece]:
    """Every piece of a backup, checked on the way; raises NotABackup at the first fault."""
    table: Table | None = None
    counted: TableHash | None = None
    tables = rows = 0
    last: Piece | None = None
    for text in lines:
        last = piece = _piece(text)
        if isinstance(piece, list):
            if table is None or counted is None or len(piece) != len(table.columns):
                raise NotABackup("A row of this backup is in no table.")
            counted.add(piece, line_of(piece))
        elif isinstance(piece, Table):
            table, counted = piece, TableHash(piece.kinds)
        elif isinstance(piece, TableEnd):
            _compare(piece, counted)
            table, tables, rows = None, tables + 1, rows + piece.rows
        elif isinstance(piece, End) and (piece.tables, piece.rows) != (tables, rows):
            raise NotABackup("This backup lacks tables or rows.")
        yield piece
    if not isinstance(last, End):
        raise NotABackup("This backup has no end: it was not written to its end.")


def _compare(said: TableEnd, counted: TableHash | None) -> None:
    if counted is None or (counted.rows, counted.digest) != (said.rows, said.digest):
        raise NotABackup(f"The rows of {said.name} in this backup are not those that were written.")


def _piece(text: bytes) -> Piece:
    found = json.loads(text)
    if isinstance(found, list):
        return found
    kind = _NAMED.get(found.pop("is", ""))
    if kind is None or found.get("format", FORMAT) != FORMAT:
        raise NotABackup("This backup was written by a newer Kizuna. Install that version first.")
    known: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in found.items()}
    piece = kind(**known)
    if isinstance(piece, Table) and not set(piece.kinds) <= set(KINDS.values()):
        raise NotABackup("This backup was written by a newer Kizuna. Install that version first.")
    return piece
