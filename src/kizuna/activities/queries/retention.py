"""What is kept of visits, and what of it is due to go."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Model, QuerySet

from kizuna.access.deeds import allow
from kizuna.access.keeping import Held
from kizuna.access.viewer import Viewer
from kizuna.activities.models import (
    Absence,
    Aid,
    AreaProfile,
    Attendance,
    Check,
    Greeting,
    Group,
    Introduction,
    Letter,
    Member,
    Newsletter,
    Notes,
    Nudge,
    OwnCalendar,
    PersonSkill,
    PosterUse,
    Rating,
    Reference,
    Seat,
    Stint,
    Volunteer,
)

SINCE: dict[str, tuple[type[Model], str]] = {
    "activities.absence": (Absence, "passed_on_at"),
    "activities.aid": (Aid, "until"),
    "activities.attendance": (Attendance, "starts_at"),
    "activities.calendars": (OwnCalendar, "since"),
    "activities.checks": (Check, "at"),
    "activities.greetings": (Greeting, "at"),
    "activities.introductions": (Introduction, "at"),
    "activities.letters": (Letter, "at"),
    "activities.members": (Member, "asked_at"),
    "activities.newsletters": (Newsletter, "at"),
    "activities.notes": (Notes, "at"),
    "activities.nudges": (Nudge, "written_at"),
    "activities.references": (Reference, "named_at"),
    "activities.seats": (Seat, "starts_at"),
    "activities.shifts": (Stint, "asked_at"),
    "activities.skills": (PersonSkill, "since"),
    "activities.workshops": (Rating, "at"),
    "activities.volunteers": (Volunteer, "since"),
}
"""Which table holds each kind that goes by its age, and the field from which its period counts."""
STAYING: dict[str, type[Model]] = {
    "activities.groups": Group,
    "activities.posters": PosterUse,
    "activities.profiles": AreaProfile,
}
"""What does not go by its age."""


def _rows(code: str) -> tuple[QuerySet[Any, Any], str]:
    """The rows of one kind of what is kept, and the field from which its period counts."""
    table, since = SINCE[code]
    return table._default_manager.all(), since


def _old(code: str, before: datetime | None) -> QuerySet[Any, Any]:
    rows, since = _rows(code)
    return rows.filter(**{f"{since}__lt": before}) if before else rows.none()


def aged(viewer: Viewer, code: str, before: datetime | None, limit: int) -> list[Any]:
    """Ids of at most so many rows whose period is over, the oldest first."""
    allow(viewer, "retention.see")
    return list(_old(code, before).order_by(_rows(code)[1], "pk").values_list("pk", flat=True)[:limit])


def counted(viewer: Viewer, code: str, before: datetime | None) -> Held:
    """How many rows there are, how many are due, and since when the oldest counts."""
    allow(viewer, "retention.see")
    if code in STAYING:
        return Held(total=STAYING[code]._default_manager.count(), due=0, oldest=None)
    rows, since = _rows(code)
    found = rows.aggregate(total=Count("pk"), oldest=Min(since))
    return Held(due=_old(code, before).count(), **found)
