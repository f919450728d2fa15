"""What this room holds about a person, and what of it is due to go."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Min, QuerySet

from kizuna.access.deeds import allow
from kizuna.access.keeping import Held
from kizuna.access.viewer import Viewer
from kizuna.people.queries import same_person
from kizuna.voice.models import About, Code, Report, Taken
from kizuna.voice.steps import OVER


def held_about(viewer: Viewer, person: object) -> dict[str, Any]:
    """What this person reported; and what was decided about them, once it is, without who said what."""
    allow(viewer, "person.export", person=person)
    ids = same_person(viewer, person) | {UUID(str(person))}
    mine = Report.objects.filter(person__in=ids).order_by("at", "pk")
    steps = (
        Taken.objects.filter(report__in=mine)
        .exclude(step="object")
        .select_related("report")
        .order_by("at", "pk")
    )
    about = About.objects.filter(person__in=ids, report__state="closed").select_related("report")
    return {
        "reported": [
            {
                "at": row.at.isoformat(),
                "kind": row.kind,
                "page": row.page,
                "words": row.words,
                "who": row.who,
                "tell": row.tell,
                "reach": row.reach,
                "named": row.named,
                "status": row.state,
                "outcome": row.outcome,
            }
            for row in mine
        ],
        "report_steps": [{"at": one.at.isoformat(), "step": one.step, "words": one.words} for one in steps],
        "reports_about": [
            {
                "decided": one.report.since.date().isoformat(),
                "outcome": one.report.outcome,
                "text": one.report.told_them or "",
            }
            for one in about.order_by("report__since", "pk")
        ],
    }


def _over() -> QuerySet[Report]:
    return Report.objects.filter(state__in=OVER)


def aged(viewer: Viewer, code: str, before: datetime | None, limit: int) -> list[Any]:
    """Ids of at most so many rows whose period is over, the oldest first."""
    allow(viewer, "retention.see")
    old = _over().filter(since__lt=before) if before else Report.objects.none()
    return list(old.order_by("since", "pk").values_list("pk", flat=True)[:limit])


def counted(viewer: Viewer, code: str, before: datetime | None) -> Held:
    """How many rows there are, how many are due, and since when the oldest counts."""
    allow(viewer, "retention.see")
    if code != "voice.reports":
        return Held(total=Code.objects.count(), due=0, oldest=None)
    found = _over().aggregate(oldest=Min("since"))
    due = _over().filter(since__lt=before).count() if before else 0
    return Held(total=Report.objects.count(), due=due, oldest=found["oldest"])
