"""What is kept of people beside listings, and what of it is due to go."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Min, QuerySet

from kizuna.access.deeds import allow
from kizuna.access.keeping import Held
from kizuna.access.viewer import Viewer
from kizuna.directory.models import Change, Contact, Fault


def _rows(code: str) -> QuerySet[Any, Any]:
    """The rows of one kind that goes by its age: by `at`."""
    return Fault.objects.all() if code == "directory.faults" else Change.objects.all()


def _old(code: str, before: datetime | None) -> QuerySet[Any, Any]:
    return _rows(code).filter(at__lt=before) if before else _rows(code).none()


def aged(viewer: Viewer, code: str, before: datetime | None, limit: int) -> list[Any]:
    """Ids of at most so many rows whose period is over, the oldest first."""
    allow(viewer, "retention.see")
    return list(_old(code, before).order_by("at", "pk").values_list("pk", flat=True)[:limit])


def counted(viewer: Viewer, code: str, before: datetime | None) -> Held:
    """How many rows there are, how many are due, and since when the oldest counts.

    Contacts stay as long as their package names them.
    """
    allow(viewer, "retention.see")
    if code == "directory.contacts":
        return Held(total=Contact.objects.count(), due=0, oldest=None)
    found = _rows(code).aggregate(total=Count("pk"), oldest=Min("at"))
    return Held(due=_old(code, before).count(), **found)
