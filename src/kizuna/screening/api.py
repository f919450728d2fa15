"""Check-ups and safety concerns, for programs."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from kizuna.frame.cursor import by_moment, page
from kizuna.instruments.definition import Instrument
from kizuna.instruments.queries import instrument
from kizuna.ledger.actions import looked
from kizuna.people.queries import profile as person_in_sight
from kizuna.screening import actions, queries
from kizuna.screening.values import CheckUpValue, ConcernValue
from kizuna.screening.worry import WorryValue

router = Router(tags=["screening"])
Limit = Annotated[int, Query(ge=1, le=100)]
Text = Annotated[str, Field(max_length=4000)]


class ChoiceOut(Schema):
    """One answer to choose."""

    value: str
    label: str


class ItemOut(Schema):
    """One question."""

    id: str
    kind: str
    text: str
    hint: str
    choices: list[ChoiceOut]


class InstrumentOut(Schema):
    """A questionnaire."""

    code: str
    version: str
    title: str
    about: str
    items: list[ItemOut]


class CheckUpIn(Schema):
    """The answers to a check-up; `attempt` is a UUID of yours, so that it is kept once."""

    attempt: UUID
    person: UUID
    answers: dict[str, Text | list[Text]]
    heard: list[Text] = []


class Made(Schema):
    """The id of what was written."""

    id: str


class ConcernOut(Schema):
    """A safety concern, without a name."""

    id: str
    area: str
    opened_at: datetime
    due_at: datetime
    kinds: list[str]
    taken_at: datetime | None
    closed_at: datetime | None
    overdue: bool


class Concerns(Schema):
    """A page of concerns."""

    items: list[ConcernOut]
    next: str


class CheckUpOut(Schema):
    """A check-up and the needs that it heard."""

    id: str
    person: str
    at: datetime
    channel: str
    instrument: str
    answers: dict[str, Any]
    needs: list[str]
    who: str
    """`self`, or `proxy` when somebody else answered for them."""
    relation: str


class CheckUps(Schema):
    """A page of check-ups."""

    items: list[CheckUpOut]
    next: str


class WorryOut(Schema):
    """A worry about somebody, without what was told."""

    id: str
    area: str
    opened_at: datetime
    due_at: datetime
    danger: bool
    taken_at: datetime | None
    overdue: bool


class Worries(Schema):
    """A page of worries."""

    items: list[WorryOut]
    next: str


class WorryClosing(Schema):
    """What came of it, and what was done."""

    outcome: Annotated[str, Field(max_length=60)]
    what: Text


class Closing(Schema):
    """What was done."""

    what: Text


@router.get("/instrument", response=InstrumentOut)
def questions(request: HttpRequest) -> Instrument:
    """The questions of a check-up."""
    return instrument(request.viewer, "check-up")


@router.post("/check-ups", response={201: Made})
def record(request: HttpRequest, check_up: CheckUpIn) -> Status[dict[str, str]]:
    """Keep somebody's check-up; danger opens a concern at once."""
    said: dict[str, Any] = check_up.model_dump()
    made = actions.record_check_up(**said, by=request.viewer, now=timezone.now())
    return Status(201, {"id": str(made)})


@router.get("/concerns", response=Concerns)
def concerns(request: HttpRequest, cursor: str = "", limit: Limit = 50) -> dict[str, object]:
    """The open safety concerns within reach, a page at a time."""
    found = queries.concerns(request.viewer, timezone.now())

    def order(concern: ConcernValue) -> str:
        return by_moment(concern.opened_at, concern.id)

    items, after = page(found, order, cursor=cursor, limit=limit)
    return {"items": items, "next": after}


@router.post("/concerns/{concern}/take", response=Made)
def take(request: HttpRequest, concern: str) -> dict[str, str]:
    """Take a concern on."""
    actions.take_concern(concern=concern, by=request.viewer, now=timezone.now())
    return {"id": concern}


@router.post("/concerns/{concern}/close", response=Made)
def close(request: HttpRequest, concern: str, closing: Closing) -> dict[str, str]:
    """Close a concern and say what was done."""
    actions.close_concern(concern=concern, what=closing.what, by=request.viewer, now=timezone.now())
    return {"id": concern}


@router.get("/persons/{person}/check-ups", response=CheckUps)
def check_ups(request: HttpRequest, person: UUID, cursor: str = "", limit: Limit = 50) -> dict[str, object]:
    """The check-ups of somebody, the oldest first, a page at a time."""
    viewer = request.viewer
    found = queries.history(viewer, person_in_sight(viewer, person).id)
    looked(at_what="screening.check-ups", person=person, by=viewer, now=timezone.now())

    def order(check_up: CheckUpValue) -> str:
        return by_moment(check_up.at, check_up.id)

    items, after = page(found, order, cursor=cursor, limit=limit)
    return {"items": items, "next": after}


@router.get("/worries", response=Worries)
def worries(request: HttpRequest, cursor: str = "", limit: Limit = 50) -> dict[str, object]:
    """The open worries about somebody within reach, without what was told, a page at a time."""
    found = queries.worries(request.viewer, timezone.now())

    def order(worry: WorryValue) -> str:
        return by_moment(worry.opened_at, worry.id)

    items, after = page(found, order, cursor=cursor, limit=limit)
    return {"items": items, "next": after}


@router.post("/worries/{worry}/take", response=Made)
def take_worry(request: HttpRequest, worry: str) -> dict[str, str]:
    """Take a worry on."""
    actions.take_worry(worry=worry, by=request.viewer, now=timezone.now())
    return {"id": worry}


@router.post("/worries/{worry}/close", response=Made)
def close_worry(request: HttpRequest, worry: str, closing: WorryClosing) -> dict[str, str]:
    """Close a worry that was taken on: what came of it, and what was done."""
    actions.close_worry(worry=worry, **closing.model_dump(), by=request.viewer, now=timezone.now())
    return {"id": worry}
