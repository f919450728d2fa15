"""Lists of ties and people from files: CSV in UTF-8, with commas, semicolons or tabs; GraphML."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kizuna.access.viewer import Refused
from kizuna.bonds import edge_list, graphml
from kizuna.bonds.edge_list import EdgeList, Listed

LARGE = 4_000_000
"""Bytes: from here on a list of two plain columns is read by columns, if the library is here."""


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError:
        raise Refused(f"{file} cannot be read. Is it there, and may you read it?") from None
    except UnicodeDecodeError as wrong:
        row = file.read_bytes()[: wrong.start].count(b"\n") + 1
        raise Refused(f"Row {row}: {file.name} is not text in UTF-8. Save it as CSV in UTF-8.") from None


def _rows(text: str) -> Iterator[list[str]]:
    heading = text.partition("\n")[0]
    sign = max(",;\t", key=heading.count)
    reader = csv.reader(text.splitlines(), delimiter=sign, strict=True)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            raise Refused(f"Row {reader.line_num}: {wrong}. Is a quotation mark missing?") from None


def read_ties(file: Path, *, columns: str = "", only: str = "", whole: bool = False) -> EdgeList:
    """Ties of a file, `whole` with all that is said of them; raises Refused with row and what is wrong."""
    if file.suffix.casefold() in {".graphml", ".xml"}:
        return edge_list.ties(graphml.rows(_text(file)), columns="from,to", only=only)
    if not (only or whole) and file.is_file() and file.stat().st_size >= LARGE:
        quick = _by_columns(file, columns)
        if quick:
            return quick
    return edge_list.ties(_rows(_text(file)), columns=columns, only=only)


def read_people(file: Path, *, id_column: str = "", only: str = "") -> dict[str, Listed]:
    """People of a file by their id; raises Refused with the row and what is wrong."""
    return edge_list.people(_rows(_text(file)), id_column=id_column, only=only)


def _by_columns(file: Path, columns: str) -> EdgeList | None:
    """A large list without kinds. None: it needs the patient reader, which says what is wrong where."""
    try:
        import numpy as np
        import polars as pl
    except ImportError:
        return None
    with file.open(encoding="utf-8-sig") as lines:
        heading = lines.readline().rstrip("\r\n")
    sign = max(",;\t", key=heading.count)
    header = next(csv.reader([heading], delimiter=sign))
    one, other = edge_list.which(header, columns)
    if "kind" in [name.strip().casefold() for name in header]:
        return None
    names = [f"c{at}" for at in range(len(header))]
    try:
        table = pl.read_csv(
            file, separator=sign, has_header=False, skip_rows=1, new_columns=names, columns=[one, other],
            infer_schema=False,
        )  # fmt: skip
    except pl.exceptions.PolarsError:
        return None
    pair = [table[names[one]], table[names[other]]]
    if any(each.null_count() for each in pair):
        return None
    both = pl.concat([each.rename("id") for each in pair])
    numbers = _numbers(both)
    if numbers is not None:
        named, code = numbers
    else:
        both = both.str.strip_chars()
        if (both == "").any():
            return None
        unique = both.unique(maintain_order=True)
        named = unique.to_list()
        code = both.cast(pl.Enum(unique)).to_physical().to_numpy().astype(np.int32)
    rows = len(table)
    a, b = code[:rows], code[rows:]
    return EdgeList(tuple(named), a, b, rows=rows, with_self=int((a == b).sum()))


def _numbers(both: Any) -> tuple[Any, Any] | None:
    """Ids that are plain whole numbers, not too far apart, with their places; None when they are not."""
    import numpy as np
    import polars as pl

    values = both.cast(pl.Int64, strict=False)
    # A number written in two ways would make two people one: 7 and 07.
    if values.null_count() or both.str.len_bytes().sum() != _digits(values):
        return None
    found = values.to_numpy()
    low, high = int(found.min()), int(found.max())
    if high - low > 8 * len(found):
        return None
    there = np.zeros(high - low + 1, dtype=np.int32)
    there[found - low] = 1
    place = np.cumsum(there, dtype=np.int32) - 1
    named = (np.flatnonzero(there) + low).astype(str).tolist()
    return named, place[found - low]


def _digits(values: Any) -> int:
    """How many signs these numbers take, written plainly."""
    total = len(values) + int((values < 0).sum())
    size, most = values.abs(), int(values.abs().max() or 0)
    power = 10
    while power <= most:
        total += int((size >= power).sum())
        power *= 10
    return total
