"""What somebody wants to reach, and the plan that they and their link worker share."""

from datetime import datetime

from kizuna.access.deeds import allow_some, may
from kizuna.access.viewer import Viewer
from kizuna.directory.needs import BY_CODE as NEEDS
from kizuna.people import queries as people
from kizuna.referrals.goals import GoalValue
from kizuna.referrals.models import Goal
from kizuna.referrals.pages import Plan
from kizuna.referrals.queries.cases import of_person
from kizuna.screening import queries as screening


def goals(viewer: Viewer, person: object) -> list[GoalValue]:
    """The goals of a person in sight: those on the way first, then the newest."""
    allow_some(viewer, "goal.see")
    rows = Goal.objects.filter(person__in=people.visible_same(viewer, person)).order_by("-set_at", "pk")
    found = [
        GoalValue(
            id=str(row.pk),
            person=str(row.person_id),
            words=row.words,
            need=row.need,
            state=row.state,
            set_at=row.set_at,
            ended_at=row.ended_at,
            look_again_on=row.look_again_on,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: one.state != "open")


def plan(viewer: Viewer, person: object, now: datetime) -> Plan:
    """Needs, goals, places and next days of a person in sight, for them to take along."""
    allow_some(viewer, "goal.see")
    who = people.profile(viewer, person)
    cases = [one for one in of_person(viewer, who.id) if one.status != "entered-in-error"]
    worker = next((one.owner for one in cases if one.owner and not one.closed), None)
    names = people.account_names(viewer, [worker]) if worker and may(viewer, "account.see") else {}
    return Plan(
        who=who,
        needs=tuple(NEEDS[code].label for code in screening.needs_of(viewer, who.id) if code in NEEDS),
        goals=tuple(goals(viewer, who.id)),
        referrals=tuple(cases),
        worker_name=names.get(worker or "", ""),
    )
