"""What a human decides about messages, runs and tasks, and what people do with their own record.

These cross rooms: the deed, the line of the ledger and the effect stand in `web.actions`, as for the pages.
"""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from kizuna.access.deeds import allow, fresh_sign_in
from kizuna.outbox import queries as outbox
from kizuna.outbox.message import RunValue
from kizuna.people.actions import let_rest, use_again
from kizuna.web import actions, queries

messages = Router(tags=["outbox"])
tasks = Router(tags=["work"])
own = Router(tags=["people"])


class AboutMessage(Schema):
    """What became of it: it `arrived`, is sent `again`, or is to be left (`leave`)."""

    what: Literal["arrived", "again", "leave"]


class AboutHeld(Schema):
    """All that waited in a backup: sent `again`, or left (`leave`)."""

    what: Literal["again", "leave"]


class AboutRun(Schema):
    """What is done with messages to many."""

    what: Literal["start", "pause", "resume", "cancel"]


class AboutTask(Schema):
    """A task that was given up runs `again` or is left (`leave`); one that waits or runs is stopped
    (`cancel`)."""

    what: Literal["again", "leave", "cancel"]


class Decided(Schema):
    """Whether there was anything left to decide: false when it went on meanwhile."""

    done: bool


class Number(Schema):
    """How many it was."""

    number: int


class RunOut(Schema):
    """Messages to many: how far they are, what was said of them. Money in ten-thousandths."""

    id: UUID
    label: str
    area: UUID | None
    state: str
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    said_end: datetime | None
    said_cost: int
    by_state: dict[str, int]
    cost: int


class Rest(Schema):
    """`resting`: nobody uses the record; `warnings`: those that may save a life come all the same."""

    resting: bool
    warnings: bool = False


class Made(Schema):
    """The id of what was changed."""

    id: str


@messages.post("/messages/{message}/decide", response=Decided)
def decide_message(request: HttpRequest, message: UUID, said: AboutMessage) -> dict[str, bool]:
    """Say what became of a message of which nobody can know."""
    done = actions.decide_message(message=message, what=said.what, by=request.viewer, now=timezone.now())
    return {"done": done}


@messages.post("/held/decide", response=Number)
def decide_held(request: HttpRequest, said: AboutHeld) -> dict[str, int]:
    """Send or leave every message that waited in the backup that was brought back."""
    return {"number": actions.decide_held(what=said.what, by=request.viewer, now=timezone.now())}


@messages.get("/runs", response=list[RunOut])
def runs(request: HttpRequest) -> list[RunValue]:
    """Messages to many within reach, the newest first, fifty at most."""
    return outbox.runs(request.viewer)


@messages.get("/runs/{run}", response=RunOut)
def run(request: HttpRequest, run: UUID) -> RunValue:
    """One of them, with how far it is."""
    return outbox.run(request.viewer, run)


@messages.post("/runs/{run}/decide", response=Decided)
def decide_run(request: HttpRequest, run: UUID, said: AboutRun) -> dict[str, bool]:
    """Start, pause, resume or cancel messages to many."""
    return {"done": actions.decide_run(run=run, what=said.what, by=request.viewer, now=timezone.now())}


@tasks.post("/tasks/{task}/decide", response=Decided)
def decide_task(request: HttpRequest, task: UUID, said: AboutTask) -> dict[str, bool]:
    """Try again what was given up, leave it, or stop what waits or runs."""
    return {"done": actions.decide_task(task=task, what=said.what, by=request.viewer, now=timezone.now())}


@own.get("/persons/{person}/data", response=dict[str, Any])
def data(request: HttpRequest, person: UUID) -> dict[str, Any]:
    """Everything that is held about the one who asks, in all rooms: the file that they take along.

    For themselves alone, and after a recent sign-in: no program has one.
    """
    viewer, now = request.viewer, timezone.now()
    allow(viewer, "person.export", person=person)
    fresh_sign_in(viewer)
    held = queries.exported(viewer, str(person), now)
    actions.note_export(person=str(person), by=viewer, now=now)
    return held


@own.post("/persons/{person}/rest", response=Made)
def rest(request: HttpRequest, person: UUID, said: Rest) -> dict[str, str]:
    """Let one's own record rest, or have it used again."""
    if said.resting:
        let_rest(person=person, warnings=said.warnings, by=request.viewer, now=timezone.now())
    else:
        use_again(person=person, by=request.viewer, now=timezone.now())
    return {"id": str(person)}
