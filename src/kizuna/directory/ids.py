"""Ids from outside: what is no id at all is left out, so that a look-up finds nothing instead of failing."""

from collections.abc import Iterable
from uuid import UUID


def known_ids(ids: Iterable[object]) -> list[UUID]:
    """Those of these that are ids."""
    found = []
    for id in ids:
        try:
            found.append(UUID(str(id)))
        except ValueError:
            continue
    return found
