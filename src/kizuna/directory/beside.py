"""From what stood in a row of a package to what is kept beside it (`keeping.py`)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from kizuna.directory.keeping import COLUMN, More, beyond, is_uuid, sensible
from kizuna.directory.passing import OTHER_ATTRIBUTE
from kizuna.directory.standard import DEMANDED, entity, pointed
from kizuna.directory.table import Row, Table, written

_CONSUMED = {
    "id", "weekday", "closed", "virtual", "taxonomy_ids", "languages", "accessibility", "vocabulary",
    "taxonomy_id", "location_id", "link_entity", "address_type", "exception", "taxonomy",
    "eligibility",
}  # fmt: skip
"""Columns of older versions that became something else on the way in."""
_UNREAD = {"ref", "link", "line", "text"}
"""What could not be read of these is kept as it stands; of others it would not be what the standard takes."""
_PARTS = {
    "taxonomy_term": ("taxonomy", "taxonomy_detail"),
    "attribute": ("link_entity", "taxonomy_term"),
    OTHER_ATTRIBUTE: ("taxonomy_term",),
}
"""What always goes out with a row, unless its package did not write it."""


@dataclass(frozen=True)
class Aside:
    """What stood in a row: for nested entities all of it, for tables what has no column."""

    said: Mapping[str, Any] = field(default_factory=dict)
    inside: frozenset[str] = frozenset()
    """Lists and entities that were taken out of it."""
    nested: bool = False
    more: Mapping[str, Any] = field(default_factory=dict)
    """What a table of our own says was kept."""
    id: str = ""
    part: bool = False

    def __bool__(self) -> bool:
        return self.nested or bool(self.said or self.more)

    def with_more(self, other: "Aside") -> "Aside":
        """Both, when two rows were one."""
        return replace(
            self,
            said={**other.said, **self.said},
            inside=self.inside | other.inside,
            nested=self.nested or other.nested,
            more={**other.more, **self.more},
        )


def _own(text: str) -> More:
    try:
        return sensible(json.loads(text)) or {}
    except (ValueError, RecursionError):
        return {}


def columns_left(table: Table, row: Row, values: Mapping[str, Any], nested: str) -> Aside:
    """What stood in a row beyond what was read of it; `nested` names the column that has all of it."""
    if nested in row:
        found = json.loads(row[nested])
        return Aside(found["said"], frozenset(found["inside"]), nested=True)
    used = {written(row, column)[1] for column in table.columns} | _CONSUMED | {COLUMN, ""}
    left = {name: value for name, value in row.items() if name not in used and value and value.strip()}
    for column in table.columns:  # what leads nowhere here may lead somewhere for others
        raw, name = written(row, column)
        if name and column.kind in _UNREAD and column.name in values and not values[column.name]:
            left[name] = raw
    return Aside(left, more=_own(row[COLUMN]) if row.get(COLUMN) else {})


def more_of(table: Table, id: UUID, values: Mapping[str, Any], beside: Aside) -> More | None:
    """What is kept beside a row that is here now."""
    if not beside.nested:
        keys = {**beside.more.get("keys", {}), **beside.said}
        return {**beside.more, **({"keys": keys} if keys else {})} or None
    if beside.part:
        return {"part": True}
    row = SimpleNamespace(pk=id, **values)
    found = beyond(
        table,
        beside.said,
        entity(table.name, row),
        lambda name: pointed(row, table.name, name),
        demanded=DEMANDED.get(table.name, ()),
    )
    parts = {*_PARTS.get(table.name, ())} - beside.inside - beside.said.keys()
    owners = [name for name in table.owners if values.get(name)]
    foreign = beside.id or str(beside.said.get("id", ""))
    more = {
        **found,
        "without": sorted(parts),
        "nests": ["locations"] if table.name == "organization" and "locations" in beside.inside else [],
        "everywhere": len(owners) > 1,
        "id": foreign if is_uuid(foreign) and foreign != str(id) else "",
    }
    return {name: value for name, value in more.items() if value} or None
