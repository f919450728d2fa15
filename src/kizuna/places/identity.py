"""Ids that come from outside."""

from collections.abc import Iterable
from uuid import UUID

from kizuna.access.viewer import NotFound


def known(id: object, what: str = "record") -> UUID:
    """An id from outside as one that the database can look up; raises NotFound when it cannot be one."""
    try:
        return UUID(str(id))
    except ValueError:
        raise NotFound(what) from None


def known_all(ids: Iterable[object], what: str = "record") -> set[UUID]:
    """Ids from outside as those that the database can look up; raises NotFound when one cannot be one."""
    return {known(id, what) for id in ids}
