"""What a link worker types from a sheet of paper: one line a question, looked at as soon as it is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kizuna.access.wording import N_
from kizuna.instruments.answers import Answers
from kizuna.instruments.definition import Instrument, Item
from kizuna.screening.numbered import Box, Places, WrongNumber, boxes, label_of, typed

DIFFERENT = N_("The first time you typed %(first)s, now %(typed)s. Look at the sheet and type it once more.")


@dataclass(frozen=True)
class Row:
    """One question with what was typed. `first`: what was typed the first time, when it is typed twice."""

    at: int
    item: Item
    boxes: tuple[Box, ...]
    typed: str = ""
    first: str = ""
    asked: bool = True
    """After the answers before it; what is not asked is not typed either."""
    error: str = ""
    said: tuple[str, ...] = ()
    """The answer in words, to be translated."""
    values: Mapping[str, str | int] = field(default_factory=dict)
    """What stands in the sentence that says what is wrong."""

    @property
    def name(self) -> str:
        """What its field is called."""
        return f"k-{self.at}"

    @property
    def number(self) -> int:
        """Its number on the sheet."""
        return self.at + 1


def rows_of(
    instrument: Instrument, given: Mapping[int, str], first: Mapping[int, str], places: Places
) -> list[Row]:
    """Every question with what was typed for it, and what is wrong with that."""
    answers: Answers = {}
    rows: list[Row] = []
    for at, item in enumerate(instrument.items):
        row = Row(at, item, boxes(item, places), given.get(at, ""), first.get(at, ""))
        try:
            answer = typed(item, row.typed, places)
        except WrongNumber as wrong:
            row = replace(row, error=wrong.sentence, values=wrong.values)
        else:
            if answer:
                answers[item.id] = answer
                row = replace(row, said=tuple(label_of(item, answer, places)))
        rows.append(row)
    asked = instrument.asked(answers)
    return [replace(row, asked=row.item.id in asked) for row in rows]


def first_gap(rows: Sequence[Row]) -> str:
    """The field to type in next: the first that is wrong, else the first that is empty, else none."""
    wrong = (row.name for row in rows if row.error)
    empty = (row.name for row in rows if row.asked and not row.typed)
    return next(wrong, "") or next(empty, "")


def compared(rows: Sequence[Row]) -> list[Row]:
    """The rows, with those emptied where the second typing differs from the first."""
    return [_emptied(row) if row.first and row.asked and not _same(row) else row for row in rows]


def _emptied(row: Row) -> Row:
    values = {"first": row.first, "typed": row.typed}
    return replace(row, error=DIFFERENT, values=values, typed="", first="", said=())


def _same(row: Row) -> bool:
    return " ".join(row.first.casefold().split()) == " ".join(row.typed.casefold().split())
