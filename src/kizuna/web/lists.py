"""Lists that people bring in a spreadsheet: which kinds there are, and what may happen to one when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kizuna.access.wording import N_
from kizuna.activities.group import NewGroup
from kizuna.activities.spreadsheet import GROUP_COLUMNS, VOLUNTEER_COLUMNS, read_groups, read_volunteers
from kizuna.activities.volunteering import NewVolunteer
from kizuna.frame.columns import Column, Fault, Mapped
from kizuna.frame.sheet import Sheet
from kizuna.people.profile import NewPerson
from kizuna.people.spreadsheet import COLUMNS, Agreement, Site, read_people

UNDO = timedelta(days=1)
"""So long a list can be taken back."""
SAME_NAME = N_("same name in the same area")
FORGET = timedelta(days=1)
"""So long a list that nobody kept is held."""

LIST_STEPS = 3
"""What the background does with a list: read it, look for likely doubles or write it, note the end."""


def list_task(id: object, what: str, revision: int) -> str:
    """The key of a task that works on a list."""
    return f"list:{id}:{what}:{revision}"


STEPS: dict[str, frozenset[str]] = {
    "brought": frozenset({"checking", "left"}),
    "checking": frozenset({"checked", "left"}),
    "checked": frozenset({"checking", "writing", "left"}),
    "writing": frozenset({"kept", "checked"}),
    "kept": frozenset({"undone"}),
    "undone": frozenset(),
    "left": frozenset(),
}
"""State of a list → the states that may follow."""


@dataclass(frozen=True)
class Kind:
    """What a list may hold."""

    code: str
    label: str
    columns: tuple[Column, ...]
    has_people: bool = True


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("residents", N_("Residents"), COLUMNS),
        Kind("volunteers", N_("Volunteers"), VOLUNTEER_COLUMNS),
        Kind("groups", N_("Groups"), GROUP_COLUMNS, has_people=False),
    )
}


@dataclass(frozen=True)
class Found:
    """What a list holds, read: number of a row → its person or group, and what is wrong where."""

    people: Mapping[int, NewPerson] = field(default_factory=dict)
    offers: tuple[NewVolunteer, ...] = ()
    groups: Mapping[int, NewGroup] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def without(self, rows: frozenset[int]) -> "Found":
        """The same without some rows."""
        people = {number: one for number, one in self.people.items() if number not in rows}
        groups = {number: one for number, one in self.groups.items() if number not in rows}
        kept = {one.id for one in people.values()}
        return Found(people, tuple(o for o in self.offers if o.person in kept), groups, self.faults)


@dataclass(frozen=True)
class Twin:
    """A row that is probably somebody, or some group, that is here already or stands twice in the list."""

    row: int
    name: str
    other_row: int
    """The row of the list that it is like; 0 when it is here already."""
    reasons: tuple[str, ...]


def read_list(
    kind: str, sheet: Sheet, mapped: Mapped, site: Site, batch: UUID, agreement: Agreement, now: datetime
) -> Found:
    """What a list of this kind holds."""
    if kind == "groups":
        groups, faults = read_groups(sheet, mapped, site, batch)
        return Found(groups=groups, faults=tuple(faults))
    if kind == "volunteers":
        volunteers, faults = read_volunteers(sheet, mapped, site, batch, agreement, now)
        return Found(volunteers.people, volunteers.offers, faults=tuple(faults))
    people, faults = read_people(sheet, mapped, site, batch, agreement, now)
    return Found(people, faults=tuple(faults))


def missing(kind: str, mapped: Mapped) -> tuple[Column, ...]:
    """The columns that a list of this kind has to have, and this one has not."""
    return tuple(column for column in KINDS[kind].columns if column.required and column.code not in mapped)


@dataclass(frozen=True)
class ListValue:
    """A brought list as its page shows it."""

    id: str
    kind: Kind
    state: str
    columns: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    mapped: Mapping[str, int]
    area: str
    agreement: Mapping[str, Any]
    rows: int
    faults: tuple[Fault, ...]
    twins: tuple[Twin, ...]
    kept: int
    stayed: int
    """After undoing: how many stayed, because somebody has worked with them since."""
    at: datetime
    undo_until: datetime | None
    step: int = 0
    """At which step of its work the background is; 0 before it begins."""

    @property
    def working(self) -> bool:
        """Whether something goes on that the page waits for."""
        return self.state in {"checking", "writing"}

    @property
    def agreed_at(self) -> datetime | None:
        """When the people on it agreed, as whoever brought it said."""
        said = self.agreement.get("given_at")
        return datetime.fromisoformat(said) if said else None

    def can_undo(self, now: datetime) -> bool:
        """Whether it can still be taken back."""
        return self.state == "kept" and self.undo_until is not None and now < self.undo_until
