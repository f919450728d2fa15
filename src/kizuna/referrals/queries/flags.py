"""Safeguarding flags of people in sight."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import NotFound, Viewer
from kizuna.people import queries as people
from kizuna.places.identity import known
from kizuna.referrals.models import Flag, FlagSeen
from kizuna.referrals.safety import FlagValue, Sight


def visible_flags(viewer: Viewer) -> QuerySet[Flag, Any]:
    """Ids of the flags of people whom this viewer sees, as a subquery."""
    return Flag.objects.filter(people.visible_by(viewer, "person")).values("pk")


def _value(row: Flag, names: dict[str, str], seen: Iterable[FlagSeen] = (), *, whole: bool) -> FlagValue:
    return FlagValue(
        id=str(row.pk),
        person=str(row.person_id),
        raised_at=row.raised_at,
        raised_by=names.get(str(row.raised_by_id), ""),
        closed_at=row.closed_at,
        closed_by=names.get(str(row.closed_by_id), ""),
        note=row.note if whole else "",
        outcome=row.outcome if whole else "",
        seen=tuple(Sight(names.get(str(one.account_id), ""), one.at) for one in seen),
    )


def flags_of(viewer: Viewer, person: object) -> list[FlagValue]:
    """The open flags of somebody in sight, without their words."""
    allow_some(viewer, "flag.see")
    mine = people.visible_same(viewer, person)
    rows = Flag.objects.filter(person__in=mine, closed_at__isnull=True).order_by("raised_at")
    return [_value(row, {}, whole=False) for row in rows]


def flag(viewer: Viewer, id: object) -> FlagValue:
    """One flag with its words and everybody who has read it."""
    allow_some(viewer, "flag.see")
    row = Flag.objects.filter(pk=known(id), pk__in=visible_flags(viewer)).first()
    if row is None:
        raise NotFound("flag")
    allow(viewer, "flag.see", area=people.profile(viewer, row.person_id).area_id)
    seen = list(FlagSeen.objects.filter(flag=row).order_by("at", "pk"))
    ids = {row.raised_by_id, row.closed_by_id, *(one.account_id for one in seen)} - {None}
    return _value(row, people.account_names(viewer, {str(each) for each in ids}), seen, whole=True)
