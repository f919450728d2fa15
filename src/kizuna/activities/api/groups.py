"""Groups and meetings, for programs."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID, uuid4

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import AwareDatetime, Field

from kizuna.access.viewer import Refused
from kizuna.activities import actions, queries
from kizuna.activities.group import (
    AbsenceValue,
    Came,
    EventValue,
    GroupValue,
    NewAttendance,
    NewEvent,
    NewGroup,
)
from kizuna.directory.needs import BY_CODE
from kizuna.directory.option import Option
from kizuna.frame.cursor import page
from kizuna.ledger.actions import looked

router = Router(tags=["activities"])
Limit = Annotated[int, Query(ge=1, le=100)]


class GroupLine(Schema):
    """A group in a list."""

    id: str
    name: str
    summary: str
    address: str
    when_text: str


class Groups(Schema):
    """A page of groups."""

    items: list[GroupLine]
    next: str


class EventOut(Schema):
    """One date of a meeting."""

    event: str
    group: str
    group_name: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    cost_text: str
    places: int | None
    photos: bool = False


class GroupOut(Schema):
    """A group."""

    id: str
    name: str
    description: str
    needs: list[str]
    area: str
    place_name: str
    address: str
    languages: list[str] | None
    step_free: bool | None
    cost_text: str
    places_left: int | None
    join: str
    phone: str
    url: str
    remote: bool
    confirmed_on: date | None
    next_dates: list[EventOut]


class AttendanceIn(Schema):
    """A person at one date."""

    event: UUID
    starts_at: AwareDatetime
    person: UUID
    status: Literal["booked", "came", "missed", "cancelled"]


class Attendances(Schema):
    """Who came: 200 at most."""

    items: Annotated[list[AttendanceIn], Field(min_length=1, max_length=200)]


class Taken(Schema):
    """How many were noted."""

    count: int


class GroupIn(Schema):
    """A group to keep. What is left out is unknown, never "no"."""

    id: UUID | None = None
    name: Annotated[str, Field(min_length=1, max_length=200)]
    area: UUID
    description: Annotated[str, Field(max_length=4000)] = ""
    helps_with: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=50)] = []
    place_name: Annotated[str, Field(max_length=200)] = ""
    address: Annotated[str, Field(max_length=500)] = ""
    step_free: bool | None = None


class EventIn(Schema):
    """A meeting to keep; `rule` is an iCalendar RRULE, or empty for one date."""

    id: UUID | None = None
    group: UUID
    title: Annotated[str, Field(min_length=1, max_length=200)]
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    rule: Annotated[str, Field(max_length=200)] = ""
    place: Annotated[str, Field(max_length=200)] = ""
    photos: bool = False


class Made(Schema):
    """The id of what was written."""

    id: str


class CameOut(Schema):
    """That somebody came to a group once."""

    person: str
    group: str
    at: datetime


class AbsenceOut(Schema):
    """Somebody whom an organiser misses."""

    id: str
    person: str
    group_name: str
    last_came_at: datetime
    passed_on_at: datetime


@router.get("/groups", response=Groups)
def groups(request: HttpRequest, cursor: str = "", limit: Limit = 50) -> dict[str, object]:
    """Every group, a page at a time."""
    found: list[Option] = queries.options(request.viewer, now=timezone.now())
    items, after = page(found, lambda option: option.id, cursor=cursor, limit=limit)
    return {"items": items, "next": after}


@router.get("/groups/{group}", response=GroupOut)
def group(request: HttpRequest, group: str) -> GroupValue:
    """One group and its next dates."""
    return queries.group(request.viewer, group, timezone.now())


@router.get("/events", response=list[EventOut])
def events(request: HttpRequest, area: UUID | None = None, limit: Limit = 20) -> list[EventValue]:
    """The next meetings, the soonest first; in one area if given."""
    return queries.upcoming(request.viewer, now=timezone.now(), area=area, limit=limit)


@router.post("/attendance", response=Taken)
def attendance(request: HttpRequest, taken: Attendances) -> dict[str, int]:
    """Note who came. The same again changes nothing."""
    now = timezone.now()
    rows = [
        NewAttendance(str(one.event), one.starts_at, str(one.person), one.status, now) for one in taken.items
    ]
    return {"count": actions.load_attendance(attendance=rows, by=request.viewer, now=now)}


@router.post("/groups", response={201: Made})
def keep_group(request: HttpRequest, group: GroupIn) -> Status[dict[str, str]]:
    """Keep a group as it is now; the same id again changes it."""
    if set(group.helps_with) - set(BY_CODE):
        raise Refused("There is no such need. The signposting pages list them all.")
    said = group.model_dump(exclude={"id", "area", "helps_with"})
    id = str(group.id or uuid4())
    new = NewGroup(id=id, area=str(group.area), helps_with=tuple(group.helps_with), **said)
    actions.load_groups(groups=[new], by=request.viewer, now=timezone.now())
    return Status(201, {"id": id})


@router.post("/events", response={201: Made})
def keep_event(request: HttpRequest, event: EventIn) -> Status[dict[str, str]]:
    """Keep a meeting of a group; the same id, or the same title and start, again changes it."""
    if event.ends_at <= event.starts_at:
        raise Refused("A meeting ends after it has begun.")
    said = event.model_dump(exclude={"id", "group"})
    new = NewEvent(group=str(event.group), id=str(event.id or ""), **said)
    actions.load_events(events=[new], by=request.viewer, now=timezone.now())
    return Status(201, {"id": str(new.known_id)})


@router.get("/persons/{person}/attendance", response=list[CameOut])
def attended(request: HttpRequest, person: UUID) -> list[Came]:
    """When somebody came to groups, as far as that is within reach."""
    found = queries.attended(request.viewer, person)
    looked(at_what="activities.attendance", person=person, by=request.viewer, now=timezone.now())
    return found


@router.get("/absences", response=list[AbsenceOut])
def absences(request: HttpRequest) -> list[AbsenceValue]:
    """Whom organisers miss among those whom this program supports."""
    return queries.absences(request.viewer, timezone.now())
