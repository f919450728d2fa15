"""A package of listings read into values: what is kept, what was mended, merged or refused, and why.

Lenient in what it takes, loud about the difference: nothing is dropped without a finding. The same rows
from the same source always give the same ids.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import NAMESPACE_URL, UUID, uuid5

from kizuna.access.wording import N_
from kizuna.directory import mend
from kizuna.directory.older import OTHER_ATTRIBUTES, Row, modern
from kizuna.directory.reshape import shaped
from kizuna.directory.tables import BY_FILE, ELIGIBILITY, SET_ASIDE, TABLES, Column, Table

Fate = Literal["mended", "merged", "refused"]
FATES: dict[Fate, str] = {"mended": N_("mended"), "merged": N_("merged"), "refused": N_("refused")}
NOT_THERE = N_("no %(name)s with this id in the package")
_ROOT = uuid5(NAMESPACE_URL, "https://openreferral.org/")


@dataclass(frozen=True)
class Finding:
    """Something about one row that a person should know. `row` counts from 1, without the heading."""

    table: str
    row: int
    column: str
    message: str
    """What is wrong, marked for translation; `fills` goes into its placeholders."""
    fate: Fate
    value: str = ""
    fills: tuple[tuple[str, str], ...] = ()

    @property
    def problem(self) -> str:
        """What is wrong, in English."""
        return self.message % dict(self.fills)

    @property
    def kept(self) -> bool:
        """Whether the row is in the directory all the same."""
        return self.fate == "mended"


@dataclass(frozen=True)
class Record:
    """One row as it will be written: its id here, its id in the package, its values."""

    table: str
    id: UUID
    foreign_id: str
    values: Mapping[str, Any]


@dataclass
class Counts:
    """What became of the rows of one table."""

    read: int = 0
    kept: int = 0
    merged: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Package:
    """A package that has been read. `sha256` is that of its file, empty when it was made in memory."""

    source: str
    records: Mapping[str, tuple[Record, ...]]
    counts: Mapping[str, Counts]
    findings: tuple[Finding, ...]
    sha256: str = ""


def identify(source: str, table: str, foreign_id: str) -> UUID:
    """The id of a row here: its own when that is a UUID, else one that follows from where it comes from."""
    try:
        return UUID(foreign_id)
    except ValueError:
        return uuid5(uuid5(_ROOT, source), f"{table}:{foreign_id}")


@dataclass
class _Reading:
    source: str
    country: str
    half_days: bool = False
    counts: dict[str, Counts] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    records: dict[str, dict[UUID, Record]] = field(default_factory=dict)
    known_as: dict[tuple[str, str], UUID] = field(default_factory=dict)
    """Ids of rows by their table and their id in the package: what other rows point to."""

    def say(
        self, table: str, row: int, column: str, message: str, fate: Fate, value: str = "", **fills: object
    ) -> None:
        said = tuple((name, str(each)) for name, each in fills.items())
        self.findings.append(Finding(table, row, column, message, fate, value.strip()[:80], said))


def _raw(row: Row, column: Column) -> str:
    """The value under any of the column's names; the first that is not empty."""
    for name in (column.name, *column.also):
        value = row.get(name)
        if value and value.strip():
            return value
    return ""


def _value(reading: _Reading, table: Table, number: int, column: Column, raw: str) -> Any:
    """One value read; what cannot be read becomes empty, and is said."""
    try:
        value, mended = mend.READERS[column.kind](raw)
    except mend.Unreadable as why:
        reading.say(table.name, number, column.name, str(why), "mended", raw)
        return mend.READERS[column.kind]("")[0]
    if mended:
        reading.say(table.name, number, column.name, mended, "mended", raw)
    if column.longest and isinstance(value, str) and len(value) > column.longest:
        message = N_("was cut to %(longest)s characters")
        reading.say(table.name, number, column.name, message, "mended", value, longest=column.longest)
        value = value[: column.longest].rstrip()
    return value


def _reference(reading: _Reading, table: Table, number: int, column: Column, raw: str) -> UUID | None:
    """The id it points to; None, and said, when the package has no such row."""
    if not raw.strip():
        return None
    id = reading.known_as.get((column.to, raw.strip())) or identify(reading.source, column.to, raw.strip())
    if column.to != table.name and id not in reading.records[column.to]:
        fate: Fate = "refused" if column.needed else "mended"
        reading.say(table.name, number, column.name, NOT_THERE, fate, raw, name=column.to)
        return None
    return id


def _values(reading: _Reading, table: Table, number: int, row: Row) -> dict[str, Any] | None:
    """The row's values; None when it is refused, which is then said."""
    values: dict[str, Any] = {}
    said = len(reading.findings)
    for column in table.columns:
        raw = _raw(row, column)
        if column.kind == "ref":
            values[column.name] = _reference(reading, table, number, column, raw)
        else:
            values[column.name] = _value(reading, table, number, column, raw)
        if column.needed and values[column.name] in (None, ""):
            if not any(f.fate == "refused" for f in reading.findings[said:]):
                reading.say(table.name, number, column.name, N_("is missing"), "refused")
            return None
    if table.any_of and not any(values[name] for name in table.any_of):
        names = ", ".join(table.any_of)
        reading.say(table.name, number, "", N_("has none of %(columns)s"), "refused", columns=names)
        return None
    return values


