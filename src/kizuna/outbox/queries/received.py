"""What people wrote to us: by area, as their other matters are. Addresses stay here."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kizuna.access.deeds import ANYWHERE, DEEDS, allow, allow_some
from kizuna.access.secrets import blinds
from kizuna.access.viewer import NotFound, Viewer
from kizuna.outbox.address import found_by, hint
from kizuna.outbox.heard import ANSWERS_AN_HOUR, FOR_PEOPLE, UNTAKEN, Received, Unplaced
from kizuna.outbox.message import ReplyValue
from kizuna.outbox.models import Reply, Stopped

HOUR = timedelta(hours=1)
ANSWERED = re.compile(r"\s*(?:re|aw|rv|fw|fwd|antw|sv|رد|إعادة توجيه)\s*:", re.IGNORECASE)


def _said(row: Reply) -> str:
    """What somebody wrote: people put it in the subject of an e-mail, too. An answer repeats ours there."""
    own = row.subject if row.subject and not ANSWERED.match(row.subject) else ""
    return f"{own}\n{row.text}".strip() if own else row.text


def unplaced(viewer: Viewer, limit: int = 200) -> list[Unplaced]:
    """Replies of which nobody has found out yet who wrote them, oldest first."""
    allow(viewer, "reply.place")
    rows = list(Reply.objects.filter(placed_at=None).order_by("at", "id")[:limit])
    marks = {row.address_index for row in rows if row.address_index}
    since = min((row.at for row in rows), default=None)
    told = (
        Reply.objects.filter(address_index__in=marks, at__gt=since - HOUR) if since else Reply.objects.none()
    )
    busy = dict(told.order_by().values_list("address_index").annotate(number=Count("id")))
    worries: dict[str, tuple[UUID, ...]] = {}
    for mark, reply in told.filter(outcome="worry").values_list("address_index", "id"):
        worries[mark] = (*worries.get(mark, ()), reply)
    return [
        Unplaced(
            row.id,
            row.channel,
            row.address,
            _said(row),
            row.kind,
            row.language,
            row.kind != "auto" and 0 < busy.get(row.address_index, 0) <= ANSWERS_AN_HOUR,
            row.at,
            row.topic,
            worries.get(row.address_index, ()),
        )
        for row in rows
    ]


def _open(now: datetime) -> Q:
    """What waits for a human: nobody asked, or whoever asked has not taken it."""
    return Q(kind__in=FOR_PEOPLE, collected_at=None) & (Q(topic="") | Q(at__lt=now - UNTAKEN))


def _in_reach(viewer: Viewer, hidden: Q) -> QuerySet[Reply]:
    """Replies within reach. `hidden`: that the person of a row must not be found by this viewer."""
    rows = Reply.objects.exclude(Q(person__isnull=False) & hidden)
    if DEEDS["reply.see"].get(viewer.role) == ANYWHERE:
        return rows
    return rows.filter(area__in=[UUID(area) for area in viewer.areas | viewer.around])


def received(viewer: Viewer, now: datetime, *, hidden: Q, limit: int = 50) -> list[Received]:
    """Messages that wait for somebody, the oldest first."""
    allow_some(viewer, "reply.see")
    rows = _told(_in_reach(viewer, hidden).filter(_open(now)))
    return [_value(row) for row in rows.order_by("at", "id")[:limit]]


def received_count(viewer: Viewer, now: datetime, *, hidden: Q) -> int:
    """How many messages wait for somebody."""
    allow_some(viewer, "reply.see")
    return _in_reach(viewer, hidden).filter(_open(now)).count()


def received_one(viewer: Viewer, reply: UUID, *, hidden: Q) -> Received:
    """One message; raises NotFound out of reach."""
    allow_some(viewer, "reply.see")
    row = _told(_in_reach(viewer, hidden).filter(id=reply)).first()
    if row is None:
        raise NotFound("reply.see")
    allow(viewer, "reply.see", area=row.area)
    return _value(row)


def _told(rows: QuerySet[Reply]) -> QuerySet[Reply]:
    silent = Stopped.objects.filter(address_index=OuterRef("address_index"))
    return rows.annotate(silent=Exists(silent)).defer("whole")


def _value(row: Any) -> Received:
    return Received(
        row.id,
        row.channel,
        hint(row.channel, row.address),
        row.subject,
        row.text,
        row.kind,
        row.at,
        row.person,
        row.area,
        row.given_to,
        row.outcome,
        row.collected_at,
        row.silent,
        row.under_way,
    )


def reply_to(viewer: Viewer, reply: UUID) -> tuple[str, str]:
    """Channel and address to answer a message: for the house, after the door of the message itself."""
    allow(viewer, "reply.place")
    row = Reply.objects.filter(id=reply).only("channel", "address").first()
    if row is None:
        raise NotFound("reply")
    return row.channel, row.address


def waiting_with(viewer: Viewer, reply: UUID, topic: str) -> tuple[str, str, list[ReplyValue]]:
    """Channel and address of a reply, and all of that sender's that wait on this topic, oldest first."""
    allow(viewer, "reply.place")
    row = Reply.objects.filter(id=reply).only("channel", "address", "address_index").first()
    if row is None:
        return "", "", []
    rows = Reply.objects.filter(topic=topic, collected_at=None, address_index=row.address_index)
    found = [ReplyValue(one.id, one.topic, one.text, one.at) for one in rows.order_by("at", "id")]
    return row.channel, row.address, found


def reply_of(viewer: Viewer, reply: UUID, topic: str) -> tuple[str, str]:
    """From which address a reply on this topic came, and what it says; nothing when it was forgotten."""
    allow(viewer, "reply.place")
    row = Reply.objects.filter(id=reply, topic=topic).only("address", "text").first()
    return (row.address, row.text) if row else ("", "")


def silence_of(viewer: Viewer, channel: str, address: str) -> str:
    """What this address gets: `all`, only `life` safety, or `nothing`. For whoever holds its link."""
    allow(viewer, "silence.see")
    marks = blinds(found_by(channel, address), settings.SECRET_KEYS, "outbox.address")
    found = list(Stopped.objects.filter(address_index__in=marks).values_list("keeps_life", flat=True))
    if not found:
        return "all"
    return "life" if all(found) else "nothing"
