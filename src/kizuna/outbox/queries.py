"""Reading the outbox. Other rooms look as SYSTEM, after their own door: no address and no text comes out."""

from datetime import datetime

from django.db.models import Count, Min

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.outbox.message import Counts, Problem, ReplyValue
from kizuna.outbox.models import Message, Reply


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
        row.key,
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
    rows = Message.objects.filter(status__in=["unknown", "failed"]).defer("address", "subject", "text")
    return [_as_problem(row) for row in rows.order_by("-life_safety", "-created_at")[:limit]]


def waiting(viewer: Viewer, now: datetime, limit: int = 100) -> list[Problem]:
    """Messages that should have left by now and have not, oldest first."""
    allow(viewer, "outbox.see")
    rows = Message.objects.filter(status="queued", next_try__lte=now).defer("address", "subject", "text")
    return [_as_problem(row) for row in rows.order_by("next_try")[:limit]]


def replies(viewer: Viewer, topic: str) -> list[ReplyValue]:
    """Replies on this topic that nobody has worked on yet, oldest first. Empty topic: nobody asked."""
    allow(viewer, "outbox.see")
    rows = Reply.objects.filter(topic=topic, collected_at=None).order_by("at")
    return [ReplyValue(row.id, row.topic, row.text, row.at) for row in rows]
