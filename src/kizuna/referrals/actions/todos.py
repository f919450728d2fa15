"""What a person does for themselves: asked for, and how far it is."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.access.wording import N_
from kizuna.ledger.actions import note as write_note
from kizuna.people import queries as people
from kizuna.places.identity import known
from kizuna.referrals.models import ToDo
from kizuna.referrals.queries import visible_todos
from kizuna.referrals.todos import ANSWER_LENGTH, CLOSED, KINDS, READY, TEXT_LENGTH, check_step


def add_todo(
    *,
    todo_id: UUID,
    person: object,
    kind: str,
    text: str,
    about: str = "",
    due_on: date | None = None,
    by: Viewer,
    now: datetime,
) -> UUID:
    """Ask somebody to do something for themselves. The same `todo_id` again changes nothing."""
    allow_some(by, "todo.keep")
    who = people.profile(by, person)
    allow(by, "todo.keep", area=who.area_id)
    if kind not in KINDS or not text.strip() or len(text) > TEXT_LENGTH:
        raise Refused(N_("Say what it is about, in a few words."))
    with transaction.atomic():
        row, made = ToDo.objects.get_or_create(
            id=todo_id,
            defaults={
                "person_id": known(who.id),
                "kind": kind,
                "text": text.strip(),
                "about": about,
                "status": READY,
                "due_on": due_on,
                "asked_by_id": by.account or None,
                "asked_at": now,
                "updated_at": now,
            },
        )
        if made:
            write_note(verb="todo.added", subject=row, person=who.id, by=by, now=now)
        elif row.person_id not in people.same_person(by, who.id):
            raise Refused(N_("Something went wrong with this page. Open it again."))
    return row.pk


def step_todo(*, todo: object, to: str, answer: str = "", by: Viewer, now: datetime) -> str:
    """Put it into another state; where it stands already, nothing changes. Returns the state."""
    allow_some(by, "todo.step")
    with transaction.atomic():
        mine = ToDo.objects.filter(pk=known(todo), pk__in=visible_todos(by))
        row = mine.select_for_update(of=("self",)).first()
        if row is None:
            raise NotFound("todo")
        allow(by, "todo.step", area=people.profile(by, row.person_id).area_id, person=row.person_id)
        if row.status == to:
            return to
        check_step(row.status, to)
        row.status, row.updated_at, row.closed_at = to, now, now if to in CLOSED else None
        row.answer = answer.strip()[:ANSWER_LENGTH] or row.answer
        row.save(update_fields=["status", "updated_at", "closed_at", "answer"])
        write_note(verb=f"todo.{to}", subject=row, person=row.person_id, by=by, now=now)
    return to
