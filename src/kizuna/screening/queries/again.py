"""Who could be asked again, for the link worker and for the house."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import BooleanField, Max, Q, QuerySet, Value

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import Viewer
from kizuna.people import queries as people
from kizuna.screening.again import Due, Offer, Waiting, due_at
from kizuna.screening.models import CheckUp, Concern, ContactRequest
from kizuna.screening.queries.over_time import questionnaires
from kizuna.screening.values import CheckUpValue

Answered = Mapping[str, Mapping[str, list[datetime]]]
"""By person and questionnaire, when somebody answered it."""


def _last(rows: QuerySet[CheckUp], now: datetime) -> Any:
    """Person, questionnaire and last time, where that is longer ago than the site's period; oldest first."""
    overdue = Q()
    for code, days in settings.ASK_AGAIN.items():
        overdue |= Q(instrument=code, last__lte=now - timedelta(days=days))
    found = rows.filter(instrument__in=list(settings.ASK_AGAIN)).values("person", "instrument")
    ended: Any = found.annotate(last=Max("at"))
    return ended.filter(overdue).order_by("last", "person", "instrument")


def waiting(viewer: Viewer, now: datetime) -> list[Waiting]:
    """Who asked to be contacted, and who could be asked again, in sight and here."""
    return waiting_and_answered(viewer, now, (), now)[0]


def waiting_and_answered(
    viewer: Viewer, now: datetime, codes: Collection[str], since: datetime
) -> tuple[list[Waiting], Answered]:
    """The same, and when people in sight answered these questionnaires themselves, since then, by person.

    One query for a day's list. Records that became somebody else's ask for nothing again.
    """
    allow_some(viewer, "check_up.see")
    here = people.visible_here_by(viewer, "person")
    no, yes = Value(False, BooleanField()), Value(True, BooleanField())
    asked = ContactRequest.objects.filter(here, answered_at__isnull=True).order_by()
    parts = []
    mine = CheckUp.objects.filter(here)
    if settings.ASK_AGAIN:
        due = _last(mine.exclude(person__in=people.visible_as_merged(viewer)), now).order_by()
        parts.append(due.values_list("person", "instrument", "last", no))
    if codes:
        own = mine.filter(instrument__in=list(codes), at__gte=since).exclude(who="proxy").order_by()
        parts.append(own.values_list("person", "instrument", "at", yes))
    rows = asked.values_list("person", Value(""), "asked_at", no)
    found, answered = [], dict[str, dict[str, list[datetime]]]()
    for person, code, at, told in rows.union(*parts, all=True) if parts else rows:
        if told:
            answered.setdefault(str(person), {}).setdefault(code, []).append(at)
        else:
            found.append(Waiting(str(person), code, _since(code, at)))
    return sorted(found, key=lambda one: (one.since, one.person)), answered


def _since(code: str, at: datetime) -> datetime:
    """Since when somebody waits: since they asked, or since the period of the site was over."""
    return due_at(at, settings.ASK_AGAIN[code]) if code else at


def dues(viewer: Viewer, history: Iterable[CheckUpValue], now: datetime) -> tuple[Due, ...]:
    """What one person could be asked again, from their check-ups, newest first: soonest first."""
    allow_some(viewer, "check_up.see")
    last: dict[str, CheckUpValue] = {}
    for one in history:
        if one.instrument in settings.ASK_AGAIN:
            last.setdefault(one.instrument, one)
    found = []
    for code, known in questionnaires(viewer, last).items():
        due = due_at(last[code].at, settings.ASK_AGAIN[code])
        found.append(Due(code, known.title, due, last[code].asked_again_at, due <= now))
    return tuple(sorted(found, key=lambda one: one.due_at))


def to_offer(viewer: Viewer, now: datetime, limit: int) -> Iterator[Offer]:
    """The last check-ups of those whom a message may ask again, none of whom was asked since: for the house.

    Nobody who told of danger at home, and nobody whose safety somebody is looking after.
    """
    allow(viewer, "check_up.offer")
    if not settings.ASK_AGAIN:
        return
    rows = CheckUp.objects.filter(person__in=people.visible_to_ask(viewer))
    for row in _last(rows, now).iterator(chunk_size=500):
        if limit <= 0:
            return
        last = CheckUp.objects.filter(person=row["person"], instrument=row["instrument"], at=row["last"])
        one = last.filter(asking__isnull=True).first()
        if one is not None and not _quiet(row["person"]):
            limit -= 1
            yield Offer(str(one.pk), str(one.person_id), one.instrument)


def _quiet(person: UUID) -> bool:
    """Whether a message could do harm: danger at home was told of at any time, or a concern is open."""
    found = Concern.objects.filter(person=person)
    return any(row.closed_at is None or "home" in row.kinds for row in found)
