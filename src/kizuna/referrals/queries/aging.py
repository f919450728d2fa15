"""What is old enough to go."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from kizuna.access.deeds import allow
from kizuna.access.keeping import Held
from kizuna.access.viewer import Viewer
from kizuna.referrals.models import (
    Draft,
    Flag,
    Goal,
    Intake,
    Measuring,
    Partner,
    Reached,
    Referral,
    Reply,
    Talk,
    ToDo,
    Visit,
)


def _kind(code: str) -> tuple[QuerySet[Any], str]:
    """The rows of a kind and the field from which its period counts."""
    kinds: dict[str, tuple[QuerySet[Any], str]] = {
        "referrals.referrals": (Referral.objects.filter(closed_at__isnull=False), "closed_at"),
        "referrals.todos": (ToDo.objects.filter(closed_at__isnull=False), "closed_at"),
        "referrals.talks": (Talk.objects.all(), "at"),
        "referrals.intakes": (Intake.objects.filter(closed_at__isnull=False), "closed_at"),
        "referrals.partners": (Partner.objects.all(), "opened_at"),
        "referrals.drafts": (Draft.objects.all(), "at"),
        "referrals.flags": (Flag.objects.filter(closed_at__isnull=False), "closed_at"),
        "referrals.visits": (Visit.objects.all(), "starts_at"),
        "referrals.replies": (Reply.objects.all(), "kept_at"),
        "referrals.goals": (Goal.objects.filter(ended_at__isnull=False), "ended_at"),
        "referrals.measurings": (Measuring.objects.all(), "again_at"),
        "referrals.outreach": (Reached.objects.all(), "at"),
    }
    return kinds[code]


def _due(code: str, before: datetime | None) -> QuerySet[Any, Any]:
    rows, since = _kind(code)
    due = rows.filter(**{f"{since}__lt": before}) if before else rows.none()
    return due.order_by(since, "pk").values_list("pk", flat=True)


def aged(viewer: Viewer, code: str, before: datetime | None, limit: int) -> list[UUID]:
    """Ids of at most so many rows of this kind whose period is over, the oldest first."""
    allow(viewer, "retention.see")
    return list(_due(code, before)[:limit])


def counted(viewer: Viewer, code: str, before: datetime | None) -> Held:
    """How many rows of this kind there are, how many are due, and since when the oldest counts."""
    allow(viewer, "retention.see")
    rows, since = _kind(code)
    found = rows.aggregate(total=Count("pk"), oldest=Min(since))
    return Held(due=_due(code, before).count(), **found)
