"""Groups and meetings, for programs."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import AwareDatetime, Field

from kizuna.activities import actions, queries
from kizuna.activities.group import EventValue, GroupValue, NewAttendance
from kizuna.directory.option import Option
from kizuna.frame.cursor import page

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