def _own_id(reading: _Reading, table: Table, foreign: str, values: Mapping[str, Any]) -> UUID:
    if table.natural:
        return identify(reading.source, table.name, "|".join(str(values[name]) for name in table.natural))
    if foreign:
        return identify(reading.source, table.name, foreign)
    content = json.dumps(values, sort_keys=True, default=str, ensure_ascii=False)
    return identify(reading.source, table.name, f"={content}")


def _keep(reading: _Reading, table: Table, number: int, foreign: str, values: Mapping[str, Any]) -> str:
    """Put the row with those read before: `kept`, or `merged` when the same one is there."""
    known = reading.records[table.name]
    id = _own_id(reading, table, foreign, values)
    same = known.get(id)
    copies = 1
    while same is not None:
        if table.natural or same.values == values:
            reading.say(table.name, number, "id", N_("the same row again"), "merged", foreign)
            reading.known_as.setdefault((table.name, foreign), id)
            return "merged"
        copies += 1
        id = identify(reading.source, table.name, f"{foreign}#{copies}")
        same = known.get(id)
    if copies > 1:
        message = N_("this id is used twice; both rows are kept")
        reading.say(table.name, number, "id", message, "mended", foreign)
    known[id] = Record(table.name, id, foreign[:200], values)
    reading.known_as.setdefault((table.name, foreign), id)
    return "kept"


def _row(reading: _Reading, table: Table, number: int, row: Row) -> None:
    counts = reading.counts[table.name]
    counts.read += 1
    values = _values(reading, table, number, row)
    found = (
        shaped(table.name, values, country=reading.country, half_days=reading.half_days) if values else None
    )
    if values is None or found is None:
        counts.refused += 1
        return
    for problem in found.problems:
        reading.say(table.name, number, problem.column, problem.text, "mended", problem.value)
    foreign = (row.get("id") or "").strip()
    fates = [
        _keep(reading, table, number, f"{foreign}.{part}" if foreign and part else foreign, each)
        for part, each in enumerate(found.rows)
    ]
    if "kept" in fates:
        counts.kept += 1
    else:
        counts.merged += 1


def _half_days(rows: Sequence[Row]) -> bool:
    """Whether this file writes am and pm: then a time without either could be both."""
    return any(
        row.get(name, "").strip().lower().endswith("m") for row in rows for name in ("opens_at", "closes_at")
    )


def _parents(reading: _Reading) -> None:
    """A row may point to one of its own table that stands below it: looked at when all are read."""
    for table in TABLES:
        for column in (c for c in table.columns if c.to == table.name):
            known = reading.records[table.name]
            for id, record in list(known.items()):
                above = record.values[column.name]
                if above is not None and (above not in known or above == id):
                    foreign = record.foreign_id
                    reading.say(table.name, 0, column.name, NOT_THERE, "mended", foreign, name=column.to)
                    values = {**record.values, column.name: None}
                    known[id] = Record(table.name, id, record.foreign_id, values)


def _aside(reading: _Reading, file: str, rows: Sequence[Row]) -> None:
    name = SET_ASIDE.get(file, file)
    known = file in SET_ASIDE or file == OTHER_ATTRIBUTES
    why = N_("this table is not kept yet") if known else N_("this is no table of HSDS")
    reading.counts.setdefault(name, Counts()).read += len(rows)
    reading.counts[name].refused += len(rows)
    if rows:
        reading.say(name, 0, "", why, "refused", str(len(rows)))


def read(
    tables: Mapping[str, Sequence[Row]], *, source: str, country: str = "US", sha256: str = ""
) -> Package:
    """A package from its tables: rows (text by column) by the name of their file without its ending.

    `source` names the feed: ids follow from it. `country` (ISO 3166) is where telephone numbers are from.
    """
    raw, lost = modern(tables)
    reading = _Reading(source, country)
    for table in TABLES:
        reading.records[table.name] = {}
        for file in (name for name in raw if BY_FILE.get(name) is table):
            reading.counts.setdefault(table.name, Counts())
            reading.half_days = table.name == "schedule" and _half_days(raw[file])
            for number, row in enumerate(raw[file], 1):
                _row(reading, table, number, row)
    _parents(reading)
    if lost or ELIGIBILITY in {name.lower() for name in tables}:
        total = next((len(rows) for name, rows in tables.items() if name.lower() == ELIGIBILITY), 0)
        reading.counts[ELIGIBILITY] = Counts(total, total - len(lost), 0, len(lost))
        for number in lost:
            reading.say(ELIGIBILITY, number, "service_id", NOT_THERE, "refused", name="service")
    for file in (name for name in raw if name not in BY_FILE):
        _aside(reading, file, raw[file])
    records = {name: tuple(rows.values()) for name, rows in reading.records.items()}
    return Package(source, records, reading.counts, tuple(reading.findings), sha256)
