"""What people do for themselves."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import NotFound, Viewer
from kizuna.people import queries as people
from kizuna.places.identity import known
from kizuna.referrals.fhir.wanted import Wanted
from kizuna.referrals.models import ToDo
from kizuna.referrals.queries.sheets import of_persons, within
from kizuna.referrals.todos import ToDoValue


def visible_todos(viewer: Viewer) -> QuerySet[ToDo, Any]:
    """Ids of what the people in sight have to do, as a subquery."""
    return ToDo.objects.filter(people.visible_by(viewer, "person")).values("pk")


def _values(rows: Iterable[ToDo]) -> list[ToDoValue]:
    return [
        ToDoValue(
            id=str(row.pk),
            person=str(row.person_id),
            kind=row.kind,
            text=row.text,
            about=row.about or "",
            status=row.status,
            answer=row.answer or "",
            due_on=row.due_on,
            asked_at=row.asked_at,
            changed_at=row.updated_at,
        )
        for row in rows
    ]


def todos(viewer: Viewer, person: object) -> list[ToDoValue]:
    """What somebody has to do, open things first, then the newest."""
    allow_some(viewer, "todo.see")
    rows = ToDo.objects.filter(pk__in=visible_todos(viewer), person__in=people.visible_same(viewer, person))
    return sorted(_values(rows.order_by("-asked_at", "pk")), key=lambda one: one.closed)


def todo(viewer: Viewer, id: object) -> ToDoValue:
    """One of them; NotFound when it is out of reach."""
    allow_some(viewer, "todo.see")
    found = _values(ToDo.objects.filter(pk=known(id), pk__in=visible_todos(viewer)))
    if not found:
        raise NotFound("todo")
    return found[0]


def searched_todos(viewer: Viewer, wanted: Wanted) -> list[ToDoValue]:
    """For a search of programs: oldest first, a page at a time."""
    allow_some(viewer, "todo.see")
    rows = ToDo.objects.filter(of_persons(viewer, wanted), pk__in=visible_todos(viewer))
    rows = rows.filter(within("asked_at", wanted.asked), within("updated_at", wanted.changed))
    if wanted.ids is not None:
        rows = rows.filter(pk__in=list(wanted.ids))
    if wanted.states is not None:
        rows = rows.filter(status__in=wanted.states)
    if wanted.after is not None:
        at, id = wanted.after
        rows = rows.filter(Q(asked_at__gt=at) | Q(asked_at=at, pk__gt=id))
    return _values(rows.order_by("asked_at", "pk")[: wanted.limit])
