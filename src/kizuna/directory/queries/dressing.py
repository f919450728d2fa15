"""Terms and changes of any entity of a document: looked up once for the whole document, by their ids."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from kizuna.directory.ids import known_ids
from kizuna.directory.models import Location, Metadata, PassedOn
from kizuna.directory.passing import OTHER_ATTRIBUTE
from kizuna.directory.standard import Entity, attribute, whole
from kizuna.directory.tables import BY_FILE
from kizuna.directory.unnest import TABLE_OF

_LOOK_UP = 5000


Place = tuple[str, str]
"""A table, and the id of a row of it; no table when nobody said which."""


def _entities(found: Any, table: str) -> Iterator[tuple[str, Entity]]:
    """An entity and all that stand in it, each with its table."""
    if isinstance(found, list):
        for each in found:
            yield from _entities(each, table)
    elif isinstance(found, dict):
        if table and isinstance(found.get("id"), str):
            yield table, found
        for name, value in list(found.items()):
            yield from _entities(value, TABLE_OF.get(name, ""))


def _batches(ids: list[Any]) -> Iterator[list[Any]]:
    return (ids[first : first + _LOOK_UP] for first in range(0, len(ids), _LOOK_UP))


def _put(found: list[tuple[str, Entity]], name: str, rows: Mapping[Place, list[Entity]]) -> None:
    for table, each in found:
        more = [*rows.get((table, each["id"]), ()), *rows.get(("", each["id"]), ())]
        if more:
            each[name] = [*more, *each.get(name, ())]


def _with_terms(found: list[Entity], table: str) -> None:
    entities, terms = list(_entities(found, table)), defaultdict[Place, list[Entity]](list)
    for some in _batches(known_ids({each["id"] for _, each in entities})):
        rows = PassedOn.objects.filter(table=OTHER_ATTRIBUTE, link__in=some).order_by("pk")
        for row in rows.select_related("term__taxonomy"):
            terms[row.link_table, str(row.link)].append(attribute(row, OTHER_ATTRIBUTE))
    _put(entities, "attributes", terms)


def _with_changes(found: list[Entity], table: str) -> None:
    entities, changes = list(_entities(found, table)), defaultdict[Place, list[Entity]](list)
    secret = Location.objects.filter(confidential=True)
    for some in _batches(known_ids({each["id"] for _, each in entities})):
        rows = Metadata.objects.filter(resource_id__in=some)
        # What was changed in the address of a refuge would tell where it is.
        for row in rows.exclude(resource_id__in=secret.values("pk")).order_by("pk"):
            of = BY_FILE.get(row.resource_type.strip().lower())
            changes[of.name if of else "", str(row.resource_id)].append(whole("metadata", row))
    _put(entities, "metadata", changes)


def dressed(found: list[Entity], table: str) -> list[Entity]:
    """The documents, with the terms given to parts of them, and with what was changed in any part."""
    # For one document it is quicker to look than to ask first whether there is anything.
    one = len(found) == 1
    if one or PassedOn.objects.filter(table=OTHER_ATTRIBUTE).exists():
        _with_terms(found, table)
    if one or Metadata.objects.exists():
        _with_changes(found, table)
    return found
