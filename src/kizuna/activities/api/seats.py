"""Places at a date, for programs: how many are left, asked for in somebody's name, looked at, given up."""

from datetime import datetime
from typing import Annotated
from uuid import UUID, uuid4

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Schema, Status
from pydantic import AwareDatetime, Field

from kizuna.access.viewer import Refused
from kizuna.activities import actions, queries
from kizuna.activities.api.groups import EventOut, router
from kizuna.activities.forms import way_to_reach
from kizuna.activities.seats import LONGEST_NEEDS, DateValue, SeatValue, seat_token, too_many_to


class DateOut(Schema):
    """One date with its room. `left`: null where nobody counts; `open`: whether anybody may sign up."""

    date: EventOut
    left: int | None
    waiting: int
    open: bool


class SeatIn(Schema):
    """A place for somebody who gave a name and one way to reach them."""

    key: UUID | None = None
    """Sent again with the same key it is one place."""
    event: UUID
    starts_at: AwareDatetime
    name: Annotated[str, Field(min_length=1, max_length=100)]
    reach: Annotated[str, Field(min_length=3, max_length=200)]
    needs: Annotated[str, Field(max_length=LONGEST_NEEDS)] = ""
    """What they need to come along, where the organiser may know it."""
    met: bool = False
    """Whether a member of the group is to meet them at the door, who then hears their name."""
    shares: bool = False
    """Whether that member may know how to reach them."""


class SeatOut(Schema):
    """A place as whoever holds it sees it: `booked`, `waiting`, `cancelled`, `came` or `missed`."""

    state: str
    starts_at: datetime
    group: str
    group_name: str


class SeatTaken(SeatOut):
    """A place that was asked for; `token` opens it from now on, and is theirs alone."""

    token: str


def _said(found: SeatValue) -> dict[str, object]:
    return {
        "state": found.state,
        "starts_at": found.date.starts_at,
        "group": found.date.group,
        "group_name": found.date.group_name,
    }


@router.get("/dates/{event}/{at}", response=DateOut)
def date(request: HttpRequest, event: UUID, at: int) -> DateValue:
    """One date of an event, `at` in seconds since 1970, with how many places are left."""
    return queries.date(request.viewer, event, at, timezone.now())


@router.post("/seats", response={201: SeatTaken})
def take_seat(request: HttpRequest, seat: SeatIn) -> Status[dict[str, object]]:
    """Ask for a place; where all are taken it is a wait, and moves up by itself."""
    now = timezone.now()
    try:
        reach = way_to_reach(seat.reach)
    except ValidationError as wrong:
        raise Refused(" ".join(wrong.messages)) from None
    if too_many_to(cache, reach, settings.SECRET_KEYS):
        raise Refused(_("Too many places were asked for just now. Try again in an hour."))
    said = seat.model_dump(exclude={"key", "reach"})
    id = actions.take_seat(**said, reach=reach, key=f"api:{seat.key or uuid4()}", by=request.viewer, now=now)
    token = seat_token(id, settings.SECRET_KEYS, now)
    found, _holder = queries.seat(request.viewer, token, now)
    return Status(201, {**_said(found), "token": token})


@router.get("/seats/{token}", response=SeatOut)
def seat(request: HttpRequest, token: str) -> dict[str, object]:
    """How a place stands, by its key."""
    return _said(queries.seat(request.viewer, token, timezone.now())[0])


@router.post("/seats/{token}/cancel", response=SeatOut)
def cancel_seat(request: HttpRequest, token: str) -> dict[str, object]:
    """Give a place up, by its key; whoever waits longest gets it. The same again changes nothing."""
    now = timezone.now()
    found, holder = queries.seat(request.viewer, token, now)
    actions.give_up_seat(seat=found.id, by=holder, now=now)
    return _said(queries.seat(request.viewer, token, now)[0])
