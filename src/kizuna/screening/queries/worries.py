"""Reads about worries: by area. What was told, and who told it, only for the one who took it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from kizuna.access.deeds import ANYWHERE, DEEDS, allow, allow_some, may
from kizuna.access.viewer import NotFound, Viewer
from kizuna.people import queries as people
from kizuna.places.identity import known, known_all
from kizuna.screening.models import Worry
from kizuna.screening.worry import WorryValue, unpacked


def visible_worries(viewer: Viewer) -> QuerySet[Worry, Any]:
    """Ids of the worries this viewer may know of."""
    reach = DEEDS["concern.see"].get(viewer.role)
    if reach is None:
        return Worry.objects.none().values("pk")
    if reach == ANYWHERE:
        return Worry.objects.values("pk")
    here = Worry.objects.filter(area__in=known_all(viewer.areas | viewer.around))
    return here.exclude(people.visible_to_keepers_by(viewer, "person")).values("pk")


def _outline(row: Worry, owner_name: str, now: datetime) -> WorryValue:
    return WorryValue(
        id=str(row.pk),
        area=str(row.area_id),
        opened_at=row.opened_at,
        due_at=row.due_at,
        danger=row.told.get("danger") == "yes",
        owner=str(row.owner_id or ""),
        owner_name=owner_name,
        taken_at=row.taken_at,
        closed_at=row.closed_at,
        overdue=row.closed_at is None and now > row.due_at,
    )


def worries(viewer: Viewer, now: datetime) -> list[WorryValue]:
    """The open worries this viewer may know of, most urgent first, without what was told."""
    allow_some(viewer, "concern.see")
    open_here = Worry.objects.filter(pk__in=visible_worries(viewer), closed_at__isnull=True)
    rows = list(open_here.order_by("due_at", "opened_at", "pk"))
    owners = {row.owner_id for row in rows if row.owner_id}
    names = people.account_names(viewer, owners) if owners else {}
    found = [_outline(row, names.get(str(row.owner_id), ""), now) for row in rows]
    return sorted(found, key=lambda one: not one.danger)


def worry(viewer: Viewer, id: object, now: datetime) -> WorryValue:
    """One worry; what was told only for the one who took it. NotFound when out of reach."""
    allow_some(viewer, "concern.see")
    row = Worry.objects.filter(pk=known(id), pk__in=visible_worries(viewer)).first()
    if row is None:
        raise NotFound("worry")
    names = people.account_names(viewer, [row.owner_id]) if row.owner_id else {}
    found = _outline(row, names.get(str(row.owner_id), ""), now)
    if not row.owner_id or str(row.owner_id) != viewer.account:
        return found
    seen = people.profiles(viewer, [row.person_id]) if row.person_id and may(viewer, "person.see") else {}
    who = seen.get(str(row.person_id))
    return replace(
        found,
        told=unpacked(row.told),
        outcome=row.outcome,
        closed_what=row.closed_what or "",
        person=who.id if who else "",
        person_name=who.name if who else "",
    )


def worries_held(viewer: Viewer, person: object) -> list[dict[str, Any]]:
    """What is held of worries about a person, for their export. Who told us only when they agreed to it."""
    allow(viewer, "person.export", person=person)
    rows = Worry.objects.filter(person=known(person)).order_by("opened_at")
    return [
        {
            "opened_at": row.opened_at.isoformat(),
            "closed_at": row.closed_at.isoformat() if row.closed_at else None,
            "outcome": row.outcome,
            **({"told_by": row.told["name"], "told": row.told["worry"]} if row.told.get("may_say") else {}),
        }
        for row in rows
    ]
