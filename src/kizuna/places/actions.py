"""Writes about areas and crisis numbers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.places.area import LEVELS, Level
from kizuna.places.crisis import CrisisDraft, wrong
from kizuna.places.geometry import on_earth, wrong_boundary
from kizuna.places.identity import known
from kizuna.places.models import Area, CrisisNumber


def _check_area(level: str, above: Area | None, lat: float, lon: float, boundary: Any) -> None:
    if level not in LEVELS:
        raise Refused(
            _("An area is one of %(levels)s; %(level)s is not.")
            % {"levels": ", ".join(LEVELS), "level": level}
        )
    if above and LEVELS.index(above.level) < LEVELS.index(level):
        raise Refused(
            _("An area of level %(level)s cannot lie in one of level %(above)s.")
            % {"level": level, "above": above.level}
        )
    if not on_earth(lat, lon):
        raise Refused(_("The centre of an area is a latitude and a longitude in degrees."))
    problem = None if boundary is None else wrong_boundary(boundary)
    if problem:
        raise Refused(_(problem))


def _row(area: object) -> Area:
    """The area, held until the end of the transaction."""
    try:
        return Area.objects.select_for_update().get(pk=known(area, "area"))
    except Area.DoesNotExist:
        raise NotFound("area") from None


def add_area(
    *,
    name: str,
    level: Level,
    above: object | None,
    lat: float,
    lon: float,
    boundary: Mapping[str, Any] | None = None,
    area_id: UUID | None = None,
    by: Viewer,
    now: datetime,
) -> UUID:
    """Add an area; the same `area_id` a second time changes nothing. Centre in degrees, GeoJSON outline."""
    allow(by, "area.keep")
    with transaction.atomic():
        known = area_id and Area.objects.filter(pk=area_id).exists()
        if area_id and known:
            return area_id
        parent = _row(above) if above else None
        _check_area(level, parent, lat, lon, boundary)
        row = Area.objects.create(
            pk=area_id or uuid4(), name=name, level=level, above=parent, lat=lat, lon=lon, boundary=boundary
        )
        note(verb="area.added", subject=row, by=by, now=now)
    return row.pk


def set_posture(*, area: object, until: datetime | None, by: Viewer, now: datetime) -> None:
    """Put an area, and so everything below it, in an emergency until then; None ends it."""
    allow(by, "posture.set", area=area)
    with transaction.atomic():
        row = _row(area)
        row.emergency_until = until
        row.save(update_fields=["emergency_until"])
        note(verb="posture.emergency" if until else "posture.everyday", subject=row, by=by, now=now)


def set_crisis_numbers(*, numbers: Sequence[CrisisDraft], by: Viewer, now: datetime) -> None:
    """Replace all crisis numbers by these, in this order; refused when one of them is unusable."""
    allow(by, "crisis.keep")
    today = timezone.localdate(now)
    problem = next((found for each in numbers if (found := wrong(each, today))), None)
    if problem:
        raise Refused(_(problem))
    if not numbers:
        raise Refused(_("A site needs at least one crisis number."))
    with transaction.atomic():
        CrisisNumber.objects.all().delete()
        rows = [
            CrisisNumber(
                kind=each.kind,
                number=each.number,
                url=each.url,
                label=dict(each.label),
                note=dict(each.note),
                position=position,
                reviewed_on=each.reviewed_on,
                review_by=each.review_by,
            )
            for position, each in enumerate(numbers)
        ]
        CrisisNumber.objects.bulk_create(rows)
        note(verb="crisis.set", subject=rows[0], by=by, now=now)
