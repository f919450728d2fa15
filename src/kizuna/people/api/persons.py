"""Persons and what they agreed to, for programs."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from kizuna.access.deeds import fresh_sign_in
from kizuna.frame.cursor import page
from kizuna.ledger.actions import looked
from kizuna.people import actions, queries
from kizuna.people.consent import ConsentValue
from kizuna.people.profile import Profile

router = Router(tags=["people"])
Name = Annotated[str, Field(min_length=1, max_length=200)]
Words = Annotated[str, Field(max_length=200)]
TAKES_OVER = frozenset({"phone", "email"})
"""Who changes these could take over a record: of one's own only after a recent sign-in."""


class PersonOut(Schema):
    """A person, without ways to reach them."""

    id: str
    name: str
    called: str
    pronouns: str
    birth_year: int | None
    languages: list[str]
    area_id: str
    lives_alone: bool | None
    access_needs: list[str] | None
    status: str
    contactable: bool


class Sought(Schema):
    """What to look for."""

    text: Words


class Change(Schema):
    """What may be corrected; what is left out stays."""

    model_config = ConfigDict(extra="forbid")
    name: Name | None = None
    called: Words | None = None
    pronouns: Words | None = None
    birth_year: Annotated[int, Field(ge=1850, le=2200)] | None = None
    languages: list[Annotated[str, Field(max_length=35)]] | None = None
    area: UUID | None = None
    lives_alone: bool | None = None
    phone: Words | None = None
    email: Words | None = None


class NewPersonIn(Change):
    """Somebody new; with an `id` of yours the same person is added only once."""

    name: Name
    area: UUID
    id: UUID | None = None


class Made(Schema):
    """The id of what was written."""

    id: str


class ConsentOut(Schema):
    """One agreement."""

    id: str
    person: str
    purpose: str
    recipient: str
    given_at: datetime
    how: str
    what: list[str]
    emergency_only: bool
    until: datetime | None
    withdrawn_at: datetime | None


class Consents(Schema):
    """A page of agreements."""

    items: list[ConsentOut]
    next: str


class ConsentIn(Schema):
    """An agreement to record."""

    purpose: Name
    recipient: Name
    how: Name
    until: datetime | None = None
    emergency_only: bool = False


@router.post("/search", response=list[PersonOut])
def find(request: HttpRequest, sought: Sought) -> list[Profile]:
    """Persons within reach by name, telephone number or e-mail address; 20 at most."""
    return queries.find(request.viewer, sought.text)


@router.post("/persons", response={201: Made})
def add(request: HttpRequest, person: NewPersonIn) -> Status[dict[str, str]]:
    """Add somebody."""
    said = person.model_dump(exclude_none=True, exclude={"id"})
    made = actions.add_person(**said, person_id=person.id, by=request.viewer, now=timezone.now())
    return Status(201, {"id": str(made)})


@router.get("/persons/{person}", response=PersonOut)
def one(request: HttpRequest, person: str) -> Profile:
    """One person within reach."""
    found = queries.profile(request.viewer, person)
    looked(at_what="people.person", person=found.id, by=request.viewer, now=timezone.now())
    return found


@router.patch("/persons/{person}", response=Made)
def correct(request: HttpRequest, person: str, change: Change) -> dict[str, str]:
    """Correct what is held about somebody; about oneself by the rules of “My data”."""
    viewer, now = request.viewer, timezone.now()
    changes = change.model_dump(exclude_unset=True)
    if viewer.role != "resident":
        actions.correct_person(person=person, changes=changes, by=viewer, now=now)
        return {"id": person}
    who = queries.profile(viewer, person)
    if set(changes) & TAKES_OVER:
        fresh_sign_in(viewer)
    actions.correct_own(changes=changes, keep=request.session.session_key or "", by=viewer, now=now)
    return {"id": who.id}


@router.get("/persons/{person}/consents", response=Consents)
def consents(
    request: HttpRequest, person: UUID, cursor: str = "", limit: Annotated[int, Query(ge=1, le=100)] = 50
) -> dict[str, object]:
    """What somebody agreed to, a page at a time."""

    def order(consent: ConsentValue) -> str:
        return consent.id

    found = queries.consents(request.viewer, person)
    looked(at_what="people.consents", person=person, by=request.viewer, now=timezone.now())
    items, after = page(found, order, cursor=cursor, limit=limit)
    return {"items": items, "next": after}


@router.post("/persons/{person}/consents", response={201: Made})
def give(request: HttpRequest, person: str, consent: ConsentIn) -> Status[dict[str, str]]:
    """Record that somebody agreed to something."""
    made = actions.give_consent(person=person, **consent.model_dump(), by=request.viewer, now=timezone.now())
    return Status(201, {"id": str(made)})


@router.post("/consents/{consent}/withdraw", response=Made)
def withdraw(request: HttpRequest, consent: str) -> dict[str, str]:
    """Record that somebody took an agreement back."""
    actions.withdraw_consent(consent=consent, by=request.viewer, now=timezone.now())
    return {"id": consent}
