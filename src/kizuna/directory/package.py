"""A package of listings read into values: what is kept, what was mended, merged or refused, and why.

Lenient in what it takes, loud about the difference: nothing is dropped without a finding. The same rows
from the same source always give the same ids.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from uuid import NAMESPACE_URL, UUID, uuid5

from kizuna.access.wording import N_
from kizuna.directory import mend
from kizuna.directory.beside import Aside, columns_left, more_of
from kizuna.directory.keeping import More, is_uuid
from kizuna.directory.older import modern
from kizuna.directory.reshape import shaped
from kizuna.directory.table import Column, Row, Table, written
from kizuna.directory.tables import ATTRIBUTE, BY_FILE, ELIGIBILITY, LOCATION, TABLES
from kizuna.directory.unnest import SAID
from kizuna.places.geometry import Box

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
    more: More | None = None


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
    region: Box | None = None
    half_days: bool = False
    counts: dict[str, Counts] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    records: dict[str, dict[UUID, Record]] = field(default_factory=dict)
    known_as: dict[tuple[str, str], UUID] = field(default_factory=dict)
    """Ids of rows by their table and their id in the package: what other rows point to."""
    natural: dict[tuple[str, str], UUID] = field(default_factory=dict)
    """Ids of rows that are alike in what makes them the same."""
    aside: dict[tuple[str, UUID], Aside] = field(default_factory=dict)
    """What stood in a row beyond its columns."""

    def say(
        self, table: str, row: int, column: str, message: str, fate: Fate, value: str = "", **fills: object
    ) -> None:
        said = tuple((name, str(each)) for name, each in fills.items())
        self.findings.append(Finding(table, row, column, message, fate, value.strip()[:80], said))


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


def _link(reading: _Reading, type: str, raw: str) -> UUID | None:
    """The id of a row of any table; None when it is not said of which."""
    of = BY_FILE.get(type.strip().lower())
    if of is None or not raw.strip():
        return UUID(raw.strip()) if is_uuid(raw.strip()) else None
    return reading.known_as.get((of.name, raw.strip())) or identify(reading.source, of.name, raw.strip())


def _values(reading: _Reading, table: Table, number: int, row: Row) -> dict[str, Any] | None:
    """The row's values; None when it is refused, which is then said."""
    values: dict[str, Any] = {}
    said = len(reading.findings)
    for column in table.columns:
        raw = written(row, column)[0]
        if column.kind == "link":
            values[column.name] = _link(reading, values[column.to], raw)
        elif column.kind == "ref":
            values[column.name] = _reference(reading, table, number, column, raw)
        else:
            values[column.name] = _value(reading, table, number, column, raw)
        if column.needed and values[column.name] in (None, ""):
            if not any(f.fate == "refused" for f in reading.findings[said:]):
                reading.say(table.name, number, column.name, N_("is missing"), "refused")
            return None
    # What stood nested says enough by standing there, even if what it says cannot be read.
    if table.any_of and SAID not in row and not any(values[name] for name in table.any_of):
        names = ", ".join(table.any_of)
        reading.say(table.name, number, "", N_("has none of %(columns)s"), "refused", columns=names)
        return None
    return values


def _own_id(reading: _Reading, table: Table, foreign: str, values: Mapping[str, Any]) -> UUID:
    if table.natural:
        key = "|".join(str(values[name]) for name in table.natural)
        free = is_uuid(foreign) and UUID(foreign) not in reading.records[table.name]
        id = UUID(foreign) if free else identify(reading.source, table.name, key)
        return reading.natural.setdefault((table.name, key), id)
    if foreign:
        return identify(reading.source, table.name, foreign)
    content = json.dumps(values, sort_keys=True, default=str, ensure_ascii=False)
    return identify(reading.source, table.name, f"={content}")


def _joined(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any] | None:
    """Two rows as one; None when they contradict each other."""
    found: dict[str, Any] = {}
    for name, value in one.items():
        theirs = other[name]
        if value not in (None, "") and theirs not in (None, "") and value != theirs:
            return None
        found[name] = theirs if value in (None, "") else value
    return found


def _same(
    reading: _Reading, table: Table, foreign: str, values: Mapping[str, Any], nested: bool
) -> tuple[UUID, dict[str, Any] | None, int]:
    """The id for a row; the row that it is one with, if one is there; how many rows share its id."""
    known, copies = reading.records[table.name], 1
    if nested and is_uuid(foreign) and table is not ATTRIBUTE:
        table = replace(table, natural=())  # two ids of the standard are two rows, however alike
    here = known.get(UUID(foreign)) if table.natural and is_uuid(foreign) else None
    if here and (joined := _joined(here.values, values)):
        return UUID(foreign), joined, 1
    id = _own_id(reading, table, foreign, values)
    while (same := known.get(id)) is not None:
        joined = dict(same.values) if table.natural else _joined(same.values, values)
        if joined is not None:
            return id, joined, copies
        copies += 1
        id = identify(reading.source, table.name, f"{reading.source}:{foreign}#{copies}")
    return id, None, copies


