"""Two entries become one: which values a curator chooses, what goes over, what an import must not undo."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from kizuna.access.wording import N_
from kizuna.directory.alike import Kind, Verdict

FIELDS: Mapping[Kind, Mapping[str, str]] = {
    "service": {
        "name": N_("Name"),
        "alternate_name": N_("Other name"),
        "description": N_("What it is"),
        "url": N_("Website"),
        "email": N_("E-mail"),
        "eligibility_description": N_("Who it is for"),
        "minimum_age": N_("Youngest age"),
        "maximum_age": N_("Oldest age"),
        "fees_description": N_("What it costs"),
        "application_process": N_("How to get it"),
        "wait_time": N_("How long it takes"),
        "interpretation_services": N_("Interpreting"),
        "alert": N_("A note at the top"),
    },
    "organization": {
        "name": N_("Name"),
        "alternate_name": N_("Other name"),
        "description": N_("What it is"),
        "website": N_("Website"),
        "email": N_("E-mail"),
        "tax_id": N_("Tax number"),
        "legal_status": N_("Legal form"),
        "year_incorporated": N_("Year of its founding"),
    },
}
"""What can be chosen, column by column, when two entries become one."""


@dataclass(frozen=True)
class Side:
    """One of two entries as a curator sees it."""

    id: str
    name: str
    body: str
    """The organisation's name."""
    source: str
    places: tuple[str, ...]
    phones: tuple[str, ...]
    standing: tuple[int, ...] = ()
    """The higher one is offered to be kept: what a human checked lately, what offers more."""


@dataclass(frozen=True)
class Line:
    """One field of two entries beside each other."""

    column: str
    label: str
    one: str
    two: str


@dataclass(frozen=True)
class Pair:
    """Two entries that may be one."""

    id: str
    kind: Kind
    one: Side
    two: Side
    score: int
    verdict: Verdict
    reasons: tuple[str, ...]
    """In words, to be translated."""
    lines: tuple[Line, ...] = ()
    """The fields in which they differ; only where a pair is looked at alone."""

    @property
    def stands(self) -> str:
        """Where it stands in the list of pairs."""
        return f"{self.score} {self.id}"


@dataclass(frozen=True)
class Apart:
    """Two entries of which somebody said that they are two, by their names."""

    id: str
    one: str
    two: str


@dataclass(frozen=True)
class Merged:
    """A merge that can be undone: who was kept, who leads there now."""

    id: str
    kind: Kind
    kept: str
    name: str
    other: str
    at: datetime


@dataclass(frozen=True)
class Move:
    """One column of one row that went over, with what stood there."""

    table: str
    id: str
    column: str
    before: str | None
    after: str | None

    def as_json(self) -> list[str | None]:
        """As it is kept."""
        return [self.table, self.id, self.column, self.before, self.after]


@dataclass
class Gathered:
    """What a merge brings together."""

    moves: list[Move] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)
    """Sites of the other one whose place the kept one has already, by the site that stands for them now."""
    hours: dict[str, str] = field(default_factory=dict)
    """Services whose opening times are those of one site from now on, by service."""

    def move(self, table: str, id: object, column: str, before: object, after: object) -> None:
        """One column of one row goes over."""
        said = tuple(None if each is None else str(each) for each in (before, after))
        self.moves.append(Move(table, str(id), column, *said))


@dataclass
class Joins:
    """Every merge that holds, as an import needs it: rows by table and id, values by column."""

    rows: dict[tuple[str, UUID], dict[str, Any]] = field(default_factory=dict)
    """Rows that a merge moved or whose values a curator chose."""
    services: dict[UUID, UUID] = field(default_factory=dict)
    bodies: dict[UUID, UUID] = field(default_factory=dict)
    """Those that lead to another one, with whom they lead to."""
    left: set[UUID] = field(default_factory=set)
    hours: dict[UUID, UUID] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        """Whether there is any."""
        return bool(self.services or self.bodies)

    def values(self, table: str, id: UUID, said: Mapping[str, Any]) -> dict[str, Any]:
        """What stands in a row instead of what its package says."""
        found: dict[str, Any] = {}
        body = said.get("organization_id")
        if table in _BODIES and body in self.bodies:
            found["organization_id"] = self.bodies[body]
        service = said.get("service_id")
        if table == "service_at_location" and id not in self.left and service in self.services:
            found["service_id"] = self.services[service]
        if table == "schedule" and service in self.hours and not said.get("service_at_location_id"):
            found |= {"service_id": None, "service_at_location_id": self.hours[service]}
        if table == "service" and id in self.services:
            found |= {"withdrawn": True, "status": "inactive"}
        return found | self.rows.get((table, id), {})


_BODIES = frozenset(("service", "program", "location"))
"""Tables whose rows follow their organisation, also those that come later."""


def chosen(kind: Kind, take: Iterable[str]) -> list[str]:
    """The columns of these that can be chosen; raises KeyError for others."""
    return [column for column in take if FIELDS[kind][column]]


def given_back(before: Mapping[str, Any], after: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """What an undo restores: values that still are as the merge left them. What changed since stays."""
    return {column: before[column] for column, value in after.items() if now[column] == value}
