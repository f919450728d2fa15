"""Search with filters, for those who ask from a terminal or a script."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.directory import index
from kizuna.directory.capacity import ACCEPTING
from kizuna.directory.finding import Hit, nearness, worth
from kizuna.directory.hours import open_at
from kizuna.directory.listing import Card
from kizuna.directory.models import Service
from kizuna.directory.option import Option
from kizuna.directory.public_holidays import days
from kizuna.directory.queries.options import COLUMNS, Emergency, option, readable
from kizuna.directory.wanted import Found, Wanted
from kizuna.places.geometry import distance_m

_LOOKED_AT = 1000
"""So many of the best are looked at when filters leave some out."""


def _fits(card: Card, wanted: Wanted) -> bool:
    if wanted.language and wanted.language not in (card.languages or ()):
        return False
    if wanted.open_at is None:
        return True
    holidays = days(settings.COUNTRY, settings.REGION, wanted.open_at.year)
    return open_at(card.openings, wanted.open_at, settings.TIME_ZONE, holidays=holidays) is True


def _km(one: Option, wanted: Wanted) -> float | None:
    """How far it is; None when nobody asked or nobody knows."""
    if wanted.lat is None or wanted.lon is None or one.lat is None or one.lon is None:
        return None
    return distance_m(wanted.lat, wanted.lon, one.lat, one.lon) / 1000


def _near(one: Option, km: float | None, wanted: Wanted) -> float:
    if wanted.lat is None:
        return 1.0
    if one.remote:
        return nearness(0)
    return nearness(None if km is None else km * 1000)


def _within(one: Option, km: float | None, wanted: Wanted) -> bool:
    """Whether it is near enough; what comes by telephone is near everywhere."""
    return wanted.km is None or wanted.lat is None or one.remote or (km is not None and km <= wanted.km)


def found(viewer: Viewer, text: str, wanted: Wanted, *, now: datetime, limit: int) -> list[Found]:
    """Services that fit the words and the filters, best first. Unknown hours are not open."""
    allow(viewer, "directory.see")
    hits = index.searchable().find(text, _LOOKED_AT if wanted.narrow else limit)
    scores = {UUID(hit.id): hit.score for hit in hits}
    rows = Service.objects.filter(pk__in=scores, status="active").only(*COLUMNS, "foreign_id")
    emergency = Emergency(viewer, now, None)
    out = []
    for row, card in readable(viewer, rows):
        if not emergency.shows(row, card) or not _fits(card, wanted):
            continue
        one = option(row, card, emergency)
        if wanted.accepting and one.capacity not in ACCEPTING:
            continue
        km = _km(one, wanted)
        if _within(one, km, wanted):
            out.append(Found(one, scores[row.pk] * _near(one, km, wanted) * worth(one), km, row.foreign_id))
    out.sort(key=lambda each: (-each.score, each.option.name, each.option.id))
    return out[:limit]


def ids_in_sources(viewer: Viewer) -> dict[str, str]:
    """Each service's id in the package that it came from; "" for those that came from none."""
    allow(viewer, "directory.see")
    return {str(pk): foreign for pk, foreign in Service.objects.values_list("pk", "foreign_id")}


def hits_of(viewer: Viewer, questions: Iterable[str], *, limit: int) -> Iterable[tuple[str, list[Hit]]]:
    """Each question with its hits, best first; the index is opened once."""
    allow(viewer, "directory.see")
    searchable = index.searchable()
    return ((each, searchable.find(each, limit)) for each in questions)
