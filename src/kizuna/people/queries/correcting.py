"""What people say is wrong about them: for themselves, and for a link worker of where they live.

Asking is the agreement to be answered: a worker reads the words and the name also of somebody whose record
is out of sight or rests, and nothing else of it.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.models import Case, Q, QuerySet, When

from kizuna.access.deeds import ANYWHERE, AROUND, DEEDS, SELF, allow, allow_some
from kizuna.access.models import Prepared
from kizuna.access.viewer import SYSTEM, NotFound, Viewer
from kizuna.people.correcting import CorrectionValue
from kizuna.people.models import Account, AccountArea, Correction
from kizuna.people.queries.accounts import keepers_of
from kizuna.people.queries.sight import (
    _kept,
    guarding,
    row_of,
    same_person,
    visible_by,
    visible_to_keepers_by,
)
from kizuna.places.identity import known, known_all
from kizuna.places.queries import above


def visible_corrections(viewer: Viewer) -> QuerySet[Correction, Any]:
    """Ids of what this viewer may know of: their own, or what people of their area asked."""
    reach = DEEDS["correction.see"].get(viewer.role)
    rows = Correction.objects.exclude(person__status="erased")
    if reach == ANYWHERE:
        return rows.values("pk")
    if reach == AROUND:
        near = rows.filter(person__area__in=known_all(viewer.areas | viewer.around))
        near = near.exclude(visible_to_keepers_by(viewer, "person"))
        kept = Correction.objects.filter(person__in=_kept(viewer).values("person"))
        # Words about somebody who works here are for the one reader whom their writer chose.
        mine = Q(reader=known(viewer.account)) if viewer.account else Q(pk__in=())
        return (near | kept).filter(Q(reader__isnull=True) | mine).values("pk")
    if reach == SELF and viewer.person:
        return rows.filter(person__in=same_person(viewer, viewer.person)).values("pk")
    return rows.none().values("pk")


def corrections(viewer: Viewer) -> list[CorrectionValue]:
    """What waits for an answer near this link worker, the longest wait first."""
    allow_some(viewer, "correction.answer")
    return _values(_waiting(viewer).rows())


@lru_cache(maxsize=256)
def _waiting(viewer: Viewer) -> Prepared[Correction]:
    rows = Correction.objects.filter(pk__in=visible_corrections(viewer), answered_at__isnull=True)
    return Prepared(lambda: _with_names(viewer, rows))


def correction(viewer: Viewer, id: object) -> CorrectionValue:
    """One of them; NotFound when it is out of reach."""
    allow_some(viewer, "correction.answer")
    rows = Correction.objects.filter(pk=known(id), pk__in=visible_corrections(viewer))
    found = _values(_with_names(viewer, rows))
    if not found:
        raise NotFound("correction")
    return found[0]


def _with_names(viewer: Viewer, rows: QuerySet[Correction]) -> QuerySet[Correction]:
    """With the name, and whether the record of the person is in sight. One query."""
    found = rows.select_related("person").annotate(
        in_sight=Case(When(visible_by(viewer, "person"), then=True), default=False)
    )
    return found.order_by("asked_at", "pk")


def _values(rows: Iterable[Any]) -> list[CorrectionValue]:
    """With the name; the person themself only where their record is in sight."""
    return [
        row.value(
            person=str(row.person.merged_into_id or row.person_id) if row.in_sight else "",
            name=row.person.name,
        )
        for row in rows
    ]


def chosen_readers(viewer: Viewer) -> list[tuple[str, str]]:
    """Link workers, id and name, of whom somebody may choose one to read alone whom they do not want to meet.

    Those who work where the one who looks lives; the keepers alone, of whoever must not be found.
    """
    allow(viewer, "correction.ask", person=viewer.person)
    house = SYSTEM("who may read it")
    row = row_of(viewer, viewer.person)
    if guarding(house, row.pk) != "nobody":
        return [(one.id, one.name) for one in keepers_of(house, row.pk) if one.name]
    near = AccountArea.objects.filter(area__in=known_all(above(house, row.area_id))).values("account")
    found = Account.objects.filter(role="worker", is_active=True, pk__in=near).exclude(name="")
    return [(str(id), name) for id, name in found.order_by("name").values_list("pk", "name")]


def own_corrections(viewer: Viewer) -> list[CorrectionValue]:
    """What the one who looks asked to have put right, the newest first."""
    allow_some(viewer, "correction.ask")
    if not viewer.person:
        return []
    rows = Correction.objects.filter(pk__in=visible_corrections(viewer))
    return [row.value() for row in rows.order_by("-asked_at", "pk")]
