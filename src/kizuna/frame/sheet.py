"""A spreadsheet that somebody brings: CSV, Excel or OpenDocument, as rows of plain text."""

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any

from kizuna.access.viewer import Refused
from kizuna.access.wording import N_
from kizuna.frame.extent import extent
from kizuna.frame.uploads import unpacks_safely

LARGEST_FILE = 20_000_000
"""Bytes of the file as it comes."""
MOST_ROWS = 100_000
MOST_COLUMNS = 100
MOST_CELLS = MOST_ROWS * MOST_COLUMNS
LONGEST_CELL = 5_000
_PACKED, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Row:
    """One row; `number` is what the spreadsheet program writes at its edge."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """The first sheet that holds anything: its heading, and the rows that are not empty."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_sheet(content: bytes) -> Sheet:
    """The rows of a file, whatever program wrote it; raises Refused with a way out."""
    if not content.strip():
        raise Refused(N_("This file is empty. Choose the file that holds your list."))
    if len(content) > LARGEST_FILE:
        raise Refused(N_("This file is larger than 20 MB. Split your list into several files."))
    if content.startswith((_PACKED, _OLD_EXCEL)):
        return _sheet(_from_workbook(content))
    return _sheet(_from_text(content))


def _sheet(rows: Iterable[Sequence[str]]) -> Sheet:
    numbered = ((number, row) for number, row in enumerate(rows, start=1) if any(row))
    _, heading = next(numbered, (0, ()))
    columns = _heading(heading)
    found = tuple(Row(number, _fitting(row, len(columns))) for number, row in numbered)
    if not found:
        raise Refused(N_("There is no row below the heading. The first row names the columns."))
    if len(found) > MOST_ROWS:
        raise Refused(N_("This list has more than 100,000 rows. Split it into several files."))
    return Sheet(columns, found)


def _heading(row: Sequence[str]) -> tuple[str, ...]:
    columns = list(row)
    while columns and not columns[-1]:
        columns.pop()
    if len(columns) > MOST_COLUMNS:
        raise Refused(N_("This list has more than 100 columns. Take out those that are not needed."))
    return tuple(columns)


def _fitting(row: Sequence[str], width: int) -> tuple[str, ...]:
    cells = [cell[:LONGEST_CELL] for cell in row[:width]]
    return (*cells, *[""] * (width - len(cells)))


def clean(text: str) -> str:
    """Text without control characters and without spaces at its ends; lines stay lines."""
    kept = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"})
    return kept.strip()


def _from_text(content: bytes) -> Iterator[list[str]]:
    text = _text(content)
    separator = max(",;\t|", key=text.partition("\n")[0].count)
    csv.field_size_limit(200_000)
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=separator):
            yield [clean(cell) for cell in row]
    except csv.Error:
        raise Refused(
            N_("This file cannot be read as a table. Save it again as CSV or Excel and try once more.")
        ) from None


def _text(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        coding = "utf-16"
    elif b"\x00" in content:
        raise Refused(N_("This is not a list. Choose a CSV, Excel or OpenDocument file."))
    else:
        coding = "utf-8-sig"
    try:
        return content.decode(coding)
    except UnicodeDecodeError:
        # Guessing an encoding would write wrong names into people's records.
        raise Refused(
            N_("The letters of this file cannot be read. Save it as “CSV UTF-8” or as Excel, and try again.")
        ) from None


def _from_workbook(content: bytes) -> Iterator[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    if content.startswith(_PACKED):
        unpacks_safely(content)
    try:
        if content.startswith(_PACKED):
            _fits(*extent(content))
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name)
            if rows.height:
                _fits(rows.total_height, rows.total_width)
                return _cells(rows.to_python(skip_empty_area=False))
    except (CalamineError, ValueError, OSError):
        raise Refused(
            N_("This file cannot be opened. It may be broken, or have a password. Save it again without one.")
        ) from None
    raise Refused(N_("This file is empty. Choose the file that holds your list."))


def _fits(rows: int, columns: int) -> None:
    """Refuse what would fill this computer: the empty cells before the last one count as well."""
    if rows * columns <= MOST_CELLS:
        return
    if columns > MOST_COLUMNS:
        raise Refused(N_("This list has more than 100 columns. Take out those that are not needed."))
    raise Refused(N_("This list has more than 100,000 rows. Split it into several files."))


def _cells(rows: list[list[Any]]) -> Iterator[list[str]]:
    for row in rows:
        yield [as_text(cell) for cell in row]


def as_text(cell: Any) -> str:
    """A typed cell as somebody would have written it: whole numbers without a point, days as 1950-02-01."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(" ", "minutes")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return clean(str(cell))


def harmless(cell: str) -> str:
    """A cell that no spreadsheet program runs as a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as a CSV file that opens anywhere, with a mark that says UTF-8, and without formulas."""
    out = StringIO(newline="")
    csv.writer(out).writerows([harmless(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()
