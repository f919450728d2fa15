"""Counts for those who look at a whole community."""

from datetime import datetime

from django.db.models import Count, Q

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Viewer
from kizuna.people.queries import visible_as_gone, visible_at_rest, visible_to_keepers
from kizuna.places.identity import known_all
from kizuna.referrals.models import Referral
from kizuna.referrals.pathway import OPEN


def figures(viewer: Viewer, now: datetime) -> dict[str, int]:
    """How many referrals of the viewer's areas are open, overdue, and closed with a known result.

    Who must not be found is not counted; open ones only of those who are here and want to hear from us.
    """
    allow_some(viewer, "town.see")
    rows = Referral.objects.exclude(person__in=visible_at_rest(viewer))
    if viewer.role not in {"admin", "system"}:
        rows = rows.filter(area__in=known_all(viewer.areas)).exclude(person__in=visible_to_keepers(viewer))
    here = ~Q(person__in=visible_as_gone(viewer))
    known = ("completed", "rejected", "cancelled", "failed")
    late = Q(due_at__lt=now)
    return rows.aggregate(
        referrals_open=Count("pk", filter=Q(status__in=OPEN) & here),
        referrals_closed=Count("pk", filter=Q(status__in=known)),
        referrals_overdue=Count("pk", filter=late & here),
    )
