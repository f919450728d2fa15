"""Counts for those who look at a whole community."""

from datetime import datetime, timedelta

from django.db.models import Count, Q

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Viewer
from kizuna.directory.freshness import AGEING_DAYS
from kizuna.directory.models import Service


def figures(viewer: Viewer, now: datetime) -> dict[str, int]:
    """How many services the public list has, and how many somebody confirmed in the last half year."""
    allow_some(viewer, "town.see")
    rows = Service.objects.filter(status="active", withdrawn=False, emergency_only=False)
    fresh = Q(assured_date__gte=(now - timedelta(days=AGEING_DAYS)).date())
    return rows.aggregate(services=Count("pk"), services_fresh=Count("pk", filter=fresh))
