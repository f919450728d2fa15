"""What could help, for programs."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from kizuna.directory.option import Option
from kizuna.signposting import queries
from kizuna.signposting.facts import PersonFacts
from kizuna.signposting.matching import Suggestion

router = Router(tags=["signposting"])
Code = Annotated[str, Query(max_length=60)]
Limit = Annotated[int, Query(ge=1, le=100)]


class Reason(Schema):
    """Why it was suggested."""

    code: str
    points: int
    known: bool


class Offered(Schema):
    """What is suggested."""

    kind: str
    id: str
    name: str
    organisation: str
    summary: str
    when_text: str


class SuggestionOut(Schema):
    """A suggestion with its reasons."""

    option: Offered
    score: int
    reasons: list[Reason]


@router.get("/suggestions", response=list[SuggestionOut])
def suggestions(
    request: HttpRequest, need: Annotated[list[str], Query(max_length=20)], area: Code = "", limit: Limit = 20
) -> list[Suggestion]:
    """Services and groups for these needs, the best first, each with its reasons."""
    facts, now = PersonFacts(area=area), timezone.now()
    return list(queries.suggestions(request.viewer, needs=need, facts=facts, now=now)[:limit])


@router.get("/search", response=list[Offered])
def search(
    request: HttpRequest, text: Annotated[str, Query(max_length=200)], limit: Limit = 20
) -> list[Option]:
    """Services and groups by words."""
    return queries.search(request.viewer, text, now=timezone.now(), limit=limit)
