"""Name three people: five minutes that tell who is around somebody, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kizuna.access.wording import N_
from kizuna.bonds.tie import FIRST_YEAR, KINDS, SEEN, STRENGTHS, SUPPORT, Report, Tie

NAMES = 3
HOWS: dict[str, str] = {
    "self": N_("By yourself"),
    "helper": N_("With somebody who helped"),
    "paper": N_("On paper"),
    "imported": N_("From a list"),
}
TREE: dict[str, str] = {
    "ring": N_("Yes, and I ring up to five people whom I know"),
    "rung": N_("Yes, somebody I know may ring me"),
    "no": N_("No"),
}
"""Whether somebody is part of a phone tree. Not said is none of them."""


@dataclass(frozen=True)
class Named:
    """Somebody whom a person named: by a name, or by the id of a person that the house knows."""

    name: str = ""
    other: str = ""
    kind: str = "friend"
    gives: tuple[str, ...] = ()
    gets: tuple[str, ...] = ()
    strength: int | None = None
    since: int | None = None
    """The year from which on they know each other."""
    seen: str = ""

    def sound(self) -> bool:
        """Whether every word is one of ours."""
        known = self.kind in KINDS and set(self.gives) | set(self.gets) <= set(SUPPORT)
        known = known and (self.strength is None or self.strength in STRENGTHS)
        known = known and (self.since is None or FIRST_YEAR <= self.since <= 9999)
        return known and (not self.seen or self.seen in SEEN)


@dataclass(frozen=True)
class NewAnswer:
    """What one person answered; `id` makes a second sending change nothing."""

    id: str
    person: str
    how: str
    named: tuple[Named, ...] = ()
    tree: str = ""
    meet: bool | None = None
    help: bool | None = None
    together: bool | None = None
    company: bool | None = None
    at: datetime | None = None
    """When they said it, where that was earlier than it is written down."""


@dataclass(frozen=True)
class OwnTie:
    """One tie as the person who told of it sees it."""

    id: str
    name: str
    kind: str
    gives: tuple[str, ...]
    gets: tuple[str, ...]
    strength: int | None
    since: int | None
    seen: str
    at: datetime


@dataclass(frozen=True)
class Standing:
    """What somebody answered last, and the ties that they told of. `asked_at` None: nobody asked them yet."""

    asked_at: datetime | None
    how: str
    tree: str
    meet: bool | None
    help: bool | None
    together: bool | None
    company: bool | None
    ties: tuple[OwnTie, ...]

    @property
    def support(self) -> int:
        """How many people give them support of any sort."""
        return sum(bool(tie.gets) for tie in self.ties)


@dataclass(frozen=True)
class Around:
    """Everybody in a part of town as far as ties go: for rules, never shown as it stands."""

    asked: frozenset[str]
    said: tuple[Report, ...]
    """What one person known here said of another."""
    ring: frozenset[str]
    in_tree: frozenset[str]
    meet: frozenset[str]
    help: frozenset[str]
    groups: Mapping[str, Mapping[str, str]]
    """For each person their group by each attribute; an unknown one is left out."""
    lone: frozenset[str]
    """Those asked who named nobody at all and whom nobody named."""
    counted: frozenset[str] = frozenset()
    """Those who agreed that it is counted to which groups they come."""
    known: tuple[Tie, ...] = ()
    """One tie a pair: what either said, and pairs seen together in groups, where both agreed to it."""

    @property
    def ties(self) -> tuple[tuple[str, str, str], ...]:
        """Two persons and the kind, as one of them said it."""
        return tuple((one.by, one.about, one.kind) for one in self.said)

    @property
    def together(self) -> int:
        """How many pairs are known from taking part together alone: nobody said it, and it is kept apart."""
        return sum(one.said == "inferred" for one in self.known)


def answer_id(text: str) -> UUID | None:
    """The id of a form that was sent; None when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
