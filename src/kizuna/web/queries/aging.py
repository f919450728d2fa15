"""What this room keeps of lists and answers, and what of it is due to go."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Min, QuerySet

from kizuna.access.deeds import allow
from kizuna.access.keeping import Held
from kizuna.access.viewer import Viewer
from kizuna.web.models import Answer, BroughtList, Notice, Webhook

WORKED_ON = ("checking", "writing")


def _rows(code: str) -> QuerySet[Any]:
    """The rows of one kind; the period of each counts from `at`."""
    return Answer.objects.all() if code == "web.answers" else BroughtList.objects.exclude(state__in=WORKED_ON)


def aged(viewer: Viewer, code: str, before: datetime | None, limit: int) -> list[Any]:
    """Ids of at most so many rows whose period is over, the oldest first."""
    allow(viewer, "retention.see")
    rows = _rows(code).filter(at__lt=before) if before else _rows(code).none()
    return list(rows.order_by("at", "pk").values_list("pk", flat=True)[:limit])


def counted(viewer: Viewer, code: str, before: datetime | None) -> Held:
    """How many rows there are, how many are due, and since when the oldest counts."""
    allow(viewer, "retention.see")
    if code == "web.notices":
        return Held(total=Notice.objects.count(), due=0, oldest=None)
    if code == "web.webhooks":
        return Held(total=Webhook.objects.count(), due=0, oldest=None)
    found = _rows(code).aggregate(total=Count("pk"), oldest=Min("at"))
    due = _rows(code).filter(at__lt=before).count() if before else 0
    return Held(due=due, **found)
