"""Counts for the pages about a whole town. Whoever shows them hides small ones: see `unreached`."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Model, Q, QuerySet, Sum, Value

from kizuna.access.deeds import ANYWHERE, DEEDS, allow, allow_some
from kizuna.access.small_numbers import shown
from kizuna.access.viewer import STRANGER, Viewer
from kizuna.people.queries import visible_as_gone, visible_at_rest, visible_to_keepers
from kizuna.screening.models import CheckUp, Concern, ContactRequest, DangerCount

RECENT = timedelta(days=30)


def _here(viewer: Viewer, model: type[Model]) -> QuerySet[Any]:
    rows = model._default_manager.all()
    if DEEDS["town.see"].get(viewer.role) == ANYWHERE:
        return rows
    return rows.filter(area__in=viewer.areas)


def figures(viewer: Viewer, now: datetime) -> dict[str, int]:
    """Check-ups of the last 30 days, open concerns and people waiting, in the areas of this viewer.

    Who must not be found is not counted: a figure that goes up by one tells of somebody.
    """
    allow_some(viewer, "town.see")
    hidden, left = visible_to_keepers(viewer), visible_as_gone(viewer)
    concerns, waiting = _here(viewer, Concern), _here(viewer, ContactRequest)
    rows = {
        "check_ups": _here(viewer, CheckUp).filter(at__gt=now - RECENT, at__lte=now),
        # Danger counts for whoever asked us not to write, too.
        "concerns_open": concerns.filter(closed_at__isnull=True),
        "asked_for_contact": waiting.filter(answered_at__isnull=True).exclude(person__in=left),
    }
    rows = {code: each.exclude(person__in=hidden) for code, each in rows.items()}
    resting = Q(person__in=visible_at_rest(viewer))  # a worry about their life counts all the same
    rows |= {code: rows[code].exclude(resting) for code in ("check_ups", "asked_for_contact")}
    counted = [
        each.order_by().values(code=Value(code)).annotate(n=Count("pk")).values_list("code", "n")
        for code, each in rows.items()
    ]
    return dict.fromkeys(rows, 0) | dict(counted[0].union(*counted[1:], all=True))


def unreached(viewer: Viewer, now: datetime) -> int | None:
    """How many told of a danger in 30 days and left no way to reach them; None when too few to show."""
    allow_some(viewer, "town.see")
    days = _here(viewer, DangerCount).filter(day__gt=(now - RECENT).date())
    count = days.aggregate(all=Sum("count"))["all"] or 0
    return shown(count)


def contact_times(
    viewer: Viewer, *, since: datetime, until: datetime
) -> list[tuple[str, str, datetime, datetime | None]]:
    """Who asked to be contacted, where, when, and when somebody was: for counting, by the house alone.

    Nobody who must not be found, and nobody whose record rests.
    """
    allow(viewer, "check_up.load")
    rows = ContactRequest.objects.filter(asked_at__gte=since, asked_at__lt=until).order_by("asked_at", "pk")
    rows = rows.exclude(person__in=visible_to_keepers(STRANGER)).exclude(person__in=visible_at_rest(viewer))
    found = rows.values_list("person", "area", "asked_at", "answered_at")
    return [(str(person), str(area), asked, answered) for person, area, asked, answered in found]
