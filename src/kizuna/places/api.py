"""Areas, for programs."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import AwareDatetime, Field

from kizuna.access.viewer import NotFound
from kizuna.frame.cursor import page
from kizuna.places import actions, queries
from kizuna.places.area import AreaValue
from kizuna.places.crisis import CrisisNumber

router = Router(tags=["places"])
Limit = Annotated[int, Query(ge=1, le=100)]


class AreaOut(Schema):
    """An area."""

    id: str
    name: str
    level: str
    above_id: str | None
    lat: float
    lon: float


class Areas(Schema):
    """A page of areas."""

    items: list[AreaOut]
    next: str


class PostureOut(Schema):
    """Everyday or emergency."""

    area: str
    posture: str


class PostureIn(Schema):
    """Until when there is an emergency (none: it ends now), and why, as everybody there reads it."""

    until: AwareDatetime | None = None
    why: Annotated[str, Field(max_length=2000)]


class Done(Schema):
    """What was done: `raised`, `prolonged` or `lowered`."""

    done: str


class CrisisOut(Schema):
    """A number to ring."""

    kind: str
    number: str
    label: str
    note: str
    url: str


@router.get("/areas", response=Areas)
def areas(request: HttpRequest, cursor: str = "", limit: Limit = 50) -> dict[str, object]:
    """Every area of this site, a page at a time."""
    found, after = page(queries.areas(request.viewer), lambda area: area.id, cursor=cursor, limit=limit)
    return {"items": found, "next": after}


@router.get("/areas/at", response=AreaOut)
def area_at(
    request: HttpRequest,
    lat: Annotated[float, Query(ge=-90, le=90)],
    lon: Annotated[float, Query(ge=-180, le=180)],
) -> AreaValue:
    """The smallest area around a point."""
    found = queries.area_at(request.viewer, lat, lon)
    if found is None:
        raise NotFound("area")
    return found


@router.get("/areas/{area}", response=AreaOut)
def area(request: HttpRequest, area: str) -> AreaValue:
    """One area."""
    return queries.area(request.viewer, area)


@router.get("/areas/{area}/posture", response=PostureOut)
def posture(request: HttpRequest, area: str) -> dict[str, str]:
    """Whether there is an emergency in this area."""
    found = queries.area(request.viewer, area)
    return {"area": found.id, "posture": queries.posture(request.viewer, area, now=timezone.now())}


@router.post("/areas/{area}/posture", response=Done)
def set_posture(request: HttpRequest, area: str, posture: PostureIn) -> dict[str, str]:
    """Put an area in an emergency until then, or end it; what was done is told."""
    said = posture.model_dump()
    done = actions.set_posture(area=area, **said, by=request.viewer, now=timezone.now())
    return {"done": done}


@router.get("/crisis-numbers", response=list[CrisisOut])
def crisis_numbers(
    request: HttpRequest, language: Annotated[str, Query(max_length=35)] = "en"
) -> list[CrisisNumber]:
    """The numbers to ring when somebody is in danger."""
    return queries.crisis_numbers(request.viewer, language=language)
