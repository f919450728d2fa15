"""Areas, for programs."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from kizuna.access.viewer import NotFound
from kizuna.frame.cursor import page
from kizuna.places import queries
from kizuna.places.area import AreaValue

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
