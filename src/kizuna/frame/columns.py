"""Which column of a brought list is which: guessed from its heading, put right by a person."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from kizuna.frame.sheet import Row, Sheet

CLOSE = 88.0
"""From this likeness on (0 to 100), a heading with a slip of the pen is still taken for a name we know."""


@dataclass(frozen=True)
class Column:
    """Something a list may tell: `code` is ours, `names` are headings that people use for it."""

    code: str
    label: str
    names: tuple[str, ...]
    required: bool = False
    hint: str = ""


@dataclass(frozen=True)
class Fault:
    """Something in one cell that cannot be taken. `why` is translated by whoever shows it."""

    row: int
    column: str
    why: str
    value: str = ""


Mapped = Mapping[str, int]
"""Code of a column → its place in the sheet."""


def fold(heading: str) -> str:
    """A heading without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", heading.casefold())
    letters = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join("".join(letters).split())


def guess(headings: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """The likeliest place of each column: first those that fit to the letter, then those that nearly do."""
    free = {place: fold(heading) for place, heading in enumerate(headings) if fold(heading)}
    found: dict[str, int] = {}
    for nearly in (False, True):
        for column in columns:
            place = None if column.code in found else _place(column, free, nearly)
            if place is not None:
                found[column.code] = place
                del free[place]
    return found


def _place(column: Column, free: Mapping[int, str], nearly: bool) -> int | None:
    for name in map(fold, (column.code, column.label, *column.names)):
        if not nearly:
            place = next((place for place, heading in free.items() if heading == name), None)
        elif len(name) < 5:  # short words are alike by chance
            place = None
        else:
            best = process.extractOne(name, free, scorer=fuzz.ratio, score_cutoff=CLOSE)
            place = best[2] if best else None
        if place is not None:
            return place
    return None


def cell(row: Row, mapped: Mapped, code: str) -> str:
    """What a row says in this column; empty when the list has no such column."""
    place = mapped.get(code)
    return "" if place is None else row.cells[place]


def heading(sheet: Sheet, mapped: Mapped, code: str) -> str:
    """What the list itself calls this column."""
    place = mapped.get(code)
    return code if place is None else sheet.columns[place]