def _keep(
    reading: _Reading, table: Table, number: int, foreign: str, values: Mapping[str, Any], beside: Aside
) -> str:
    """Put the row with those read before: `kept`, or `merged` when the same one is there."""
    known = reading.records[table.name]
    id, joined, copies = _same(reading, table, foreign, values, beside.nested)
    reading.known_as.setdefault((table.name, foreign), id)
    if joined is not None:
        reading.say(table.name, number, "id", N_("the same row again"), "merged", foreign)
        known[id] = replace(known[id], values=joined)
        here = reading.aside.get((table.name, id), Aside())
        reading.aside[table.name, id] = here.with_more(beside)
        return "merged"
    if copies > 1:
        message = N_("this id is used twice; both rows are kept")
        reading.say(table.name, number, "id", message, "mended", foreign)
        beside = replace(beside, id=foreign if beside.nested and is_uuid(foreign) else "")
    known[id] = Record(table.name, id, foreign[:200], values)
    if beside:
        reading.aside[table.name, id] = beside
    return "kept"


def _within(values: Mapping[str, Any], region: Box) -> bool:
    """Whether a place lies in the region; one whose place is unknown may."""
    lat, lon = values["latitude"], values["longitude"]
    return lat is None or (region.south <= lat <= region.north and region.west <= lon <= region.east)


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
    if table is LOCATION and reading.region and not _within(found.rows[0], reading.region):
        where = f"{values['latitude']}, {values['longitude']}"
        message = N_("lies outside of the region of this directory: is this right?")
        reading.say(table.name, number, "latitude", message, "mended", where)
    for problem in found.problems:
        reading.say(table.name, number, problem.column, problem.text, "mended", problem.value)
    foreign = (row.get("id") or "").strip()
    beside = columns_left(table, row, values, SAID)
    fates = [
        _keep(
            reading, table, number, f"{foreign}.{part}" if foreign and part else foreign, each,
            replace(beside, part=bool(part)),
        )
        for part, each in enumerate(found.rows)
    ]  # fmt: skip
    if "kept" in fates:
        counts.kept += 1
    else:
        counts.merged += 1


def _half_days(rows: Sequence[Row]) -> bool:
    """Whether this file writes am and pm: then a time without either could be both."""
    return any(
        row.get(name, "").strip().lower().endswith("m") for row in rows for name in ("opens_at", "closes_at")
    )


def _leads_back(known: Mapping[UUID, Record], column: str, id: UUID) -> bool:
    """Whether the rows above a row lead back to it."""
    seen, above = {id}, known[id].values[column]
    while above in known and above not in seen:
        seen.add(above)
        above = known[above].values[column]
    return bool(above == id)


def _cut_off(reading: _Reading, table: Table, column: Column, id: UUID, message: str) -> None:
    """The row stands at the top now; what it said stays beside it."""
    known = reading.records[table.name]
    record = known[id]
    reading.say(table.name, 0, column.name, message, "mended", record.foreign_id, name=column.to)
    beside = reading.aside.get((table.name, id), Aside())
    said = {column.name: str(record.values[column.name])}
    reading.aside[table.name, id] = beside.with_more(Aside(said))
    known[id] = replace(record, values={**record.values, column.name: None})


def _parents(reading: _Reading) -> None:
    """A row may point to one of its own table that stands below it: looked at when all are read."""
    for table in TABLES:
        for column in (c for c in table.columns if c.to == table.name):
            known = reading.records[table.name]
            for id in list(known):
                above = known[id].values[column.name]
                if above is not None and (above not in known or above == id):
                    _cut_off(reading, table, column, id, NOT_THERE)
                elif above is not None and _leads_back(known, column.name, id):
                    _cut_off(reading, table, column, id, N_("what stands above it leads back to it"))


def _aside(reading: _Reading, file: str, rows: Sequence[Row]) -> None:
    reading.counts.setdefault(file, Counts()).read += len(rows)
    reading.counts[file].refused += len(rows)
    if rows:
        reading.say(file, 0, "", N_("this is no table of HSDS"), "refused", str(len(rows)))


def _with_more(reading: _Reading, table: Table) -> tuple[Record, ...]:
    """The rows of a table, each with what is kept beside it."""
    found = []
    for row in reading.records[table.name].values():
        beside = reading.aside.get((table.name, row.id))
        more = more_of(table, row.id, row.values, beside) if beside else None
        found.append(replace(row, more=more) if more else row)
    return tuple(found)


def read(
    tables: Mapping[str, Sequence[Row]],
    *,
    source: str,
    country: str = "US",
    sha256: str = "",
    region: Box | None = None,
) -> Package:
    """A package from its tables: rows (text by column) by the name of their file without its ending.

    `source` names the feed: ids follow from it. `country` (ISO 3166) is where telephone numbers are from.
    Places outside of `region` are kept, and said.
    """
    raw, lost = modern(tables)
    reading = _Reading(source, country, region)
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
    records = {table.name: _with_more(reading, table) for table in TABLES}
    return Package(source, records, reading.counts, tuple(reading.findings), sha256)
