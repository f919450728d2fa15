"""Calls that a person makes: what one caller may get to see of them, and never anything else."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from kizuna.access.deeds import allow_some
from kizuna.access.secrets import blinds
from kizuna.access.viewer import Viewer
from kizuna.outbox.address import forms, normal
from kizuna.outbox.message import Call, Callees, Calls, caller
from kizuna.outbox.models import Message


def visible_calls(viewer: Viewer, callees: Callees) -> QuerySet[Any, Any]:
    """Ids of the calls of which this caller may know: by whom they are for, and by the number alone."""
    allow_some(viewer, "call.make")
    rows = Message.objects.filter(channel="voice").order_by()
    if callees.only is not None:
        return rows.filter(person__in=callees.only).values("pk")
    said = {form for number in callees.numbers for form in forms("sms", number, settings.COUNTRY)}
    marks = [mark for form in said for mark in _marks(form)]
    rows = rows.exclude(person__in=callees.hidden, person__isnull=False)
    return rows.exclude(address_index__in=marks).values("pk")


def _marks(number: str) -> list[str]:
    return blinds(normal("voice", number), settings.SECRET_KEYS, "outbox.address")


def calls(viewer: Viewer, callees: Callees, now: datetime) -> Calls:
    """The call that the viewer has taken, with its number and words, and how many others wait for them."""
    rows = Message.objects.filter(pk__in=visible_calls(viewer, callees))
    mine = rows.filter(claimed_by=caller(viewer.account), status="sending", leased_until__gt=now).first()
    waits = rows.filter(Q(status="queued") | Q(insisted=True), next_try__lte=now)
    waits = waits.filter(Q(run=None) | Q(run__state="running")).filter(Q(until=None) | Q(until__gt=now))
    taken = None
    if mine is not None:
        taken = Call(mine.id, mine.address, mine.text, mine.life_safety, mine.leased_until)
    return Calls(taken, waits.count())
