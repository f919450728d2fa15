"""Reading lines: about a person for that person, and the newest ones for administrators."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from kizuna.access.deeds import allow
from kizuna.access.keeping import Held
from kizuna.access.viewer import Viewer
from kizuna.ledger.entry import EntryValue, Tally
from kizuna.ledger.models import Entry
from kizuna.ledger.verbs import LOOKED, what_happened, who_did


def _value(row: Entry) -> EntryValue:
    return EntryValue(row.at, row.verb, row.subject, row.by, what_happened(row.verb), who_did(row.by))


def about_person(
    viewer: Viewer, person: UUID | str, limit: int | None = 500, start: int = 0
) -> list[EntryValue]:
    """Who did and who looked, newest first, from place `start` on: for the person themself and the house."""
    allow(viewer, "ledger.see.own", person=person)
    rows = Entry.objects.filter(person=person).order_by("-at", "-id")
    return [_value(row) for row in rows[start : None if limit is None else start + limit]]


def about_persons(viewer: Viewer, persons: Collection[UUID | str], limit: int) -> list[EntryValue]:
    """The same of several records of one person, newest first."""
    for person in persons:
        allow(viewer, "ledger.see.own", person=person)
    rows = Entry.objects.filter(person__in=persons).order_by("-at", "-id")
    return [_value(row) for row in rows[:limit]]


def did_since(viewer: Viewer, verb: str, *, person: UUID | str, by: Viewer, since: datetime) -> bool:
    """Whether `by` did just this to this very record, since then."""
    allow(viewer, "ledger.see.own", person=person)
    rows = Entry.objects.filter(person=person, at__gt=since, verb=verb, by=by.name)
    return bool(by.account) and rows.exists()


def _by_day(viewer: Viewer, persons: Collection[UUID | str], only_looks: bool) -> QuerySet[Any, Any]:
    for person in persons:
        allow(viewer, "ledger.see.own", person=person)
    rows = Entry.objects.filter(person__in=persons)
    if only_looks:
        rows = rows.filter(verb=LOOKED)
    return rows.annotate(day=TruncDate("at", tzinfo=timezone.get_current_timezone()))


def days_about(viewer: Viewer, persons: Collection[UUID | str], *, only_looks: bool = False) -> list[date]:
    """The days, in the town's own time, on which something stands about these records of one person."""
    return list(
        _by_day(viewer, persons, only_looks).order_by("-day").values_list("day", flat=True).distinct()
    )


def tallies(
    viewer: Viewer, persons: Collection[UUID | str], newest: date, oldest: date, *, only_looks: bool = False
) -> list[Tally]:
    """What stands about these records of one person in these days, newest first; what is alike is counted."""
    rows = _by_day(viewer, persons, only_looks).filter(at__gte=_day(oldest)[0], at__lt=_day(newest)[1])
    found = rows.values("day", "verb", "subject", "by").annotate(
        n=Count("pk"), first=Min("at"), last=Max("at")
    )
    return [
        Tally(one["day"], one["verb"], one["subject"], one["by"], one["n"], one["first"], one["last"])
        for one in found.order_by("-last", "by", "verb", "subject")
    ]


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


def looked_at_many(viewer: Viewer, since: datetime, more_than: int) -> dict[str, int]:
    """Who opened the records of more than so many people since then, and how many: the most first."""
    allow(viewer, "ledger.see")
    rows = Entry.objects.filter(verb=LOOKED, at__gte=since, person__isnull=False)
    found = rows.order_by().values("by").annotate(n=Count("person", distinct=True)).filter(n__gt=more_than)
    return {one["by"]: one["n"] for one in found.order_by("-n", "by")}


def counted(viewer: Viewer, code: str, before: datetime | None) -> Held:
    """How many lines there are and since when. None goes by the periods of `retention.py`."""
    allow(viewer, "retention.see")
    return Held(due=0, **Entry.objects.aggregate(total=Count("pk"), oldest=Min("at")))
