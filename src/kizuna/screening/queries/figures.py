"""Counts for the pages about a whole town. Whoever shows them hides small ones: see `unreached`."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Model, QuerySet, Sum, Value

from kizuna.access.deeds import ANYWHERE, DEEDS, allow_some
from kizuna.access.viewer import Viewer
from kizuna.screening.models import CheckUp, Concern, ContactRequest, DangerCount

RECENT = timedelta(days=30)
SMALLEST = 10


def _here(viewer: Viewer, model: type[Model]) -> QuerySet[Any]:
    rows = model._default_manager.all()
    if DEEDS["town.see"].get(viewer.role) == ANYWHERE:
        return rows
    return rows.filter(area__in=viewer.areas)


def figures(viewer: Viewer, now: datetime) -> dict[str, int]:
    """Check-ups of the last 30 days, open concerns and people waiting, in the areas of this viewer."""
    allow_some(viewer, "town.see")
    rows = {
        "check_ups": _here(viewer, CheckUp).filter(at__gt=now - RECENT, at__lte=now),
        "concerns_open": _here(viewer, Concern).filter(closed_at__isnull=True),
        "asked_for_contact": _here(viewer, ContactRequest).filter(answered_at__isnull=True),
    }
    counted = [
        each.order_by().values(code=Value(code)).annotate(n=Count("pk")).values_list("code", "n")
        for code, each in rows.items()
    ]
    return dict.fromkeys(rows, 0) | dict(counted[0].union(*counted[1:], all=True))


def unreached(viewer: Viewer, now: datetime) -> int | None:
    """How many told of a danger in 30 days and left no way to reach them; None when too few to show."""
    allow_some(viewer, "town.see")
    days = _here(viewer, DangerCount).filter(day__gt=(now - RECENT).date())
    count = days.aggregate(all=Sum("count"))["all"] or 0
    return None if 0 < count < SMALLEST else count
