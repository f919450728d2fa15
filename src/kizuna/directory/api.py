"""Services that help, for programs."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from kizuna.access.viewer import NotFound
from kizuna.directory import queries
from kizuna.directory.capacity import State
from kizuna.directory.freshness import Freshness
from kizuna.directory.option import Option
from kizuna.frame.cursor import page

router = Router(tags=["directory"])
Limit = Annotated[int, Query(ge=1, le=100)]


class OptionOut(Schema):
    """A service or a group that helps."""

    kind: str
    id: str
    name: str
    organisation: str
    summary: str
    needs: list[str]
    address: str
    lat: float | None
    lon: float | None
    remote: bool
    phone: str
    url: str
    languages: list[str] | None
    step_free: bool | None
    cost_text: str
    open_now: bool | None
    next_start: datetime | None
    when_text: str
    places_left: int | None
    capacity: State | None
    waiting_days: int | None
    confirmed_on: date | None
    freshness: Freshness
    can_refer: bool

    @staticmethod
    def resolve_needs(option: Option) -> list[str]:
        return sorted(option.needs)

    @staticmethod
    def resolve_languages(option: Option) -> list[str] | None:
        return None if option.languages is None else sorted(option.languages)


class Services(Schema):
    """A page of services."""

    items: list[OptionOut]
    next: str


@router.get("/services", response=Services)
def services(request: HttpRequest, cursor: str = "", limit: Limit = 50) -> dict[str, object]:
    """Every service that is offered now, a page at a time."""
    found = queries.options(request.viewer, now=timezone.now())
    items, after = page(found, lambda option: option.id, cursor=cursor, limit=limit)
    return {"items": items, "next": after}


@router.get("/services/search", response=list[OptionOut])
def search(
    request: HttpRequest, text: Annotated[str, Query(max_length=200)], limit: Limit = 20
) -> list[Option]:
    """Services by words, the best first."""
    return queries.search(request.viewer, text, now=timezone.now(), limit=limit)


@router.get("/services/{service}", response=OptionOut)
def service(request: HttpRequest, service: str) -> Option:
    """One service."""
    found = queries.options_by_id(request.viewer, [service], timezone.now())
    if service not in found:
        raise NotFound("service")
    return found[service]
