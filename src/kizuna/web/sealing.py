"""How far a change of keys has come, as values; the place in the walk over everything that is sealed."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Place:
    """Where the walk stands: in which table, after which row. The key of the task that goes on there."""

    change: str
    table: str = ""
    after: str = ""

    def key(self) -> str:
        """As the key of a task: it holds identifiers only."""
        return f"reseal:{self.change}:{self.table}:{self.after}"

    @classmethod
    def of(cls, key: str) -> "Place":
        """The place that a task's key tells."""
        _, change, table, after = key.split(":", 3)
        return cls(change, table, after)


@dataclass(frozen=True)
class Tally:
    """What was sealed or marked with which key, by the key's place: 0 is the newest."""

    sealed: Mapping[int, int] = field(default_factory=dict)
    marked: Mapping[int, int] = field(default_factory=dict)
    foreign: int = 0
    """Sealed values that no key of this site opens."""

    def of_older(self) -> int:
        """How many values the newest key does not open."""
        return sum(count for place, count in self.sealed.items() if place) + self.foreign
