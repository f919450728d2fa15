"""What stands around a person, for programs: ways, names, homes, what they depend on, who speaks for them."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Schema, Status
from pydantic import Field

from kizuna.ledger.actions import looked
from kizuna.people import actions, queries
from kizuna.people.api.duty import router
from kizuna.people.care import Dependence, KnownName, Speaker
from kizuna.people.homes import Home
from kizuna.people.profile import Details

Word = Annotated[str, Field(max_length=60)]
Words = Annotated[str, Field(max_length=2000)]


class WaysOut(Schema):
    """How somebody can be reached; `shared`: others at home read it too."""

    phone: str
    email: str
    address: str
    shared: bool
    do_not_contact: bool


class NameOut(Schema):
    """One more name of somebody."""

    id: str
    text: str
    use: str
    language: str


class NameIn(Schema):
    """A name to add."""

    text: Annotated[str, Field(min_length=1, max_length=200)]
    use: Word
    language: Annotated[str, Field(max_length=35)] = ""


class MemberOut(Schema):
    """Somebody who lives there."""

    person: str
    name: str
    role: str
    since: date | None


class HomeOut(Schema):
    """A home, with those who live there as far as they are in sight."""

    id: str
    members: list[MemberOut]


class MoveIn(Schema):
    """With whom somebody lives now."""

    with_person: UUID
    role: Word = ""
    since: date | None = None


class Leaving(Schema):
    """When they moved out; today when it is left out."""

    on: date | None = None


class DependenceOut(Schema):
    """Something that somebody cannot be without."""

    id: str
    kind: str
    note: str
    since: date | None
    until: date | None


class DependenceIn(Schema):
    """Something to write down."""

    kind: Word
    words: Words = ""
    since: date | None = None
    until: date | None = None


class SpeakerOut(Schema):
    """Somebody who may speak for a person; `person` is empty when nobody here knows them."""

    id: str
    name: str
    role: str
    since: date
    until: date | None
    person: str


class StatusIn(Schema):
    """What became of somebody. From then on nobody writes to those who died or moved away."""

    status: Literal["living", "died", "moved_away"]
    on: date | None = None
    why: Words = ""


class Quiet(Schema):
    """Whether they want no contact at all."""

    quiet: bool


class Made(Schema):
    """The id of what was written."""

    id: str


def _looked(request: HttpRequest, person: UUID) -> None:
    looked(at_what="people.person", person=person, by=request.viewer, now=timezone.now())


def _home(home: Home) -> HomeOut:
    members = [
        MemberOut(person=one.who.id, name=one.who.name, role=one.role, since=one.since)
        for one in home.members
    ]
    return HomeOut(id=home.id, members=members)


@router.get("/persons/{person}/ways", response=WaysOut)
def ways(request: HttpRequest, person: UUID) -> Details:
    """How somebody can be reached: no way to who died, moved away or wants no contact."""
    viewer = request.viewer
    who = queries.profile(viewer, person)
    found = queries.details(viewer, who.id)
    _looked(request, person)
    return found if who.contactable or viewer.person == who.id else replace(found, phone="", email="")


@router.get("/persons/{person}/names", response=list[NameOut])
def names(request: HttpRequest, person: UUID) -> list[KnownName]:
    """The other names of somebody."""
    found = queries.names(request.viewer, person)
    _looked(request, person)
    return found


@router.post("/persons/{person}/names", response={201: Made})
def add_name(request: HttpRequest, person: UUID, name: NameIn) -> Status[dict[str, str]]:
    """Add a name."""
    said = name.model_dump()
    made = actions.add_name(person=person, **said, by=request.viewer, now=timezone.now())
    return Status(201, {"id": str(made)})


@router.get("/persons/{person}/homes", response=list[HomeOut])
def homes(request: HttpRequest, person: UUID) -> list[HomeOut]:
    """Where somebody lives now, and who lives there too."""
    found = queries.homes(request.viewer, person)
    _looked(request, person)
    return [_home(home) for home in found]


@router.post("/persons/{person}/homes", response=Made)
def move_in(request: HttpRequest, person: UUID, move: MoveIn) -> dict[str, str]:
    """Note with whom somebody lives now."""
    actions.move_in(person=person, **move.model_dump(), by=request.viewer, now=timezone.now())
    return {"id": str(person)}


@router.post("/persons/{person}/homes/{home}/leave", response=Made)
def move_out(request: HttpRequest, person: UUID, home: UUID, leaving: Leaving) -> dict[str, str]:
    """Note that somebody lives there no more."""
    actions.move_out(person=person, home=home, on=leaving.on, by=request.viewer, now=timezone.now())
    return {"id": str(person)}


@router.get("/persons/{person}/dependences", response=list[DependenceOut])
def dependences(request: HttpRequest, person: UUID) -> list[Dependence]:
    """What somebody cannot be without: power, oxygen, medicine."""
    found = queries.dependences(request.viewer, person)
    _looked(request, person)
    return found


@router.post("/persons/{person}/dependences", response={201: Made})
def add_dependence(request: HttpRequest, person: UUID, what: DependenceIn) -> Status[dict[str, str]]:
    """Write down what somebody cannot be without."""
    said = what.model_dump()
    made = actions.add_dependence(person=person, **said, by=request.viewer, now=timezone.now())
    return Status(201, {"id": str(made)})


@router.post("/persons/{person}/dependences/{dependence}/end", response=Made)
def end_dependence(request: HttpRequest, person: UUID, dependence: UUID) -> dict[str, str]:
    """Note that they can be without it."""
    actions.end_dependence(person=person, dependence=dependence, by=request.viewer, now=timezone.now())
    return {"id": str(dependence)}


@router.get("/persons/{person}/speakers", response=list[SpeakerOut])
def speakers(request: HttpRequest, person: UUID) -> list[Speaker]:
    """Who may speak for somebody today."""
    found = queries.may_speak_for(request.viewer, person, timezone.now())
    _looked(request, person)
    return found


@router.post("/persons/{person}/status", response=Made)
def set_status(request: HttpRequest, person: UUID, status: StatusIn) -> dict[str, str]:
    """Say that somebody died, moved away, or is here after all."""
    actions.set_status(person=person, **status.model_dump(), by=request.viewer, now=timezone.now())
    return {"id": str(person)}


@router.post("/persons/{person}/quiet", response=Made)
def leave_in_peace(request: HttpRequest, person: UUID, quiet: Quiet) -> dict[str, str]:
    """Say that somebody wants no contact at all, or does again."""
    actions.leave_in_peace(person=person, quiet=quiet.quiet, by=request.viewer, now=timezone.now())
    return {"id": str(person)}


@router.post("/consents/{consent}/renew", response={201: Made})
def renew(request: HttpRequest, consent: str) -> Status[dict[str, str]]:
    """Record that somebody agreed anew to what ends soon."""
    made = actions.renew_consent(consent=consent, by=request.viewer, now=timezone.now())
    return Status(201, {"id": str(made)})
