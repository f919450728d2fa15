"""How often one connection does what it should do seldom: counted for an hour, blinded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kizuna.access.secrets import blind

HOUR = 3600


class Counts(Protocol):
    """Where is counted: a cache."""

    def add(self, key: str, value: int, timeout: int) -> bool:
        """Begin at a number, if nothing is there."""

    def incr(self, key: str) -> int:
        """One more; raises ValueError where nothing is."""


def too_often(counts: Counts, what: str, connection: str, most: int, keys: Sequence[str]) -> bool:
    """Whether this connection did so more than `most` times within the hour, this time included."""
    key = f"{what}:{blind(connection, keys, 'listing')}"
    counts.add(key, 0, HOUR)
    try:
        return counts.incr(key) > most
    except ValueError:  # it ran out between the two
        return False


@dataclass(frozen=True)
class Caller:
    """Where a request comes from, as our own proxy saw it; every request carries one."""

    connection: str
    counts: Counts
    keys: Sequence[str]

    def too_often(self, what: str, most: int) -> bool:
        """Whether this connection did so more than `most` times within the hour, this time included."""
        return too_often(self.counts, what, self.connection, most, self.keys)
