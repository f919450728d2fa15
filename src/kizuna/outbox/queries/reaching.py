"""How many messages of one cause or run left, by channel. Whoever shows it hides small numbers."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.outbox.models import Message

LEFT = ("sent", "delivered")


def left_of_run(viewer: Viewer, run: UUID) -> dict[str, int]:
    """Messages of a run that left, by channel. For the house."""
    allow(viewer, "outbox.see")
    rows = Message.objects.filter(run=run, status__in=LEFT).order_by().values_list("channel")
    return dict(rows.annotate(number=Count("id")))


def left_of_causes(viewer: Viewer, causes: Iterable[str]) -> dict[str, dict[str, int]]:
    """Messages that left because of each of these, by channel. For the house."""
    allow(viewer, "outbox.see")
    rows = Message.objects.filter(cause__in=list(causes), status__in=LEFT).exclude(cause="").order_by()
    found: dict[str, dict[str, int]] = {}
    for cause, channel, number in rows.values_list("cause", "channel").annotate(number=Count("id")):
        found.setdefault(cause, {})[channel] = number
    return found
