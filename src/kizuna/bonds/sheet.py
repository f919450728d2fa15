"""A phone tree on paper, as values: who rings whom, by names and numbers of those who agreed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Rung:
    """Somebody to be rung. An empty number is not known."""

    person: str
    name: str
    number: str = ""
    shared: bool = False


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
    made_at: datetime
    width: int
    people: int
    found: dict[str, Any] = field(default_factory=dict)
    sheets: tuple[Sheet, ...] = ()


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
    willing_to_meet: int
    willing_to_help: int
