"""Pages of a list that grows while somebody reads it: what is new never moves what they have not read."""

import base64
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from kizuna.access.viewer import Refused

T = TypeVar("T")
MOST = 100


def _pack(after: str) -> str:
    return base64.urlsafe_b64encode(json.dumps(after).encode()).decode().rstrip("=")


def _unpack(cursor: str) -> str:
    try:
        after = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (ValueError, RecursionError):
        raise Refused("This cursor is none of ours. Start without one.") from None
    if not isinstance(after, str):
        raise Refused("This cursor is none of ours. Start without one.")
    return after


def by_moment(at: datetime, id: object) -> str:
    """A key for what comes one after the other in time: the oldest first."""
    return f"{at.timestamp():020.6f} {id}"


def page(
    values: Iterable[T], key: Callable[[T], str], *, cursor: str = "", limit: int = MOST
) -> tuple[list[T], str]:
    """Up to `limit` values after the cursor, in the order of their key, and the next cursor (empty: the end).

    The key must be unique and never change, so that nothing is read twice or left out.
    """
    found = sorted(values, key=key)
    if cursor:
        after = _unpack(cursor)
        found = [value for value in found if key(value) > after]
    return found[:limit], _pack(key(found[limit - 1])) if len(found) > limit else ""


def start(cursor: str) -> str:
    """The key behind which a page begins that the database cuts; empty: at the first."""
    return _unpack(cursor) if cursor else ""


def cut(found: Sequence[T], key: Callable[[T], str], *, limit: int = MOST) -> tuple[list[T], str]:
    """Up to `limit` of what was read behind `start`, and the next cursor if one value more was read."""
    return list(found[:limit]), _pack(key(found[limit - 1])) if len(found) > limit else ""
