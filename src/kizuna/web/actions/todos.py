"""Small things to do, in the demo town."""

from datetime import datetime, timedelta

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.referrals.actions import add_todo, step_todo
from kizuna.web.town.ids import town_id
from kizuna.web.town.todos import SMALL


def tell_todos(*, person: str, by: Viewer, now: datetime) -> None:
    """What the resident of the demo agreed on with their link worker."""
    allow(by, "town.load")
    for number, one in enumerate(SMALL):
        due = (now + timedelta(days=one.after_days)).date()
        id = add_todo(
            todo_id=town_id("todo", str(number)),
            person=person,
            kind=one.kind,
            text=one.text,
            due_on=due,
            by=by,
            now=now,
        )
        step_todo(todo=id, to=one.state, answer=one.answer, by=by, now=now)
