"""Nested HSDS 3.x taken apart into tables: each entity a row that points to what it stood in.

People who work for a service stand in `contacts`: these are counted, and not read any further.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kizuna.access.viewer import Refused
from kizuna.access.wording import N_

DEEPEST = 12
"""A service in full is seven deep."""
LONGEST = 200_000
_TABLE = {
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
_POINTS_DOWN = {"organization", "location", "service", "program", "taxonomy_term", "unit"}
_CLOSED = {"contact"}
"""What is inside of these is not read."""
Table = list[dict[str, str]]


@dataclass
class Unnested:
    """The tables, and rows that were the same as one before (an organisation stands in each service)."""

    tables: dict[str, Table] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def add(self, table: str, row: dict[str, str]) -> None:
        """One row; the same one again is left out."""
        mark = f"{table} {json.dumps(row, sort_keys=True)}"
        if mark not in self.seen:
            self.seen.add(mark)
            self.tables.setdefault(table, []).append(row)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    found = str(value)
    if len(found) > LONGEST:
        raise Refused(N_("This file has a text that is longer than 200,000 characters. It was not read."))
    return found


def _children(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _upwards(table: str, row: Mapping[str, str], child: str) -> dict[str, str]:
    """How what stands in a row points to it."""
    if child == "attribute":
        return {"link_id": row.get("id", ""), "link_entity": table}
    if table == "service_at_location" and child == "service_area":
        return {"service_id": row.get("service_id", "")}
    return {f"{table}_id": row.get("id", "")}


def _taken_apart(
    out: Unnested, table: str, found: Any, up: Mapping[str, str], depth: int
) -> dict[str, str] | None:
    """One entity and all that stands in it; None when it is no entity."""
    if depth > DEEPEST:
        raise Refused(N_("This file is nested more deeply than HSDS is. It was not read."))
    if not isinstance(found, Mapping):
        return None
    inside = {name: value for name, value in found.items() if isinstance(value, Mapping | list)}
    row = {str(name): _text(value) for name, value in found.items() if name not in inside}
    row |= {
        name: value for name, value in up.items() if value and (table == "attribute" or not row.get(name))
    }
    for name, value in {} if table in _CLOSED else inside.items():
        below = _TABLE.get(name, name)
        for each in _children(value):
            down = not isinstance(value, list) and (below in _POINTS_DOWN or name == "taxonomy_detail")
            child = {} if down else _upwards(table, row, below)
            made = _taken_apart(out, below, each, child, depth + 1)
            if down and made:
                row[f"{below}_id"] = made.get("id", "")
    out.add(table, row)
    return row


def _kind(found: Any) -> str:
    """What an entity at the top of a file is, by what stands in it."""
    if not isinstance(found, Mapping):
        raise Refused(N_("This JSON file holds no list of services. HSDS nests everything in services."))
    if "location" in found:
        return "service_at_location"
    return "organization" if "services" in found or "website" in found else "service"


def unnested(found: Iterable[Any]) -> dict[str, Table]:
    """The tables of these services, organisations or services at places. Raises Refused with a sentence."""
    out = Unnested()
    for each in found:
        _taken_apart(out, _kind(each), each, {}, 1)
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
