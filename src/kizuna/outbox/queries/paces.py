"""How fast each way out was lately: what a forecast goes by."""

from datetime import datetime, timedelta

from django.db.models import Count, Max, Min

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.outbox.models import Gate, Message, Run

MEASURABLE = 100
"""Fewer messages say little about how fast a way is."""
LATEST = timedelta(minutes=1)


def _learned() -> dict[str, float]:
    """Messages a second that each way took when many waited, as far as that was ever seen."""
    found = Gate.objects.filter(pace__isnull=False).values_list("name", "pace")
    return {way: pace for way, pace in found if pace}


def lately(viewer: Viewer, run: Run, now: datetime) -> dict[str, float]:
    """The same in the last minute of a run that is under way or just done: the best witness."""
    allow(viewer, "outbox.see")
    return _lately(run, now)


def _lately(run: Run, now: datetime) -> dict[str, float]:
    if run.started_at is None:
        return {}
    left = Message.objects.filter(run=run, sent_at__gte=run.started_at, sent_at__lte=now).order_by()
    last = left.aggregate(at=Max("sent_at"))["at"]
    if last is None:
        return {}
    rows = left.filter(sent_at__gt=last - LATEST).exclude(provider="")
    told = rows.values_list("provider").annotate(n=Count("id"), a=Min("sent_at"), z=Max("sent_at"))
    return {
        way: (number - 1) / (end - begin).total_seconds()
        for way, number, begin, end in told
        if number >= MEASURABLE and end > begin
    }
