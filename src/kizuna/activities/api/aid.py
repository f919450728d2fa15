"""Help among neighbours, for programs: what is asked, who would suit and why, and bringing two together."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Schema, Status
from pydantic import AwareDatetime, Field

from kizuna.access.viewer import Refused
from kizuna.activities import actions, queries
from kizuna.activities.aid import (
    BY_KIND,
    KINDS,
    MOST_ROOM,
    RISKS,
    TIMES,
    AidKind,
    AidLine,
    NewAid,
    Suggestion,
)
from kizuna.activities.api.groups import Made, router
from kizuna.activities.forms import way_to_reach
from kizuna.frame.cursor import page

Limit = Annotated[int, Query(ge=1, le=100)]
Code = Annotated[str, Field(max_length=40)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


class AidKindOut(Schema):
    """A kind of help. `risks`: what only a helper who was checked for it may do."""

    code: str
    label: str
    need: str
    risks: list[str]
    remote: bool


class AskOut(Schema):
    """An ask that has nobody yet. Who asks, and how to reach them, is not told."""

    id: str
    kinds: list[str]
    area: str
    given_at: datetime
    until: datetime
    times: list[str]
    risks: list[str]


class Asks(Schema):
    """A page of asks, the longest wait first."""

    items: list[AskOut]
    next: str


class PartOut(Schema):
    """One part of a score, with its points and its words; `known`: whether it could be known."""

    part: str
    points: int
    text: str
    known: bool


class SuitingOut(Schema):
    """An offer that suits an ask; its score is the sum of the points of its reasons."""

    offer: str
    area: str
    score: int
    reasons: list[PartOut]


class AidIn(Schema):
    """An ask or an offer for somebody who gave a name and one way to reach them."""

    key: UUID | None = None
    """Sent again with the same key it is kept once."""
    side: Literal["ask", "offer"]
    kinds: Annotated[list[Code], Field(min_length=1, max_length=20)]
    name: Annotated[str, Field(min_length=1, max_length=100)]
    reach: Annotated[str, Field(min_length=3, max_length=200)]
    area: UUID
    words: Annotated[str, Field(max_length=1000)] = ""
    times: Annotated[list[Code], Field(max_length=10)] = []
    languages: Annotated[list[Language], Field(max_length=10)] = []
    risks: Annotated[list[Code], Field(max_length=10)] = []
    far_km: Annotated[int, Field(ge=1, le=100)] = 8
    room: Annotated[int, Field(ge=1, le=MOST_ROOM)] = 1
    until: AwareDatetime | None = None


class OfferFor(Schema):
    """The offer with which an ask is to be brought together."""

    offer: UUID


@router.get("/aid/kinds", response=list[AidKindOut])
def kinds(request: HttpRequest) -> list[dict[str, object]]:
    """What neighbours do for each other here."""
    return [_kind(one) for one in KINDS]


def _kind(one: AidKind) -> dict[str, object]:
    return {
        "code": one.code,
        "label": one.label,
        "need": one.need,
        "risks": sorted(one.risks),
        "remote": one.remote,
    }


@router.get("/aid/asks", response=Asks)
def asks(request: HttpRequest, cursor: str = "", limit: Limit = 50) -> dict[str, object]:
    """Every ask that has nobody yet, in the areas of this program."""
    found: list[AidLine] = queries.asks_without_anybody(request.viewer, timezone.now())
    items, after = page(found, lambda line: line.id, cursor=cursor, limit=limit)
    return {"items": items, "next": after}


@router.get("/aid/asks/{ask}/offers", response=list[SuitingOut])
def offers(request: HttpRequest, ask: UUID) -> tuple[Suggestion, ...]:
    """Who would suit an ask, the best first, each with its reasons."""
    return queries.suggestions(request.viewer, ask, timezone.now())


@router.post("/aid/asks/{ask}/matches", response={201: Made})
def propose(request: HttpRequest, ask: UUID, said: OfferFor) -> Status[dict[str, str]]:
    """Ask both whether they agree: a human decided it. The same again changes nothing."""
    match = actions.propose_match(ask=ask, offer=said.offer, by=request.viewer, now=timezone.now())
    return Status(201, {"id": str(match)})


@router.post("/aid", response={201: Made})
def give(request: HttpRequest, aid: AidIn) -> Status[dict[str, str]]:
    """Keep an ask or an offer. It is read first where the site is moderated."""
    unknown = (set(aid.kinds) - set(BY_KIND)) | (set(aid.times) - set(TIMES)) | (set(aid.risks) - set(RISKS))
    if unknown:
        raise Refused(f"There is no such code: {', '.join(sorted(unknown))}.")
    try:
        reach = way_to_reach(aid.reach)
    except ValidationError as wrong:
        raise Refused(" ".join(wrong.messages)) from None
    said = aid.model_dump(exclude={"key", "area", "reach"})
    plain: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in said.items()
    }
    new = NewAid(reach=reach, area=str(aid.area), **plain)
    id = actions.give_aid(new=new, key=aid.key or uuid4(), by=request.viewer, now=timezone.now())
    return Status(201, {"id": str(id)})
