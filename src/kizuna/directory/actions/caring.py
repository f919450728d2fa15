"""Finds out which listings need care, and counts how much each is used."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q, Sum
from django.utils import timezone

from kizuna.access.deeds import allow
from kizuna.access.viewer import SYSTEM, Viewer
from kizuna.directory.actions.asking import address_of
from kizuna.directory.care import Because, Facts, because
from kizuna.directory.freshness import freshness
from kizuna.directory.ids import known_ids
from kizuna.directory.listing import Card
from kizuna.directory.models import GONE, Care, ChangedField, Fault, Service, Use
from kizuna.directory.queries import kept_cards
from kizuna.directory.reading import level
from kizuna.outbox.queries import not_working
from kizuna.places.geometry import holds
from kizuna.places.queries import above, outlines

_HOUSE = SYSTEM("which listings need care")
_BATCH = 500
_LATELY = timedelta(days=92)
CARED_FOR = Q(status="active", withdrawn=False) | GONE
Progress = Callable[[int], None]


def count_use(*, service: object, what: str, by: Viewer, now: datetime) -> None:
    """Somebody looked at a listing (`views`) or referred to it (`referrals`): a number a month, no more."""
    allow(by, "directory.see")
    month = timezone.localdate(now).replace(day=1)
    for id in known_ids([service]):
        if not Use.objects.filter(service=id, month=month).update(**{what: F(what) + 1}):
            Use.objects.bulk_create([Use(service_id=id, month=month, **{what: 1})], ignore_conflicts=True)


def recheck_all(*, by: Viewer, now: datetime, progress: Progress = lambda done: None) -> int:
    """Every night: look through all listings; how many need care."""
    allow(by, "listing.ask")
    well = Service.objects.exclude(CARED_FOR)
    Care.objects.filter(service__in=well.values("pk")).delete()
    region, last, done = _region(), None, 0
    while True:
        rows = Service.objects.filter(CARED_FOR).select_related("organization")
        some = list((rows.filter(pk__gt=last) if last else rows).order_by("pk")[:_BATCH])
        if not some:
            return Care.objects.values("service").distinct().count()
        _recheck(some, region, now)
        last, done = some[-1].pk, done + len(some)
        progress(done)


def recheck(ids: Iterable[object], now: datetime) -> None:
    """What happened to these listings changes what they need; in the caller's transaction."""
    rows = Service.objects.filter(pk__in=known_ids(ids)).select_related("organization")
    _recheck(list(rows), _region(), now)


def _region() -> list[Mapping[str, Any]]:
    """The outlines of the whole site; none when nobody drew them."""
    found: list[Mapping[str, Any]] = []
    for top in above(_HOUSE, None):
        some = outlines(_HOUSE, top)
        own = [one.boundary for one in some if one.area.id == top and one.boundary]
        found += own or [one.boundary for one in some if one.boundary]
    return found


def _outside(card: Card, region: Sequence[Mapping[str, Any]]) -> bool:
    points = [(p.lat, p.lon) for p in card.places if p.lat is not None and p.lon is not None]
    return bool(region) and any(not any(holds(*point, one) for one in region) for point in points)


def _counts(
    rows: Sequence[Service], now: datetime
) -> tuple[dict[UUID, int], dict[UUID, int], dict[UUID, Use]]:
    ids = [row.pk for row in rows]
    faults = Fault.objects.filter(service__in=ids, status="open").order_by()
    changes = ChangedField.objects.filter(change__service__in=ids, status="waiting").order_by()
    used = Use.objects.filter(service__in=ids, month__gte=(now - _LATELY).date()).order_by()
    sums = used.values("service").annotate(seen=Sum("views"), sent=Sum("referrals"))
    return (
        dict(faults.values_list("service").annotate(n=Count("pk"))),
        dict(changes.values_list("change__service").annotate(n=Count("pk"))),
        {one["service"]: Use(views=one["seen"], referrals=one["sent"]) for one in sums},
    )


def _recheck(rows: Sequence[Service], region: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Write just what differs."""
    faults, changes, uses = _counts(rows, now)
    broken = not_working(_HOUSE, {address_of(row) for row in rows} - {""})
    cards = kept_cards(_HOUSE, [row.pk for row in rows])
    wanted = {}
    for row in rows:
        card, use = cards[row.pk], uses.get(row.pk, Use())
        facts = Facts(
            freshness(row.assured_date, timezone.localdate(now)),
            faults.get(row.pk, 0),
            changes.get(row.pk, 0),
            address_of(row) in broken,
            _outside(card, region),
            bool(card.needs),
            hours=any(opening.readable and opening.opens_at for opening in card.openings),
            hard=level(row.description, settings.LANGUAGE_CODE).ease == "hard",
            gone=row.gone,
            views=use.views,
            referrals=use.referrals,
        )
        offered = row.status == "active" and not row.withdrawn
        wanted[row.pk] = because(facts) if offered or row.gone else ()
    _write(wanted)


def _write(wanted: dict[UUID, tuple[Because, ...]]) -> None:
    there: dict[UUID, dict[str, int]] = defaultdict(dict)
    for service, reason, weight in Care.objects.filter(service__in=wanted).values_list(
        "service", "reason", "weight"
    ):
        there[service][reason] = weight
    differ = {
        id: found
        for id, found in wanted.items()
        if there.get(id, {}) != {one.reason: one.weight for one in found}
    }
    with transaction.atomic():
        Care.objects.filter(service__in=differ).delete()
        Care.objects.bulk_create(
            [
                Care(service_id=id, reason=one.reason, weight=one.weight)
                for id, some in differ.items()
                for one in some
            ],
            ignore_conflicts=True,
        )
