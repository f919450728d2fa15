"""How much work waits, for those who run the site."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from kizuna.work import queries
from kizuna.work.progress import Counts, DeadLetter, TaskState

router = Router(tags=["work"])


class Figures(Schema):
    """Numbers of tasks."""

    waiting: int
    running: int
    dead: int
    oldest_waiting: datetime | None


class DeadOut(Schema):
    """A task that was given up."""

    id: UUID
    key: str
    name: str
    attempts: int
    error: str
    at: datetime


class RunningOut(Schema):
    """A task at work: `done` of `of`."""

    id: UUID
    key: str
    name: str
    attempts: int
    since: datetime
    done: int
    of: int


@router.get("/figures", response=Figures)
def figures(request: HttpRequest) -> Counts:
    """How many tasks wait, run and were given up."""
    return queries.counts(request.viewer, timezone.now())


@router.get("/dead", response=list[DeadOut])
def dead(request: HttpRequest) -> list[DeadLetter]:
    """Tasks that were given up, with the kind of error only."""
    return queries.dead_letters(request.viewer)


@router.get("/running", response=list[RunningOut])
def running(request: HttpRequest) -> list[TaskState]:
    """Tasks at work, and how far they are."""
    return queries.running(request.viewer)
