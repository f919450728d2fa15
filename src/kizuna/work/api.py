"""How much work waits, for those who run the site."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from kizuna.work import queries
from kizuna.work.progress import Counts

router = Router(tags=["work"])


class Figures(Schema):
    """Numbers of tasks."""

    waiting: int
    running: int
    dead: int
    oldest_waiting: datetime | None


@router.get("/figures", response=Figures)
def figures(request: HttpRequest) -> Counts:
    """How many tasks wait, run and were given up."""
    return queries.counts(request.viewer, timezone.now())
