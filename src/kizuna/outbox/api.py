"""What became of messages, for those who run the site."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema

from kizuna.access.viewer import NotFound
from kizuna.outbox import queries
from kizuna.outbox.message import Problem

router = Router(tags=["outbox"])


class MessageFigures(Schema):
    """Numbers of messages."""

    by_state: dict[str, int]
    oldest_waiting: datetime | None


class ProblemOut(Schema):
    """A message that failed, or of which nobody knows whether it left."""

    id: UUID
    key: str
    hint: str
    channel: str
    status: str
    attempts: int
    error: str
    topic: str
    life_safety: bool
    created_at: datetime


class MessageState(Schema):
    """Where it stands."""

    key: str
    status: str


@router.get("/messages", response=MessageState)
def message(request: HttpRequest, key: Annotated[str, Query(max_length=200)]) -> dict[str, str]:
    """What became of the message with this key."""
    status = queries.state_of(request.viewer, key)
    if status is None:
        raise NotFound("message")
    return {"key": key, "status": status}


@router.get("/figures", response=MessageFigures)
def figures(request: HttpRequest) -> dict[str, object]:
    """How many messages are in each state, and since when the oldest waits."""
    found = queries.counts(request.viewer)
    return {"by_state": found.by_state, "oldest_waiting": found.oldest_waiting}


@router.get("/problems", response=list[ProblemOut])
def problems(request: HttpRequest) -> list[Problem]:
    """Messages that a human should look at, life safety first; of each address a hint only."""
    return queries.problems(request.viewer)
