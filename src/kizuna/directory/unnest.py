"""Nested HSDS 3.x taken apart into tables: each entity a row that points to what it stood in.

What no table can hold (an attribute without a term, a list of somebody's own) stays with what it stood in.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kizuna.access.viewer import Refused
from kizuna.access.wording import N_
from kizuna.directory.passing import OTHER_ATTRIBUTE
from kizuna.directory.table import Table, written
from kizuna.directory.tables import BY_NAME

DEEPEST = 12
"""A service in full is nine deep."""
LONGEST = 200_000
SAID = "(said)"
"""A column beside the others: what stood in the entity as JSON, and which lists were taken out of it."""
TABLE_OF = {
    "services": "service", "service": "service", "organization": "organization",
    "service_at_locations": "service_at_location", "location": "location", "locations": "location",
    "addresses": "address", "phones": "phone", "schedules": "schedule", "languages": "language",
    "accessibility": "accessibility", "attributes": "attribute", "taxonomy_term": "taxonomy_term",
    "taxonomy_detail": "taxonomy", "service_areas": "service_area", "cost_options": "cost_option",
    "capacities": "service_capacity", "unit": "unit", "contacts": "contact", "program": "program",
    "programs": "program", "funding": "funding", "required_documents": "required_document",
    "organization_identifiers": "organization_identifier", "metadata": "metadata", "additional_urls": "url",
    "additional_websites": "url",
}  # fmt: skip
"""Which table what stands under a name goes into."""
_DOWN = {
    ("service", "organization"), ("service", "program"), ("service_at_location", "location"),
    ("service_at_location", "service"), ("attribute", "taxonomy_term"), ("service_capacity", "unit"),
    ("taxonomy_term", "taxonomy_detail"),
}  # fmt: skip
"""Where a row points to what stands in it; everything else points to what it stands in."""
Rows = list[dict[str, str]]


@dataclass
class Unnested:
    """The tables; one that is the same as one before is left out (a body stands in each of its services)."""

    ids: set[tuple[str, str]] = field(default_factory=set)
    """Every entity of the file by its table: what others may point to."""
    tables: dict[str, Rows] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def add(self, table: str, row: dict[str, str]) -> None:
        """One row; the same one again is left out."""
        mark = f"{table} {json.dumps(row, sort_keys=True)}"
        if mark not in self.seen:
            self.seen.add(mark)
            self.tables.setdefault(table, []).append(row)


def _clean(found: str) -> str:
    """Text that every database takes: no NUL, no half of a pair."""
    if len(found) > LONGEST:
        raise Refused(N_("This file has a text that is longer than 200,000 characters. It was not read."))
    return found.replace("\x00", "").encode("utf-8", "replace").decode()


def _whole(value: object) -> object:
    """The same number written in the same way: JSON's 1e+20 is 100000000000000000000 to PostgreSQL."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else _clean(str(_whole(value)))


def _kept(value: Any, depth: int) -> Any:
    """A value as it is, if it is neither too deep nor too long."""
    if depth > DEEPEST:
        raise Refused(N_("This file is nested more deeply than HSDS is. It was not read."))
    if isinstance(value, Mapping):
        return {_clean(str(name)): _kept(each, depth + 1) for name, each in value.items()}
    if isinstance(value, list):
        return [_kept(each, depth + 1) for each in value]
    return _clean(value) if isinstance(value, str) else value


def _id(found: Mapping[str, Any]) -> str:
    """Its id; one that follows from what stands in it when it has none."""
    said = _text(found.get("id")).strip()
    return said or hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()[:32]


def _named(table: str, value: Any) -> list[tuple[str, Any]]:
    """The entities in a value that can be rows of a table."""
    return [(table, each) for each in (value if isinstance(value, list) else [value])]


def _all_ids(table: str, found: Any, depth: int) -> Iterable[tuple[str, str]]:
    """The ids of an entity and of all that stand in it."""
    if depth > DEEPEST:
        raise Refused(N_("This file is nested more deeply than HSDS is. It was not read."))
    if isinstance(found, Mapping):
        yield table, _text(found.get("id"))
        for name, value in found.items():
            for below, each in _named(TABLE_OF.get(name, ""), value):
                if below:
                    yield from _all_ids(below, each, depth + 1)


def _upwards(table: str, id: str, below: str) -> dict[str, str]:
    """How what stands in a row points to it."""
    if below == "attribute":
        return {"link_id": id, "link_entity": table}
    if below == "metadata":
        return {"resource_id": id, "resource_type": table}
    return {f"{table}_id": id}


def _spec(table: str, up: Mapping[str, str]) -> Table:
    """The table that an entity goes into: terms of services have one of their own."""
    other = table == "attribute" and up.get("link_entity") != "service"
    return BY_NAME[OTHER_ATTRIBUTE if other else table]


