"""What a table of HSDS is made of: its columns, how each is read, what else it is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "text", "line", "url", "email", "whole", "number", "money", "date", "moment", "yes", "status", "ref",
    "link",
]  # fmt: skip
"""`link` points to a row of any table: `to` is the column that names the table."""
Row = Mapping[str, str]
"""One row as text, by column."""


@dataclass(frozen=True)
class Column:
    """One column: its name here, how it is read, and other names it goes by."""

    name: str
    kind: Kind = "line"
    also: tuple[str, ...] = ()
    longest: int = 0
    """Characters that fit; 0 is no limit. What is longer is cut, and the cut is reported."""
    to: str = ""
    """For `ref`: the table it points to."""
    needed: bool = False
    """Without it the row is refused."""


@dataclass(frozen=True)
class Table:
    """One table under its HSDS 3.1 name, with the file names it goes by."""

    name: str
    files: tuple[str, ...]
    columns: tuple[Column, ...]
    natural: tuple[str, ...] = ()
    """Rows alike in these are the same row, whatever their ids."""
    any_of: tuple[str, ...] = ()
    """A row with none of these is refused."""
    owners: tuple[str, ...] = ()
    """What a row may belong to: one of these, or several at once."""


def ref(name: str, to: str, *also: str, needed: bool = False) -> Column:
    """A column that points to a row of `to`."""
    return Column(name, "ref", also, to=to, needed=needed)


def written(row: Row, column: Column) -> tuple[str, str]:
    """What stands under any of the column's names, and under which; the first that is not empty."""
    for name in (column.name, *column.also):
        value = row.get(name)
        if value and value.strip():
            return value, name
    return "", ""
