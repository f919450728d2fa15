"""Who did and who looked, for the person it is about and for administrators."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema

from kizuna.ledger import queries
from kizuna.ledger.entry import EntryValue

router = Router(tags=["ledger"])


class Entry(Schema):
    """A line of the ledger."""

    at: datetime
    verb: str
    subject: str
    by: str


class Entries(Schema):
    """A page of lines."""

    items: list[Entry]
    next: str


@router.get("/persons/{person}", response=list[Entry])
def about(
    request: HttpRequest, person: UUID, limit: Annotated[int, Query(ge=1, le=500)] = 100
) -> list[EntryValue]:
    """What the ledger says about somebody, the newest first."""
    return queries.about_person(request.viewer, person, limit=limit)


@router.get("/entries", response=Entries)
def recent(
    request: HttpRequest,
    verb: Annotated[str, Query(max_length=60)] = "",
    cursor: Annotated[int, Query(ge=0, le=2**62)] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> dict[str, object]:
    """What was done lately, the newest first, for administrators, a page at a time."""
    found, before = queries.recent(request.viewer, verb=verb, before=cursor, limit=limit)
    return {"items": found, "next": str(before or "")}
