"""Reading lines: about a person for that person, and the newest ones for administrators."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from kizuna.access.deeds import allow
from kizuna.access.keeping import Held
from kizuna.access.viewer import Viewer
from kizuna.ledger.entry import EntryValue
from kizuna.ledger.models import Entry
from kizuna.ledger.verbs import what_happened, who_did


def _value(row: Entry) -> EntryValue:
    return EntryValue(row.at, row.verb, row.subject, row.by, what_happened(row.verb), who_did(row.by))


def count_about(viewer: Viewer, person: UUID | str) -> int:
    """How many lines there are about a person."""
    allow(viewer, "ledger.see.own", person=person)
    return Entry.objects.filter(person=person).count()


def about_person(
    viewer: Viewer, person: UUID | str, limit: int | None = 500, start: int = 0
) -> list[EntryValue]:
    """Who did and who looked, newest first, from place `start` on: for the person themself and the house."""
    allow(viewer, "ledger.see.own", person=person)
    rows = Entry.objects.filter(person=person).order_by("-at", "-id")
    return [_value(row) for row in rows[start : None if limit is None else start + limit]]


def _day(day: date) -> tuple[datetime, datetime]:
    """The day in the town's own time."""
    zone = timezone.get_current_timezone()
    return (
        datetime.combine(day, time.min, zone),
        datetime.combine(day + timedelta(days=1), time.min, zone),
    )


def _wanted(verb: str, role: str, day: date | None) -> QuerySet[Entry]:
    rows = Entry.objects.order_by("-id")
    if verb:
        rows = rows.filter(verb=verb)
    if role:
        rows = rows.filter(by__startswith=f"{role}:")
    if day:
        start, end = _day(day)
        rows = rows.filter(at__gte=start, at__lt=end)
    return rows


def recent(
    viewer: Viewer,
    *,
    verb: str = "",
    role: str = "",
    day: date | None = None,
    before: int = 0,
    limit: int = 50,
) -> tuple[list[EntryValue], int]:
    """The newest lines of this kind below the line `before`, and the number to go on below (0: no more)."""
    allow(viewer, "ledger.see")
    rows = _wanted(verb, role, day)
    if before:
        rows = rows.filter(id__lt=before)
    found = list(rows[: limit + 1])
    more = found[limit - 1].pk if len(found) > limit else 0
    return [_value(row) for row in found[:limit]], more


def counted(viewer: Viewer, code: str, before: datetime | None) -> Held:
    """How many lines there are and since when. None goes by the periods of `retention.py`."""
    allow(viewer, "retention.see")
    return Held(due=0, **Entry.objects.aggregate(total=Count("pk"), oldest=Min("at")))
