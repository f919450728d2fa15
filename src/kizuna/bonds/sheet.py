"""A phone tree on paper, as values: who rings whom, by names and numbers of those who agreed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kizuna.bonds.places import MeetingPlace

TREES = ("making", "ready", "stopped")
"""How a phone tree stands; stopped: too few people said yes by the time it was made."""
STEPS = 5
"""In so many steps a tree is made, for whoever waits."""


def task_of(tree: object) -> str:
    """The key of the task that makes this tree."""
    return f"tree:{tree}"


@dataclass(frozen=True)
class Wanted:
    """What tree somebody asked for; `within` in metres, None for however far."""

    area: str
    group: str
    width: int
    within: int | None
    seed: int


@dataclass(frozen=True)
class Rung:
    """Somebody to be rung. An empty number is not known."""

    person: str
    name: str
    number: str = ""
    shared: bool = False
    new: bool = False
    """Since the tree was last mended."""
    fix: str = ""
    """Where the keeper rings because nobody else can: what would change it (`mending.WAYS`)."""
    helper: str = ""
    """Who it takes, by name."""


@dataclass(frozen=True)
class Sheet:
    """The page of one caller; the first page is that of whoever keeps the tree, without a person."""

    person: str
    name: str
    rings: tuple[Rung, ...]


@dataclass(frozen=True)
class TreeValue:
    """A phone tree of an area."""

    id: str
    area: str
    area_name: str
    group: str
    """The name of the group whose people it is for; empty for everybody in the area."""
    made_at: datetime
    width: int
    people: int
    found: dict[str, Any] = field(default_factory=dict)
    sheets: tuple[Sheet, ...] = ()
    state: str = "ready"
    mended_at: datetime | None = None
    step: int = 0
    """How far the making is, of STEPS."""
    lost: bool = False
    """Whether it was never finished, and nobody is at it any more."""

    @property
    def making(self) -> bool:
        """Whether it is still being made."""
        return self.state == "making" and not self.lost

    @property
    def changes(self) -> tuple[tuple[str, str], ...]:
        """Who now rings whom, by names, since it was last mended; without a caller whoever keeps the tree."""
        return tuple((sheet.name, rung.name) for sheet in self.sheets for rung in sheet.rings if rung.new)


@dataclass(frozen=True)
class Pairing:
    """Two people who might like to meet, and why."""

    one: str
    other: str
    one_reach: tuple[int, int]
    other_reach: tuple[int, int]


@dataclass(frozen=True)
class Suggested:
    """Somebody who said that they would help, and why it is they."""

    name: str
    knows: int
    new: int


@dataclass(frozen=True)
class Suggestions:
    """What a human may act on. None of it happens by itself."""

    pairings: tuple[Pairing, ...]
    spread: tuple[Suggested, ...]
    welcome: tuple[Suggested, ...]
    bridge: tuple[Suggested, ...]
    apart: tuple[str, str] | None
    """The two parts of town, by name, between which the fewest ties run; None where fewer than two show."""
    places: tuple[tuple[str, MeetingPlace], ...]
    """Groups by name, where somebody who knows nobody would meet most."""
    willing_to_meet: int
    willing_to_help: int
