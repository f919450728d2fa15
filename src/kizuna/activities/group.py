"""Groups, events and who came, as values: what this room's queries return and its loaders take."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal
from uuid import UUID, uuid5

from kizuna.access.wording import N_

Join = Literal["open", "ask", "referral"]
JOINS: dict[str, str] = {
    "open": N_("Just come along."),
    "ask": N_("Ask before you come."),
    "referral": N_("A link worker can ask for a place for you."),
}
Status = Literal["booked", "came", "missed", "cancelled"]
STATUSES: dict[str, str] = {
    "booked": N_("Booked"),
    "came": N_("Came"),
    "missed": N_("Did not come"),
    "cancelled": N_("Cancelled"),
}
QUIET_WEEKS, MOST_QUIET = 3, 24
"""After so many weeks somebody counts as not seen lately, where a group says nothing else; and the most."""
FORGOTTEN_AFTER = timedelta(days=180)
REGULAR = 2
_EVENTS = UUID("5b1f4b9a-6f0c-5b0e-9d55-0f7a3c1f6b52")


@dataclass(frozen=True)
class NewEvent:
    """An event to keep. Times are UTC; `rule` is an iCalendar RRULE, or empty for one date."""

    group: str
    title: str
    starts_at: datetime
    ends_at: datetime
    rule: str = ""
    place: str = ""
    places: int | None = None
    skips: tuple[datetime, ...] = ()
    """Dates of the rule on which it is not held."""
    photos: bool = False
    """Whether photos are taken; whoever comes is told before."""
    id: str = ""
    """Empty: made from the group, the title and the start, so that loading twice keeps one."""

    @property
    def known_id(self) -> UUID:
        """The id it is kept under."""
        if self.id:
            return UUID(self.id)
        return uuid5(_EVENTS, f"{self.group}|{self.title}|{self.starts_at.isoformat()}")


@dataclass(frozen=True)
class NewGroup:
    """A group to keep. `None` means unknown, never "no"."""

    id: str
    name: str
    area: str
    description: str = ""
    welcome_note: str = ""
    helps_with: tuple[str, ...] = ()
    place_name: str = ""
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    languages: tuple[str, ...] | None = None
    step_free: bool | None = None
    cost: Decimal | None = None
    cost_text: str = ""
    size: int | None = None
    places_left: int | None = None
    join: Join = "open"
    organiser: str = ""
    """Id of the organiser's account."""
    email: str = ""
    phone: str = ""
    url: str = ""
    min_age: int | None = None
    max_age: int | None = None
    genders: tuple[str, ...] | None = None
    remote: bool = False
    gentle: bool = False
    confirmed_on: date | None = None
    active: bool = True


@dataclass(frozen=True)
class GroupPage:
    """What an organiser writes about their group on one page. `None` means unknown, never "no"."""

    description: str
    welcome_note: str
    join: str
    min_age: int | None
    max_age: int | None
    genders: tuple[str, ...] | None
    cost: Decimal | None
    cost_text: str
    step_free: bool | None
    languages: tuple[str, ...] | None
    size: int | None
    places_left: int | None
    quiet_weeks: int


@dataclass(frozen=True)
class NewAttendance:
    """One person at one date of an event."""

    event: str
    starts_at: datetime
    person: str
    status: Status
    at: datetime


@dataclass(frozen=True)
class EventValue:
    """One date of an event: the same event on another day is another value."""

    event: str
    group: str
    group_name: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    cost: Decimal | None = None
    cost_text: str = ""
    places: int | None = None
    photos: bool = False

    @property
    def free(self) -> bool:
        """Whether it is known to cost nothing."""
        return self.cost == 0


@dataclass(frozen=True)
class Meetings:
    """When a group meets in the coming days, UTC, and in which parts of the week that is."""

    starts: tuple[datetime, ...] = ()
    times: frozenset[str] = frozenset()

    def __or__(self, other: "Meetings") -> "Meetings":
        return Meetings(tuple(sorted({*self.starts, *other.starts})), self.times | other.times)


NO_MEETINGS = Meetings()


@dataclass(frozen=True)
class GroupValue:
    """A group as its own page shows it."""

    id: str
    name: str
    description: str
    welcome_note: str
    needs: tuple[str, ...]
    area: str
    place_name: str
    address: str
    lat: float | None
    lon: float | None
    languages: tuple[str, ...] | None
    step_free: bool | None
    cost: Decimal | None
    cost_text: str
    size: int | None
    places_left: int | None
    join: str
    phone: str
    url: str
    min_age: int | None
    max_age: int | None
    genders: tuple[str, ...] | None
    remote: bool
    gentle: bool
    confirmed_on: date | None
    active: bool
    next_dates: tuple[EventValue, ...] = ()
    quiet_weeks: int = QUIET_WEEKS
    """After how many weeks its organiser is shown who has not been seen."""

    @property
    def join_text(self) -> str:
        """How to join, to be translated where it is shown."""
        return JOINS[self.join]


@dataclass(frozen=True)
class Came:
    """That a person came to a group once."""

    person: str
    group: str
    at: datetime


@dataclass(frozen=True)
class NotSeen:
    """Someone who used to come and has not for a while."""

    person: str
    name: str
    group: str
    group_name: str
    last_came_at: datetime
    passed_on: bool = False
    """A link worker has been asked to see after them; whether one can is theirs to know."""
    written_to: bool = False
    """An organiser wrote them a friendly message."""


@dataclass(frozen=True)
class AbsenceValue:
    """Somebody whom an organiser misses, as a link worker who supports them sees it."""

    id: str
    person: str
    group_name: str
    last_came_at: datetime
    passed_on_at: datetime


@dataclass(frozen=True)
class OrganiserHome:
    """What an organiser sees first."""

    next_event: EventValue | None
    not_seen: tuple[NotSeen, ...]
    groups: int


def absence_id(group: object, person: object, last_came_at: datetime) -> UUID:
    """The one id of an absence: passed on twice, it is the same; once they came again, another."""
    return uuid5(_EVENTS, f"absence:{group}:{person}:{last_came_at.isoformat()}")


def not_seen_lately(
    came: Iterable[Came], *, now: datetime, weeks: Mapping[str, int] | None = None
) -> tuple[Came, ...]:
    """The last visit of each regular (came twice or more) who stayed away a while, the latest first.

    `weeks`: how many that is for each group; three where it says nothing.

    Whoever stayed away half a year has left, and is not asked after.
    """
    visits: dict[tuple[str, str], list[datetime]] = {}
    for visit in came:
        visits.setdefault((visit.person, visit.group), []).append(visit.at)
    gone = [
        Came(person, group, max(times))
        for (person, group), times in visits.items()
        if len(times) >= REGULAR
        and timedelta(weeks=(weeks or {}).get(group, QUIET_WEEKS)) <= now - max(times) <= FORGOTTEN_AFTER
    ]
    return tuple(sorted(gone, key=lambda visit: (-visit.at.timestamp(), visit.person, visit.group)))
