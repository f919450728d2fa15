"""Services that help, for programs."""

from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext
from ninja import Query, Router, Schema, Status
from pydantic import Field

from kizuna.access.viewer import NotFound, Refused
from kizuna.directory import actions, queries
from kizuna.directory.alike import Kind, Verdict
from kizuna.directory.capacity import State
from kizuna.directory.changing import ChangeValue, FieldChange
from kizuna.directory.feeds import FeedValue, Outcome, source_name
from kizuna.directory.freshness import Freshness
from kizuna.directory.joining import Pair
from kizuna.directory.option import Option
from kizuna.frame.cursor import cut, start

router = Router(tags=["directory"])
Limit = Annotated[int, Query(ge=1, le=100)]
Language = Annotated[str, Query(max_length=10)]


def _spoken(language: str) -> AbstractContextManager[object]:
    """The language that was asked for by name; else the one of `Accept-Language`. Others are refused."""
    if not language:
        return nullcontext()
    if language not in dict(settings.LANGUAGES):
        raise Refused(gettext("This site does not speak that language."))
    return translation.override(language)


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
    name_language: str
    """In which language the name is, when it is not the one that was asked for."""
    summary_language: str
    machine: bool
    """Whether a machine translated some of it."""

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
def services(
    request: HttpRequest, cursor: str = "", limit: Limit = 50, language: Language = ""
) -> dict[str, object]:
    """Every service that is offered now, a page at a time, in a language of the site."""
    with _spoken(language):
        found = queries.options_after(request.viewer, start(cursor), limit + 1, now=timezone.now())
    items, after = cut(found, lambda option: option.id, limit=limit)
    return {"items": items, "next": after}


@router.get("/services/search", response=list[OptionOut])
def search(
    request: HttpRequest,
    text: Annotated[str, Query(max_length=200)],
    limit: Limit = 20,
    language: Language = "",
) -> list[Option]:
    """Services by words, the best first, in a language of the site."""
    with _spoken(language):
        return queries.search(request.viewer, text, now=timezone.now(), limit=limit)


@router.get("/services/{service}", response=OptionOut)
def service(request: HttpRequest, service: str, language: Language = "") -> Option:
    """One service, in a language of the site."""
    with _spoken(language):
        found = queries.options_by_id(request.viewer, [service], timezone.now())
    if service not in found:
        raise NotFound("service")
    return found[service]


class RoomIn(Schema):
    """Whether a service, or one unit of it, takes people now. What is left out is unknown."""

    state: State
    unit: Annotated[str, Field(max_length=100)] = ""
    available: Annotated[int, Field(ge=0, le=100_000)] | None = None
    maximum: Annotated[int, Field(ge=0, le=100_000)] | None = None
    waiting_days: Annotated[int, Field(ge=0, le=3650)] | None = None


class ChangeIn(Schema):
    """What a listing should say: values by `table.column`, such as `service.name`."""

    values: Annotated[dict[str, Annotated[str, Field(max_length=5000)]], Field(min_length=1, max_length=40)]
    why: Annotated[str, Field(max_length=500)] = ""


class Proposed(Schema):
    """The id of a change; a curator decides each of its fields."""

    id: str


class FieldChangeOut(Schema):
    """One field of a proposed change."""

    id: str
    table: str
    column: str
    previous: str
    current: str
    replacement: str
    status: str
    conflict: bool
    """Whether the listing was changed since this was proposed."""

    @staticmethod
    def resolve_table(one: FieldChange) -> str:
        return one.field.table

    @staticmethod
    def resolve_column(one: FieldChange) -> str:
        return one.field.column


class ChangeOut(Schema):
    """What somebody proposes for a listing."""

    id: str
    origin: str
    at: datetime
    why: str
    fields: list[FieldChangeOut]


class DecisionIn(Schema):
    """Accept or refuse. `seen`: what the listing said when somebody looked; else: when it was proposed."""

    accept: bool
    seen: Annotated[str, Field(max_length=5000)] | None = None


class FieldDecided(Schema):
    """What became of the field."""

    status: str


@router.post("/services/{service}/capacity", response=OptionOut)
def capacity(request: HttpRequest, service: str, said: RoomIn) -> Option:
    """Say whether there is room now: the service's provider, or a curator of its area."""
    now = timezone.now()
    actions.set_capacity(service=service, **said.model_dump(), by=request.viewer, now=now)
    return queries.options_by_id(request.viewer, [service], now)[service]


@router.post("/services/{service}/confirm", response=OptionOut)
def confirm(request: HttpRequest, service: str) -> Option:
    """Say that a listing is right today: its provider, or a curator of its area."""
    now = timezone.now()
    actions.confirm_service(service=service, by=request.viewer, now=now)
    return queries.options_by_id(request.viewer, [service], now)[service]


@router.post("/services/{service}/changes", response={201: Proposed})
def propose(request: HttpRequest, service: str, said: ChangeIn) -> Status[dict[str, str]]:
    """Propose what a listing should say. It changes nothing before a curator accepts it."""
    by, now = request.viewer, timezone.now()
    id = actions.propose_change(service=service, values=said.values, why=said.why, by=by, now=now)
    return Status(201, {"id": str(id)})


