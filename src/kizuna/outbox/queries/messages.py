"""Reading the outbox. Other rooms look as SYSTEM, after their own door: no address and no text comes out."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from kizuna.access.deeds import allow, allow_some, reaches
from kizuna.access.keeping import Held
from kizuna.access.secrets import blinds
from kizuna.access.viewer import NotFound, Viewer
from kizuna.outbox.address import hint, normal
from kizuna.outbox.forecast import Forecast, Load, foretold
from kizuna.outbox.message import (
    RESTORED,
    Attempt,
    Board,
    Broken,
    Counts,
    Problem,
    ReplyValue,
    RunValue,
    WayLine,
)
from kizuna.outbox.models import FailedAddress, Gate, Message, Reply, Run, Stopped
from kizuna.outbox.queries.paces import _lately, _learned
from kizuna.outbox.states import OPEN

LATELY = timedelta(days=30)


def state_of(viewer: Viewer, key: str) -> str | None:
    """What became of the message with this key; None when there is none."""
    allow(viewer, "outbox.see")
    return Message.objects.filter(key=key).values_list("status", flat=True).first()


def counts(viewer: Viewer) -> Counts:
    """How many messages are in each state, and since when the oldest waits."""
    allow(viewer, "outbox.see")
    rows = Message.objects.values_list("status").annotate(number=Count("id"), at=Min("created_at"))
    states = {status: (number, at) for status, number, at in rows}
    oldest = states["queued"][1] if "queued" in states else None
    return Counts({status: number for status, (number, _) in states.items()}, oldest)


def _as_problem(row: Message) -> Problem:
    return Problem(
        row.id,
        row.key,
        hint(row.channel, row.address),
        row.channel,
        row.status,
        row.attempts,
        row.last_error,
        row.topic,
        row.life_safety,
        row.created_at,
    )


def problems(viewer: Viewer, limit: int = 100) -> list[Problem]:
    """Messages that a human should look at: unknown or failed, life safety first, newest first."""
    allow(viewer, "outbox.see")
    rows = Message.objects.filter(status__in=["unknown", "failed"]).defer("subject", "text")
    return [_as_problem(row) for row in rows.order_by("-life_safety", "-created_at")[:limit]]


def waiting(viewer: Viewer, now: datetime, limit: int = 100) -> list[Problem]:
    """Messages that should have left by now and have not, oldest first."""
    allow(viewer, "outbox.see")
    rows = Message.objects.filter(status="queued", next_try__lte=now).defer("subject", "text")
    return [_as_problem(row) for row in rows.order_by("next_try")[:limit]]


def of_causes(viewer: Viewer, causes: Sequence[str], limit: int = 10) -> dict[str, list[Attempt]]:
    """The last messages that hang on each of these, the newest first."""
    allow(viewer, "outbox.see")
    columns = ("cause", "key", "status", "attempts", "last_error", "created_at", "sent_at")
    number = Window(RowNumber(), partition_by="cause", order_by="-created_at")
    rows = Message.objects.filter(cause__in=causes).exclude(cause="").annotate(number=number)
    found: dict[str, list[Attempt]] = {}
    for cause, *said in rows.filter(number__lte=limit).order_by("-created_at").values_list(*columns):
        found.setdefault(cause, []).append(Attempt(*said))
    return found


def unknown(viewer: Viewer, limit: int = 50) -> list[Problem]:
    """Messages of which nobody can know by themselves whether they left: a human decides."""
    allow(viewer, "outbox.see")
    rows = Message.objects.filter(status="unknown", next_try=None).defer("subject", "text")
    return [_as_problem(row) for row in rows.order_by("-life_safety", "created_at")[:limit]]


def broken(viewer: Viewer, limit: int = 50) -> list[Broken]:
    """Addresses that do not work, newest first, with a hint of each as long as its message is kept."""
    allow(viewer, "outbox.see")
    rows = list(FailedAddress.objects.order_by("-at")[:limit])
    messages = Message.objects.only("id", "channel", "address").in_bulk([row.message for row in rows])
    known = {id_: hint(found.channel, found.address) for id_, found in messages.items()}
    return [Broken(row.pk, row.channel, known.get(row.message, ""), row.error, row.at) for row in rows]


def ways(viewer: Viewer, now: datetime) -> list[WayLine]:
    """How each way out stands, with what went through it in the last thirty days."""
    allow(viewer, "outbox.see")
    gates = {row.name: row for row in Gate.objects.all()}
    lately = Message.objects.filter(created_at__gt=now - LATELY).exclude(provider="").order_by()
    told = lately.values("provider").annotate(
        sent=Count("id", filter=Q(status__in=["sent", "delivered"])),
        failed=Count("id", filter=Q(status="failed")),
        cost=Sum("cost"),
    )
    counted: dict[str, dict[str, Any]] = {row["provider"]: dict(row) for row in told}
    lines = []
    for channel, some in settings.OUTBOX_WAYS.items():
        for way in some:
            gate = gates.get(way.name) or Gate(name=way.name)
            row = counted.get(way.name, {})
            until = max(filter(None, (gate.until, gate.rests_until)), default=None)
            until = until if until and until > now else None
            figures = (row.get("sent", 0), row.get("failed", 0), row.get("cost") or 0)
            lines.append(WayLine(way.name, channel, gate.circuit, until, gate.error, *figures))
    return lines


def by_channel(viewer: Viewer, now: datetime) -> tuple[dict[tuple[str, str], int], datetime | None]:
    """How many messages are in each state, by channel; and since when the oldest waits that may leave."""
    allow(viewer, "outbox.see")
    due = Min("next_try", filter=Q(status="queued", next_try__lte=now))
    rows = Message.objects.order_by().values_list("channel", "status").annotate(number=Count("id"), due=due)
    found = list(rows)
    oldest = min((due for *_, due in found if due), default=None)
    return {(channel, status): number for channel, status, number, _ in found}, oldest


def overdue_since(viewer: Viewer, now: datetime) -> datetime | None:
    """Since when the oldest message waits that may leave; None when none does."""
    allow(viewer, "outbox.see")
    return Message.objects.filter(status="queued", next_try__lte=now).aggregate(at=Min("next_try"))["at"]


def board(viewer: Viewer, now: datetime) -> Board:
    """Everything that the page of messages shows."""
    held = Message.objects.filter(status="unknown", next_try=None, last_error=RESTORED).count()
    return Board(counts(viewer), held, unknown(viewer), broken(viewer), ways(viewer, now))


def replies(viewer: Viewer, topic: str) -> list[ReplyValue]:
    """Replies on this topic that nobody has worked on yet, oldest first. Empty topic: nobody asked."""
    allow(viewer, "outbox.see")
    rows = Reply.objects.filter(topic=topic, collected_at=None).order_by("at")
    return [ReplyValue(row.id, row.topic, row.text, row.at) for row in rows]


def _due(code: str, before: datetime | None) -> QuerySet[Any, Any]:
    rows, since = _kind(code)
    due = rows.filter(**{f"{since}__lt": before}) if before else rows.none()
    return due.order_by(since, "pk").values_list("pk", flat=True)


def aged(viewer: Viewer, code: str, before: datetime | None, limit: int) -> list[UUID]:
    """Ids of at most so many rows of this kind whose period is over, the oldest first."""
    allow(viewer, "retention.see")
    return list(_due(code, before)[:limit])


def counted(viewer: Viewer, code: str, before: datetime | None) -> Held:
    """How many messages or replies there are, how many are due, and since when the oldest counts."""
    allow(viewer, "retention.see")
    if code == "outbox.runs":
        return Held(total=Run.objects.count(), due=0, oldest=None)
    if code == "outbox.silence":
        return Held(due=0, **Stopped.objects.aggregate(total=Count("pk"), oldest=Min("at")))
    rows, since = _kind(code)
    found = rows.aggregate(total=Count("pk"), oldest=Min(since))
    return Held(due=_due(code, before).count(), **found)


def _kind(code: str) -> tuple[QuerySet[Any], str]:
    """The rows of a kind of `retention.py`, and the field from which its period counts."""
    if code == "outbox.replies":
        return Reply.objects.filter(collected_at__isnull=False), "collected_at"
    return Message.objects.exclude(status__in=OPEN).exclude(address_index=""), "created_at"


def held_about(
    viewer: Viewer, persons: Collection[object], ways: Sequence[tuple[str, str]] = ()
) -> dict[str, Any]:
    """Messages about or to a person, under any of their records. What went to somebody else is not told."""
    for person in persons:
        allow(viewer, "person.export", person=person)
    own = {mark for channel, address in ways for mark in _marks(channel, address)}
    rows = Message.objects.filter(Q(person__in=persons) | Q(address_index__in=own)).order_by("created_at")
    replies = Reply.objects.filter(Q(person__in=persons) | Q(address_index__in=own)).order_by("at")
    return {
        "messages": [_held(row, row.address_index in own) for row in rows],
        "replies": [_held_reply(row) for row in replies],
    }


def _held_reply(row: Reply) -> dict[str, Any]:
    words = {"subject": row.subject, "text": row.text, "whole": row.whole}
    return {"at": row.at.isoformat(), "channel": row.channel, "kind": row.kind, **words}


def _marks(channel: str, address: str) -> list[str]:
    """Every blind index that an address may have been given."""
    return blinds(normal(channel, address), settings.SECRET_KEYS, "outbox.address")


def _held(row: Message, mine: bool) -> dict[str, Any]:
    words = {"subject": row.subject, "text": row.text} if mine else {}
    sent = row.sent_at.isoformat() if row.sent_at else None
    kind = {"channel": row.channel, "topic": row.topic, "status": row.status}
    return {"at": row.created_at.isoformat(), "sent_at": sent, **kind, **words}


def runs(viewer: Viewer, limit: int = 50) -> list[RunValue]:
    """Runs within reach, newest first."""
    allow_some(viewer, "run.see")
    rows = Run.objects.order_by("-created_at")
    if not reaches(viewer, "run.see", area=None, organisation=None, person=None, link=None):
        rows = rows.filter(area__in=[area for area in viewer.areas if _is_uuid(area)])
    found = list(rows[:limit])
    told = Message.objects.filter(run__in=[row.id for row in found]).order_by()
    counted: dict[UUID, dict[str, int]] = defaultdict(dict)
    for run, status, number in told.values_list("run", "status").annotate(number=Count("id")):
        counted[run][status] = number
    return [_as_run(row, counted[row.id]) for row in found]


def _is_uuid(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9a-f-]{32,36}", text))


def _as_run(row: Run, by_state: dict[str, int], cost: int = 0) -> RunValue:
    moments = (row.created_at, row.started_at, row.ended_at, row.said_end)
    return RunValue(row.id, row.label, row.area, row.state, *moments, row.said_cost, by_state, cost)


def run(viewer: Viewer, run: UUID) -> RunValue:
    """One run with how far it is; raises NotFound."""
    allow_some(viewer, "run.see")
    row = Run.objects.filter(id=run).first()
    if row is None:
        raise NotFound("run.see")
    allow(viewer, "run.see", area=row.area)
    rows = Message.objects.filter(run=row).order_by().values_list("status")
    told = list(rows.annotate(number=Count("id"), cost=Sum("cost")))
    return _as_run(row, {status: n for status, n, _ in told}, sum(cost or 0 for *_, cost in told))


def run_forecast(viewer: Viewer, run: UUID, now: datetime) -> Forecast:
    """What is left of a run: people, channels, parts, cost, and when the last will have it."""
    allow_some(viewer, "run.see")
    row = Run.objects.filter(id=run).first()
    if row is None:
        raise NotFound("run.see")
    allow(viewer, "run.see", area=row.area)
    waiting = Message.objects.filter(status="queued", next_try__isnull=False).order_by()
    mine = waiting.filter(run=row)
    # A row about nobody by name stands for whoever reads at its address.
    people = mine.aggregate(n=Count("person", distinct=True))["n"]
    people += mine.filter(person=None).aggregate(n=Count("address_index", distinct=True))["n"]
    figures = {"number": Count("id"), "parts": Sum("parts")}
    loads = [
        Load(channel, zone, number, parts)
        for channel, zone, number, parts in mine.values_list("channel", "zone").annotate(**figures)
    ]
    # Whatever is more urgent, or of another run that goes on already, has the same ways to share.
    others = waiting.filter(Q(run=None) | Q(run__state="running")).exclude(run=row)
    told = others.filter(next_try__lte=now).values_list("channel", "zone").annotate(number=Count("id"))
    loads += [Load(channel, zone, number, ahead=True) for channel, zone, number in told]
    return foretold(
        loads,
        settings.OUTBOX_WAYS,
        _learned() | _lately(row, now),
        people=people,
        quiet=settings.QUIET_HOURS,
        zone=settings.TIME_ZONE,
        now=now,
    )
