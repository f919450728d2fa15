"""What became of messages, for those who run the site."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema

from kizuna.access.viewer import NotFound
from kizuna.outbox import queries

router = Router(tags=["outbox"])


class State(Schema):
    """Where it stands."""

    key: str
    status: str


@router.get("/messages", response=State)
def message(request: HttpRequest, key: Annotated[str, Query(max_length=200)]) -> dict[str, str]:
    """What became of the message with this key."""
    status = queries.state_of(request.viewer, key)
    if status is None:
        raise NotFound("message")
    return {"key": key, "status": status}
