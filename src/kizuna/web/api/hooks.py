"""Webhooks: a program says where it wants to be told, and of what."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from kizuna.frame.cursor import by_moment, page
from kizuna.web import actions, queries
from kizuna.web.events import EVENTS
from kizuna.web.hooks import Hook

router = Router(tags=["webhooks"])
Limit = Annotated[int, Query(ge=1, le=100)]


class EventKind(Schema):
    """A kind of event, and the scope that its receiver needs."""

    type: str
    scope: str


class AttemptOut(Schema):
    """What became of one call."""

    key: str
    status: str
    attempts: int
    error: str
    created_at: datetime
    sent_at: datetime | None


class HookOut(Schema):
    """A webhook; `stopped_at`: switched off, because nobody answered for half a day."""

    id: str
    program: str
    url: str
    events: list[str]
    created_at: datetime
    stopped_at: datetime | None
    last: list[AttemptOut]


class Hooks(Schema):
    """A page of webhooks."""

    items: list[HookOut]
    next: str


class HookIn(Schema):
    """Where news go, and which. `program` is for administrators: whose it is."""

    url: Annotated[str, Field(min_length=1, max_length=2000)]
    events: Annotated[list[Annotated[str, Field(max_length=60)]], Field(min_length=1, max_length=100)]
    program: UUID | None = None
    id: UUID | None = None


class NewHook(Schema):
    """The id, and the secret that signs each call: it is shown only now."""

    id: str
    secret: str


class Made(Schema):
    """The id of what was written."""

    id: str


@router.get("/events", response=list[EventKind])
def events(request: HttpRequest) -> list[dict[str, str]]:
    """Every kind of event that a program can be told of."""
    queries.hooks(request.viewer)
    return [{"type": kind, "scope": scope} for kind, scope in EVENTS.items()]


@router.get("/webhooks", response=Hooks)
def hooks(request: HttpRequest, cursor: str = "", limit: Limit = 50) -> dict[str, object]:
    """The webhooks of this program with their last calls, a page at a time."""

    def order(hook: Hook) -> str:
        return by_moment(hook.created_at, hook.id)

    items, after = page(queries.hooks(request.viewer), order, cursor=cursor, limit=limit)
    return {"items": items, "next": after}


@router.post("/webhooks", response={201: NewHook})
def add(request: HttpRequest, hook: HookIn) -> Status[dict[str, str]]:
    """Be told of these events from now on; with an `id` of yours it is added only once."""
    id, secret = actions.add_hook(
        url=hook.url,
        events=hook.events,
        program=hook.program,
        hook_id=hook.id,
        by=request.viewer,
        now=timezone.now(),
    )
    return Status(201, {"id": str(id), "secret": secret})


@router.get("/webhooks/{webhook}", response=HookOut)
def one(request: HttpRequest, webhook: str) -> Hook:
    """One webhook with its last calls."""
    return queries.hook(request.viewer, webhook)


@router.post("/webhooks/{webhook}/test", response=Made)
def test(request: HttpRequest, webhook: str) -> dict[str, str]:
    """Send a test there."""
    actions.try_hook(hook=webhook, by=request.viewer, now=timezone.now())
    return {"id": webhook}


@router.post("/webhooks/{webhook}/resume", response=Made)
def resume(request: HttpRequest, webhook: str) -> dict[str, str]:
    """Switch on again one that was switched off."""
    actions.resume_hook(hook=webhook, by=request.viewer, now=timezone.now())
    return {"id": webhook}


@router.post("/webhooks/{webhook}/close", response=Made)
def close(request: HttpRequest, webhook: str) -> dict[str, str]:
    """Send nothing there any more."""
    actions.close_hook(hook=webhook, by=request.viewer, now=timezone.now())
    return {"id": webhook}
