"""Who is on a visit: for themselves, and for those who work near by."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from kizuna.access.deeds import allow_some, may
from kizuna.access.viewer import Viewer
from kizuna.people import queries as people
from kizuna.places.identity import known, known_all
from kizuna.places.queries import areas
from kizuna.referrals.models import Visit
from kizuna.referrals.safety import VisitValue


def visible_visits(viewer: Viewer) -> QuerySet[Visit, Any]:
    """Ids of the visits in the viewer's areas, and of their own, as a subquery."""
    if viewer.role in {"admin", "system"}:
        return Visit.objects.values("pk")
    near = Q(area__in=known_all(viewer.areas))
    return Visit.objects.filter(near | Q(worker=known(viewer.account))).values("pk")


def visits(viewer: Viewer, now: datetime) -> list[VisitValue]:
    """Who is out now, whoever is longest overdue first."""
    allow_some(viewer, "visit.see")
    rows = list(Visit.objects.filter(pk__in=visible_visits(viewer), back_at__isnull=True).order_by("until"))
    workers = {str(row.worker_id) for row in rows}
    names = people.account_names(viewer, workers) if workers else {}
    persons = {str(row.person_id) for row in rows if row.person_id}
    known_to = people.profiles(viewer, persons) if persons and may(viewer, "person.see") else {}
    return [
        VisitValue(
            id=str(row.pk),
            worker=str(row.worker_id),
            worker_name=names.get(str(row.worker_id), ""),
            reach=row.reach,
            place=row.place,
            person=str(row.person_id) if str(row.person_id) in known_to else "",
            person_name=known_to[str(row.person_id)].name if str(row.person_id) in known_to else "",
            starts_at=row.starts_at,
            until=row.until,
            back_at=row.back_at,
            alarmed_at=row.alarmed_at,
        )
        for row in rows
    ]


def own_areas(viewer: Viewer) -> list[tuple[str, str]]:
    """The areas that the viewer works in, as choices."""
    allow_some(viewer, "visit.make")
    return sorted(((a.id, a.name) for a in areas(viewer) if a.id in viewer.areas), key=lambda one: one[1])
