"""Referrals, for programs."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID, uuid4

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from kizuna.frame.cursor import by_moment, page
from kizuna.ledger.actions import looked
from kizuna.people.queries import profile as person_in_sight
from kizuna.referrals import actions, queries
from kizuna.referrals.case import Case

router = Router(tags=["referrals"])
Limit = Annotated[int, Query(ge=1, le=100)]
Text = Annotated[str, Field(max_length=2000)]


class ReferralOut(Schema):
    """A referral."""

    id: str
    person: str
    kind: str
    option: str
    option_name: str
    status: str
    reason: str
    need: str
    requested_at: datetime
    answer_by: datetime
    owner: str | None
    due_step: str
    due_at: datetime | None
    estimate_weeks: int | None
    replaces: str | None
    updated_at: datetime
    closed_at: datetime | None


class Referrals(Schema):
    """A page of referrals."""

    items: list[ReferralOut]
    next: str


class ReferralIn(Schema):
    """A referral to open; with an `id` of yours it is opened only once."""

    id: UUID | None = None
    person: UUID
    kind: Literal["service", "group"]
    option: UUID
    need: Text
    note: Text = ""
    share_contact: bool = True
    consent_how: Text
    consent_note: Text = ""
    handover: Literal["", "call", "along"] = ""
    send_sms: Text = ""
    tell: bool = False


class StepIn(Schema):
    """A step of the pathway."""

    to: Text
    reason: Text = ""
    note: Text = ""
    as_told: bool = False
    weeks: Annotated[int, Field(ge=1, le=104)] | None = None


class Made(Schema):
    """The id of what was written."""

    id: str


class State(Schema):
    """Where it stands."""

    id: str
    status: str


def _order(case: Case) -> str:
    return by_moment(case.requested_at, case.id)


@router.get("/referrals", response=Referrals)
def caseload(request: HttpRequest, cursor: str = "", limit: Limit = 50) -> dict[str, object]:
    """The open referrals of the caseload, the oldest first, a page at a time."""
    found = queries.caseload(request.viewer, timezone.now())
    items, after = page(found, _order, cursor=cursor, limit=limit)
    return {"items": items, "next": after}


@router.post("/referrals", response={201: Made})
def open_one(request: HttpRequest, referral: ReferralIn) -> Status[dict[str, str]]:
    """Open a referral."""
    said = referral.model_dump(exclude={"id"})
    made = actions.open_referral(
        referral_id=referral.id or uuid4(), **said, by=request.viewer, now=timezone.now()
    )
    return Status(201, {"id": str(made)})


@router.get("/referrals/{referral}", response=ReferralOut)
def one(request: HttpRequest, referral: str) -> Case:
    """One referral within reach."""
    viewer, now = request.viewer, timezone.now()
    found = queries.case(viewer, referral, now)
    looked(at_what=f"referrals.Referral:{found.id}", person=found.person, by=viewer, now=now)
    return found


@router.post("/referrals/{referral}/steps", response=State)
def step(request: HttpRequest, referral: str, step: StepIn) -> dict[str, str]:
    """Take one step of the pathway."""
    said = step.model_dump()
    status = actions.take_step(referral=referral, **said, by=request.viewer, now=timezone.now())
    return {"id": referral, "status": status}


@router.get("/persons/{person}/referrals", response=Referrals)
def of_person(request: HttpRequest, person: UUID, cursor: str = "", limit: Limit = 50) -> dict[str, object]:
    """What was asked for somebody, the oldest first, a page at a time."""
    viewer = request.viewer
    found = queries.of_person(viewer, person_in_sight(viewer, person).id)
    looked(at_what="referrals.referrals", person=person, by=viewer, now=timezone.now())
    items, after = page(found, _order, cursor=cursor, limit=limit)
    return {"items": items, "next": after}
