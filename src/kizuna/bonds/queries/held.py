"""What this room holds about a person, and what of it is due to go."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from kizuna.access.deeds import allow
from kizuna.access.keeping import Held
from kizuna.access.viewer import Viewer
from kizuna.bonds.models import Answer, Call, PhoneTree, Tie
from kizuna.people.queries import same_person


def held_about(viewer: Viewer, person: object) -> dict[str, Any]:
    """What this person said, and that they are in phone trees. What others said of them is theirs."""
    allow(viewer, "person.export", person=person)
    ids = same_person(viewer, person) | {UUID(str(person))}
    answers = Answer.objects.filter(person__in=ids).order_by("at", "pk")
    ties = Tie.objects.filter(person__in=ids).select_related("answer").order_by("answer__at", "pk")
    calls = Call.objects.filter(Q(person__in=ids) | Q(caller__in=ids) | Q(helper__in=ids)).select_related(
        "tree"
    )
    return {
        "asked": [
            {
                "at": one.at.isoformat(),
                "how": one.how,
                "phone_tree": one.tree,
                "meet": one.meet,
                "help": one.help,
                "together": one.together,
                "company": one.company,
            }
            for one in answers
        ],
        "ties": [
            {
                "name": one.name,
                "kind": one.kind,
                "gives": one.gives,
                "gets": one.gets,
                "strength": one.strength,
                "since": one.since,
                "seen": one.seen,
                "at": one.answer.at.isoformat(),
            }
            for one in ties
        ],
        "phone_trees": [
            {"at": one.tree.made_at.isoformat(), "area": str(one.tree.area_id), "ring": one.caller_id in ids}
            for one in calls.order_by("tree__made_at", "pk")
        ],
    }


def _rows(code: str) -> tuple[QuerySet[Any, Any], str]:
    return (PhoneTree.objects.all(), "made_at") if code == "bonds.trees" else (Answer.objects.all(), "at")


def aged(viewer: Viewer, code: str, before: datetime | None, limit: int) -> list[Any]:
    """Ids of at most so many rows whose period is over, the oldest first."""
    allow(viewer, "retention.see")
    rows, since = _rows(code)
    old = rows.filter(**{f"{since}__lt": before}) if before else rows.none()
    return list(old.order_by(since, "pk").values_list("pk", flat=True)[:limit])


def counted(viewer: Viewer, code: str, before: datetime | None) -> Held:
    """How many rows there are, how many are due, and since when the oldest counts."""
    allow(viewer, "retention.see")
    rows, since = _rows(code)
    found = rows.aggregate(total=Count("pk"), oldest=Min(since))
    due = rows.filter(**{f"{since}__lt": before}).count() if before else 0
    return Held(due=due, **found)
