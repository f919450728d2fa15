"""What is old enough to go."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from kizuna.access.deeds import allow
from kizuna.access.keeping import Held
from kizuna.access.viewer import Viewer
from kizuna.screening.models import CheckUp, Concern, ContactRequest, Saved, TextRound, Worry


def _kind(code: str) -> tuple[QuerySet[Any], str]:
    """The rows of a kind and the field from which its period counts."""
    closed = Concern.objects.filter(closed_at__isnull=False)
    kinds: dict[str, tuple[QuerySet[Any], str]] = {
        # A check-up from which a concern or a wish to be called came goes after these.
        "screening.check_ups": (
            CheckUp.objects.filter(concern__isnull=True, contactrequest__isnull=True),
            "at",
        ),
        "screening.text_rounds": (TextRound.objects.filter(ended_at__isnull=False), "ended_at"),
        "screening.saved": (Saved.objects.all(), "until"),
        "screening.contact_requests": (
            ContactRequest.objects.filter(answered_at__isnull=False),
            "answered_at",
        ),
        "screening.concerns": (closed.filter(reach__isnull=True), "closed_at"),
        "screening.worries": (Worry.objects.filter(closed_at__isnull=False), "closed_at"),
        "screening.concerns_of_erased": (closed.filter(reach__isnull=False), "closed_at"),
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