def _holds(out: Unnested, table: str, found: Mapping[str, Any], up: Mapping[str, str]) -> bool:
    """Whether the table can hold this entity."""
    spec = _spec(table, up)
    row = {str(n): _text(v) for n, v in found.items() if not isinstance(v, Mapping | list)} | dict(up)
    names = {name for column in spec.columns for name in (column.name, *column.also)}
    if table != "attribute" and not set(up) <= names:
        return False
    for column in (each for each in spec.columns if each.needed and each.name not in up):
        inside = found.get(column.to)
        if column.kind != "ref":
            if not written(row, column)[0]:
                return False
        elif table == "attribute" and column.to == "service":
            continue
        elif isinstance(inside, Mapping) and (table, column.to) in _DOWN:
            if not _holds(out, column.to, inside, {}):
                return False
        elif (column.to, written(row, column)[0].strip()) not in out.ids:
            return False
    columns = {column.name: column for column in spec.columns}
    return not spec.any_of or any(written(row, columns[name])[0] for name in spec.any_of)


def _row(table: str, said: Mapping[str, Any], id: str, up: Mapping[str, str]) -> dict[str, str]:
    """What stands in an entity as text. Nesting says to whom it belongs, whatever else it says."""
    row = {str(name): _text(value) for name, value in said.items()} | {"id": id}
    for name in BY_NAME[table].owners if up and table in BY_NAME else ():
        row.pop(name, None)
    return row | {name: value for name, value in up.items() if value}


def _taken_apart(
    out: Unnested, table: str, found: Mapping[str, Any], up: Mapping[str, str], depth: int
) -> str:
    """One entity and all that stands in it become rows; its id."""
    if depth > DEEPEST:
        raise Refused(N_("This file is nested more deeply than HSDS is. It was not read."))
    id = _id(found)
    inside = {name: value for name, value in found.items() if isinstance(value, Mapping | list)}
    said = {str(name): _kept(value, depth) for name, value in found.items() if name not in inside}
    row, taken = _row(table, said, id, up), []
    for name, value in inside.items():
        left = []
        for below, each in _named(TABLE_OF.get(name, ""), value):
            down = (table, name) in _DOWN
            child = {} if down or not below else _upwards(table, id, below)
            if not below or not isinstance(each, Mapping) or not _holds(out, below, each, child):
                left.append(_kept(each, depth + 1))
                continue
            made = _taken_apart(out, below, each, child, depth + 1)
            taken.append(name)
            if down:
                row[f"{below}_id"] = made
        if left or not value:
            said[str(name)] = left if isinstance(value, list) else left[0] if left else {}
    row[SAID] = json.dumps({"said": said, "inside": sorted(set(taken))}, sort_keys=True)
    out.add(table, row)
    return id


_SIGNS = (
    ("service_at_location", ("location", "service")),
    ("service", ("status", "service_at_locations", "organization")),
    ("location", ("location_type", "addresses")),
    ("taxonomy_term", ("taxonomy_detail", "parent_id", "term_uri", "taxonomy_id", "taxonomy")),
    ("organization", ("services", "website", "legal_status", "organization_identifiers", "programs")),
)


def _kind(found: Any) -> str:
    """What an entity at the top of a file is, by what stands in it."""
    if not isinstance(found, Mapping):
        raise Refused(N_("This JSON file holds no list of services. HSDS nests everything in services."))
    return next((table for table, signs in _SIGNS if any(sign in found for sign in signs)), "service")


def unnested(found: Iterable[Any]) -> dict[str, Rows]:
    """The tables of these services, organisations or services at places. Raises Refused with a sentence."""
    entities = [(_kind(each), each) for each in found]
    out = Unnested({id for table, each in entities for id in _all_ids(table, each, 1)})
    for table, each in entities:
        _taken_apart(out, table, each, {}, 1)
    return out.tables


def _no_number(said: str) -> Any:
    raise ValueError(said)


def parsed(text: str, *, lines: bool) -> tuple[list[Any], tuple[int, int] | None]:
    """What a file holds, by line or as one; and how many a page claims and has, when these differ.

    Raises Refused with a sentence.
    """
    try:
        if lines:
            some = [json.loads(line, parse_constant=_no_number) for line in text.split("\n") if line.strip()]
            return some, None
        whole = json.loads(text, parse_constant=_no_number)
    except RecursionError:
        raise Refused(N_("This file is nested more deeply than HSDS is. It was not read.")) from None
    except ValueError:
        raise Refused(N_("This file is not JSON that can be read. It was not read any further.")) from None
    if not isinstance(whole, Mapping) or not isinstance(whole.get("contents"), list):
        return (whole if isinstance(whole, list) else [whole]), None
    contents = whole["contents"]
    claimed = whole.get("size", len(contents))
    odd = isinstance(claimed, int) and claimed != len(contents)
    return contents, (claimed, len(contents)) if odd else None