@router.get("/services/{service}/changes", response=list[ChangeOut])
def changes(request: HttpRequest, service: str) -> list[ChangeValue]:
    """What was proposed for a listing, what waits first; for its curators."""
    return list(queries.under_care(request.viewer, service, timezone.now()).changes)


@router.post("/changes/{change}/decide", response=FieldDecided)
def decide(request: HttpRequest, change: str, said: DecisionIn) -> dict[str, str]:
    """Accept or refuse one field of a change. Refused when the listing says something else than was seen."""
    by, now = request.viewer, timezone.now()
    try:
        actions.decide_change(field=change, accept=said.accept, seen=said.seen, by=by, now=now)
    except actions.Changed as changed:
        raise Refused(str(changed)) from None
    return {"status": "accepted" if said.accept else "refused"}


class PairOut(Schema):
    """Two entries that look like one: most likely first. `verdict` sites: one service at two places."""

    id: str
    kind: Kind
    one: str
    two: str
    names: list[str]
    score: int
    verdict: Verdict
    reasons: list[str]

    @staticmethod
    def resolve_one(pair: Pair) -> str:
        return pair.one.id

    @staticmethod
    def resolve_two(pair: Pair) -> str:
        return pair.two.id

    @staticmethod
    def resolve_names(pair: Pair) -> list[str]:
        return [pair.one.name, pair.two.name]


class Pairs(Schema):
    """A page of pairs."""

    items: list[PairOut]
    next: str


class JoinIn(Schema):
    """The first one is kept. `take`: columns whose values come from the second."""

    take: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=40)] = []


class JoinOut(Schema):
    """The id of a merge, to undo it."""

    id: str


@router.get("/duplicates", response=Pairs)
def duplicates(request: HttpRequest, cursor: str = "", limit: Limit = 50) -> dict[str, object]:
    """The pairs that wait for this curator, most likely first."""
    found = queries.alike_after(request.viewer, start(cursor), limit + 1)
    items, after = cut(found, lambda pair: pair.stands, limit=limit)
    return {"items": items, "next": after}


@router.post("/duplicates/{pair}/join", response={201: JoinOut})
def join(request: HttpRequest, pair: str, said: JoinIn) -> Status[dict[str, str]]:
    """These two are one. The address of the second leads to the first from now on."""
    by, now = request.viewer, timezone.now()
    found = queries.pair(by, pair)
    both = {"keep": found.one.id, "other": found.two.id}
    made = actions.join_entries(kind=found.kind, **both, take=said.take, by=by, now=now)
    return Status(201, {"id": str(made)})


@router.post("/duplicates/{pair}/apart", response={204: None})
def apart(request: HttpRequest, pair: str) -> Status[None]:
    """These two are two: the pair is not shown again."""
    actions.say_apart(pair=pair, by=request.viewer, now=timezone.now())
    return Status(204, None)


@router.post("/joins/{join}/undo", response={204: None})
def undo(request: HttpRequest, join: str) -> Status[None]:
    """Two entries again, as they were before this merge."""
    actions.undo_join(join=join, by=request.viewer, now=timezone.now())
    return Status(204, None)


class FeedIn(Schema):
    """A directory of somebody else. `every`: hours, as 6h, or a cron expression."""

    source: Annotated[str, Field(max_length=100)]
    url: Annotated[str, Field(max_length=500)]
    every: Annotated[str, Field(max_length=100)] = "24h"
    publisher: Annotated[str, Field(max_length=200)] = ""
    licence: Annotated[str, Field(max_length=200)] = ""
    on: bool = True


class FeedOut(Schema):
    """One feed, and how it is. `failures`: one after the other."""

    id: str
    source: str
    url: str
    publisher: str
    licence: str
    rhythm: str
    on: bool
    outcome: Outcome
    said: str
    failures: int
    unwell: bool
    fetched_at: datetime | None
    next_at: datetime | None


@router.get("/feeds", response=list[FeedOut])
def feeds(request: HttpRequest) -> list[FeedValue]:
    """Directories of others that are fetched here, those that fail first."""
    return list(queries.feeds(request.viewer))


@router.post("/feeds", response={201: FeedOut})
def keep_feed(request: HttpRequest, said: FeedIn) -> Status[FeedValue]:
    """Register a feed, or change the one of this source. A new address is fetched within minutes."""
    by, now = request.viewer, timezone.now()
    how = said.model_dump(exclude={"source", "every"})
    made = actions.keep_feed(source=source_name(said.source), rhythm=said.every, **how, by=by, now=now)
    return Status(201, queries.feed(by, made))


@router.post("/feeds/{feed}/fetch", response=FeedOut)
def fetch_feed(request: HttpRequest, feed: str) -> FeedValue:
    """Fetch it now, without waiting for its turn."""
    actions.fetch_now(feed=feed, by=request.viewer, now=timezone.now())
    return queries.feed(request.viewer, feed)
