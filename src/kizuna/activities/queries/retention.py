"""What is kept of visits, and what of it is due to go."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Min, QuerySet

from kizuna.access.deeds import allow
from kizuna.access.keeping import Held
from kizuna.access.viewer import Viewer
from kizuna.activities.models import (
    Absence,
    Aid,
    Attendance,
    Group,
    Letter,
    Member,
    Newsletter,
    Notes,
    OwnCalendar,
    Seat,
    Volunteer,
)


def _rows(code: str) -> tuple[QuerySet[Any, Any], str]:
    """The rows of one kind of what is kept, and the field from which its period counts."""
    if code == "activities.absence":
        return Absence.objects.all(), "passed_on_at"
    if code == "activities.aid":
        return Aid.objects.all(), "until"
    if code == "activities.volunteers":
        return Volunteer.objects.all(), "since"
    if code == "activities.calendars":
        return OwnCalendar.objects.all(), "since"
    if code == "activities.letters":
        return Letter.objects.all(), "at"
    if code == "activities.newsletters":
        return Newsletter.objects.all(), "at"
    if code == "activities.notes":
        return Notes.objects.all(), "at"
    if code == "activities.members":
        return Member.objects.all(), "asked_at"
    if code == "activities.seats":
        return Seat.objects.all(), "starts_at"
    return Attendance.objects.all(), "starts_at"


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
    if code == "activities.groups":
        return Held(total=Group.objects.count(), due=0, oldest=None)
    rows, since = _rows(code)
    found = rows.aggregate(total=Count("pk"), oldest=Min(since))
    return Held(due=_old(code, before).count(), **found)
