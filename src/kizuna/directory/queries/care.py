"""The curator's page: which listings need care, worst first, within their reach."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery, Sum
from django.utils import timezone

from kizuna.access.deeds import ANYWHERE, DEEDS, allow_some
from kizuna.access.viewer import Viewer
from kizuna.directory.care import REASONS, Because, CareLine, Reason
from kizuna.directory.freshness import freshness
from kizuna.directory.ids import known_ids
from kizuna.directory.models import GONE, Care, ConfirmationOf, Service, ServiceArea


def visible_listings(viewer: Viewer) -> Subquery:
    """Ids of the listings that this viewer cares for: those of their areas, and those for everybody."""
    allow_some(viewer, "listing.care")
    rows = Service.objects.filter(Q(withdrawn=False) | GONE)
    if DEEDS["listing.care"][viewer.role] != ANYWHERE:
        known = ServiceArea.objects.filter(service=OuterRef("pk"), area__isnull=False)
        own = known.filter(area__in=known_ids(viewer.areas | viewer.around))
        rows = rows.filter(Exists(own) | ~Exists(known))
    return Subquery(rows.values("pk"))


def care_counts(viewer: Viewer) -> tuple[int, dict[Reason, int]]:
    """How many listings need care, and how many for each reason."""
    allow_some(viewer, "listing.care")
    rows = Care.objects.filter(service__in=visible_listings(viewer))
    counts = dict(rows.order_by().values_list("reason").annotate(n=Count("pk")))
    every = rows.aggregate(n=Count("service", distinct=True))["n"]
    return every, {reason: counts.get(reason, 0) for reason in REASONS}


def care_lines(
    viewer: Viewer, *, now: datetime, reason: str = "", start: int = 0, stop: int = 50
) -> tuple[CareLine, ...]:
    """A piece of the list, worst first; with a reason only the listings that have it."""
    allow_some(viewer, "listing.care")
    rows = Care.objects.filter(service__in=visible_listings(viewer))
    if reason:
        rows = rows.filter(service__in=Care.objects.filter(reason=reason).values("service"))
    scored = rows.order_by().values_list("service").annotate(score=Sum("weight"))
    page = list(scored.order_by("-score", "service")[start:stop])
    return _lines(page, now)


def _lines(page: Sequence[tuple[UUID, int]], now: datetime) -> tuple[CareLine, ...]:
    ids = [id for id, _score in page]
    services = Service.objects.select_related("organization").in_bulk(ids)
    asked = ConfirmationOf.objects.filter(service__in=ids).order_by()
    asked_at = dict(asked.values_list("service").annotate(at=Max("confirmation__sent_at")))
    found: dict[UUID, list[Because]] = defaultdict(list)
    for service, reason, weight in Care.objects.filter(service__in=ids).values_list(
        "service", "reason", "weight"
    ):
        found[service].append(Because(cast(Reason, reason), weight))
    today = timezone.localdate(now)
    return tuple(
        CareLine(
            str(id),
            services[id].name,
            body.name if (body := services[id].organization) else "",
            score,
            tuple(sorted(found[id], key=lambda one: -one.weight)),
            services[id].assured_date,
            freshness(services[id].assured_date, today),
            asked_at.get(id),
        )
        for id, score in page
    )
