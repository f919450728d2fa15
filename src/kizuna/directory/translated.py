"""Translations of listings: which fields, how each was made, from which words, and whether it still holds."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import StringIO
from typing import Any, Literal, get_args

from kizuna.access.wording import N_

How = Literal["human", "machine"]
HOWS: tuple[How, ...] = get_args(How)
HOW_LABELS: Mapping[How, str] = {
    "human": N_("A person translated it"),
    "machine": N_("A machine translated it"),
}
State = Literal["missing", "current", "out of date"]
STATE_LABELS: Mapping[State, str] = {
    "missing": N_("Not translated yet"),
    "current": N_("Translated"),
    "out of date": N_("Out of date: what it was made from has changed"),
}
LABELS: Mapping[str, str] = {
    "name": N_("Name"),
    "description": N_("What it is"),
    "eligibility_description": N_("Who it is for"),
    "fees_description": N_("What it costs"),
    "application_process": N_("How to get it"),
    "wait_time": N_("How long it takes"),
    "interpretation_services": N_("Interpreting"),
    "alert": N_("A note at the top"),
}
"""Fields of a service that can be translated, by column."""
FIELDS = tuple(LABELS)
LONGEST = 20_000
LONGEST_NAME = 300
LARGEST_FILE = 30_000_000
HEADING = ("key", "service", "field", "language", "source", "translation", "made by", "state")
"""Columns of the file that translators get and give back. `key` is the service's id and the field."""


def mark_of(text: str) -> str:
    """A mark of the words that a translation was made from; line ends and spaces at the ends do not count."""
    return sha256("\n".join(text.strip().splitlines()).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Translated:
    """One field in another language: how, by whom and when it was made, and from which words."""

    value: str
    how: How
    by: str
    at: datetime
    source: str

    def holds(self, source_now: str) -> bool:
        """Whether the words that it was made from still stand."""
        return mark_of(self.source) == mark_of(source_now)


@dataclass(frozen=True)
class FieldToTranslate:
    """One field of a listing beside its translation, for the curator's page."""

    field: str
    source: str
    translated: Translated | None

    @property
    def label(self) -> str:
        """What people call it (marked for translation)."""
        return LABELS[self.field]

    @property
    def state(self) -> State:
        """Whether there is a translation, and whether it still holds."""
        if self.translated is None:
            return "missing"
        return "current" if self.translated.holds(self.source) else "out of date"

    @property
    def state_label(self) -> str:
        """The same in words (marked for translation)."""
        return STATE_LABELS[self.state]


@dataclass(frozen=True)
class Brought:
    """What came of a file of translations: how many rows were what, and which could not be taken, and why."""

    read: int
    kept: int
    same: int
    empty: int
    stale: int
    """Kept, but made from words that the listing does not say any more."""
    refused: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Row:
    """One row of such a file: `number` as a spreadsheet shows it."""

    number: int
    service: str
    field: str
    language: str
    source: str
    translation: str
    how: str


def split_key(key: str) -> tuple[str, str]:
    """The id and the field of a key; ("", "") when it is none."""
    id, _, field = key.strip().rpartition(".")
    return (id, field) if id and field in FIELDS else ("", "")


def wrong(row: Row, languages: frozenset[str]) -> str:
    """Why a row cannot be taken, as one sentence to translate; "" when it can."""
    if not row.service:
        return N_("The key is not one of ours. Leave that column as it is.")
    if row.language not in languages:
        return N_("This site does not speak that language.")
    if row.how not in HOWS:
        return N_("Write human or machine under “made by”.")
    longest = LONGEST_NAME if row.field == "name" else LONGEST
    if len(row.translation) > longest:
        return N_("The translation is too long.")
    return ""


class NoTranslations(Exception):
    """This is not a file of translations; the message says why, as a sentence to translate."""


def _unharmed(cell: str) -> str:
    """A cell as it was before it was kept from being run as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@\t\r") else cell


def rows_in(content: bytes) -> tuple[Row, ...]:
    """The rows of a file that translators give back. Raises NoTranslations."""
    if len(content) > LARGEST_FILE:
        raise NoTranslations(N_("This file is larger than 30 MB. Send it in several pieces."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NoTranslations(N_("The letters of this file cannot be read. Save it as “CSV UTF-8”.")) from None
    separator = max(",;\t", key=text.partition("\n")[0].count)
    csv.field_size_limit(200_000)
    try:
        found = list(csv.DictReader(StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        raise NoTranslations(N_("This file cannot be read as a table. Save it again as CSV.")) from None
    missing = {"key", "language", "source", "translation"} - set(found[0] if found else ())
    if missing:
        raise NoTranslations(N_("The columns key, language, source and translation are needed."))
    return tuple(_row(number, each) for number, each in enumerate(found, start=2))


def _row(number: int, said: Mapping[str | None, Any]) -> Row:
    def cell(name: str) -> str:
        value = said.get(name)
        return _unharmed(value.replace("\x00", "").strip()) if isinstance(value, str) else ""

    id, field = split_key(cell("key"))
    how = cell("made by").lower() or "human"
    return Row(number, id, field, cell("language"), cell("source"), cell("translation"), how)


def cells_of(id: object, name: str, language: str, one: FieldToTranslate) -> tuple[str, ...]:
    """One row of the file that goes to translators."""
    there = one.translated
    said = (there.value, there.how) if there else ("", "")
    return (f"{id}.{one.field}", name, one.field, language, one.source, *said, one.state)
