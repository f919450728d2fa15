"""Reads about safety concerns: by area, because somebody in danger cannot wait for the right paper.

Before it is taken, a concern says only where and by when. Who it is, and how to reach them, is shown to the
one who took it: taking is written in the ledger, which the person can read.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, QuerySet

from kizuna.access.deeds import ANYWHERE, AROUND, DEEDS, allow, allow_some, may
from kizuna.access.models import Prepared
from kizuna.access.viewer import SYSTEM, NotFound, Viewer
from kizuna.people import queries as people
from kizuna.people.profile import Profile
from kizuna.places.identity import known, known_all
from kizuna.screening.models import Concern, ContactRequest
from kizuna.screening.values import RELATIONS, ConcernValue


def visible_concerns(viewer: Viewer) -> QuerySet[Concern, Any]:
    """Ids of the concerns this viewer may know of."""
    reach = DEEDS["concern.see"].get(viewer.role)
    if reach == ANYWHERE:
        return Concern.objects.values("pk")
    if reach == AROUND:
        here = Concern.objects.filter(area__in=known_all(viewer.areas | viewer.around))
        return here.exclude(people.visible_to_keepers_by(viewer, "person")).values("pk")
    return Concern.objects.none().values("pk")


def _outline(row: Concern, owner_name: str, who: Profile | None, now: datetime) -> ConcernValue:
    return ConcernValue(
        id=str(row.pk),
        area=str(row.area_id),
        opened_at=row.opened_at,
        due_at=row.due_at,
        person=who.id if who else "",
        name=who.call_them if who else "",
        owner=str(row.owner_id or ""),
        owner_name=owner_name,
        taken_at=row.taken_at,
        closed_at=row.closed_at,
        overdue=row.closed_at is None and now > row.due_at,
    )


def _owners(viewer: Viewer, rows: Iterable[Concern]) -> dict[str, str]:
    ids = {row.owner_id for row in rows if row.owner_id}
    return people.account_names(viewer, ids) if ids else {}


def outlines(viewer: Viewer, now: datetime) -> list[ConcernValue]:
    """The same as `concerns` in one query, with the id of whoever is in sight and without names."""
    allow_some(viewer, "concern.see")
    return [
        replace(_outline(row, "", None, now), person=str(row.person_id) if row.in_sight else "")
        for row in _outlines(viewer).rows()
    ]


@lru_cache(maxsize=256)
def _outlines(viewer: Viewer) -> Prepared[Any]:
    rows = Concern.objects.filter(pk__in=visible_concerns(viewer), closed_at__isnull=True)
    in_sight = ExpressionWrapper(people.visible_by(viewer, "person"), output_field=BooleanField())
    return Prepared(lambda: rows.annotate(in_sight=in_sight).order_by("due_at", "opened_at", "pk"))


def concerns(viewer: Viewer, now: datetime, *, owners: bool = True) -> list[ConcernValue]:
    """The open concerns this viewer may know of, most urgent first; names only of people in their sight.

    Without `owners` the names of those who took them stay out, for one query less.
    """
    allow_some(viewer, "concern.see")
    rows = list(
        Concern.objects.filter(pk__in=visible_concerns(viewer), closed_at__isnull=True).order_by(
            "due_at", "opened_at", "pk"
        )
    )
    if not rows:
        return []
    names = _owners(viewer, rows) if owners else {}
    ids = [row.person_id for row in rows]
    seen = people.profiles(viewer, ids) if may(viewer, "person.see") else {}
    return [
        _outline(row, names.get(str(row.owner_id), ""), seen.get(str(row.person_id)), now) for row in rows
    ]


def concerns_of(viewer: Viewer, persons: Iterable[object], now: datetime) -> list[ConcernValue]:
    """The open concerns of these persons, as far as they are in sight: one query, without names."""
    allow_some(viewer, "concern.see")
    rows = Concern.objects.filter(
        people.visible_by(viewer, "person"),
        pk__in=visible_concerns(viewer),
        person__in=known_all(persons),
        closed_at__isnull=True,
    )
    return [
        replace(_outline(row, "", None, now), person=str(row.person_id))
        for row in rows.order_by("due_at", "opened_at", "pk")
    ]


def reach_of(viewer: Viewer, row: Concern) -> dict[str, Any]:
    """Who it is and every way to reach them: what the person wrote when they asked counts before the rest.

    For those who passed the door of the concern itself.
    """
    if row.reach is not None:  # they were erased while it was open
        return dict(row.reach)
    looks = SYSTEM("safety concern")
    details = people.details(looks, row.person_id)
    request = ContactRequest.objects.filter(check_up=row.check_up_id).first()
    asked = request.details if request else {}
    return {
        "name": people.profile(looks, row.person_id).call_them,
        "best_time": asked.get("best_time", ""),
        "phone": asked.get("phone") or details.phone,
        "email": asked.get("email") or details.email,
        "shared": bool(asked.get("shared", details.shared)),
    }


def concern(viewer: Viewer, id: object, now: datetime) -> ConcernValue:
    """One concern; who it is about only for the one who took it. NotFound when out of reach."""
    allow_some(viewer, "concern.see")
    row = Concern.objects.filter(pk=known(id), pk__in=visible_concerns(viewer)).first()
    if row is None:
        raise NotFound("concern")
    allow(viewer, "concern.see", area=row.area_id)
    owner = _owners(viewer, [row]).get(str(row.owner_id), "")
    if not row.owner_id or str(row.owner_id) != viewer.account:
        return _outline(row, owner, None, now)
    return replace(
        _outline(row, owner, None, now),
        person="" if row.reach else str(row.person_id),
        kinds=tuple(row.kinds),
        closed_what=row.closed_what or "",
        relation_label=RELATIONS.get(row.check_up.relation or "", ""),
        **reach_of(viewer, row),
    )
