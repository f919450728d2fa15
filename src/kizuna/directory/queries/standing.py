"""Services that take people as they stand, for whoever compares all of them with one person."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.directory.capacity import standing
from kizuna.directory.card import VERSION, from_json
from kizuna.directory.hours import Opening, Outlook, outlook, parts_of_the_week
from kizuna.directory.listing import Card
from kizuna.directory.models import Edition, Service
from kizuna.directory.option import Option
from kizuna.directory.public_holidays import days
from kizuna.directory.queries.gather import cards
from kizuna.directory.queries.options import Emergency, roomy, settled
from kizuna.directory.standing import Standing
from kizuna.directory.timeline import timeline

DAYS = 1
"""Hours are worked out for today; tomorrow they are worked out anew."""
_COLUMNS = (
    "pk", "name", "eligibility_description", "fees_description", "minimum_age", "maximum_age", "url",
    "assured_date", "emergency_only",
)  # fmt: skip
_lock = Lock()
_at_hand: list[Standing] = []
_read: dict[UUID, "_Read"] = {}


class _Row(NamedTuple):
    """What is read of a service, with its card as the database wrote it."""

    pk: UUID
    name: str
    eligibility_description: str
    fees_description: str
    minimum_age: float | None
    maximum_age: float | None
    url: str
    assured_date: Any
    emergency_only: bool
    raw: str | None


@dataclass(frozen=True)
class _Read:
    """A service as it was read: the same row need not be taken apart again."""

    row: _Row
    card: Card
    fields: dict[str, Any]


def _stamp() -> str:
    found = Edition.objects.values_list("token", "told").first()
    return "/".join(one.hex for one in found) if found else ""


def standing_services(viewer: Viewer, now: datetime) -> Standing:
    """All active services, kept in this process for as long as nothing is written. One query when at hand."""
    allow(viewer, "directory.see")
    stamp = _stamp()
    with _lock:
        at_hand = next(iter(_at_hand), None)
        if at_hand and at_hand.holds(stamp, now.timestamp()):
            return at_hand
        found = _build(viewer, stamp, now)
        _at_hand[:] = [found] if stamp else []
        return found


def hidden_services(viewer: Viewer, found: Standing, now: datetime, area: str) -> list[int]:
    """The rows that are not to be shown now: what is for emergencies, where there is none."""
    if not found.emergency_only:
        return []
    emergency = Emergency(viewer, now, area or None)
    return [row for row in found.emergency_only if not emergency.somewhere(found.options[row].areas)]


def _rows() -> Iterator[_Row]:
    active = Service.objects.filter(status="active").annotate(raw=Cast("card", TextField()))
    for found in active.values_list(*_COLUMNS, "raw").iterator(5000):
        yield _Row(*found)


def _build(viewer: Viewer, stamp: str, now: datetime) -> Standing:
    rows = list(_rows())
    read = {row.pk: _read[row.pk] for row in rows if row.pk in _read and _read[row.pk].row == row}
    new = [row for row in rows if row.pk not in read]
    for row, card in zip(new, _cards(viewer, new), strict=True):
        read[row.pk] = _Read(row, card, settled(row, card))
    if stamp:
        _read.clear()
        _read.update(read)
    found = [read[row.pk] for row in rows]
    first, tz = timezone.localdate(now), settings.TIME_ZONE
    holidays = days(settings.COUNTRY, settings.REGION, now.year)
    numbers: dict[tuple[Opening, ...], int] = {}
    which = [numbers.setdefault(one.card.openings, len(numbers)) for one in found]
    outlooks = [outlook(one, first, DAYS, tz, holidays=holidays) for one in numbers]
    parts = [parts_of_the_week(one, first, tz, holidays=holidays) for one in numbers]
    empty = Outlook((), (False,) * DAYS, (True,) * DAYS)
    return Standing(
        stamp,
        [_option(one, parts[n], now) for one, n in zip(found, which, strict=True)],
        timeline(outlooks or [empty], which, first=first, days=DAYS, tz=tz),
        [number for number, one in enumerate(found) if one.row.emergency_only],
    )


def _cards(viewer: Viewer, rows: Iterable[_Row]) -> list[Card]:
    """The card of each row; those that have none kept are gathered together."""
    rows = list(rows)
    kept = {row.pk: json.loads(row.raw) for row in rows if row.raw and row.raw != "null"}
    bare = [row.pk for row in rows if kept.get(row.pk, {}).get("v") != VERSION]
    whole = Service.objects.filter(pk__in=bare).select_related("organization") if bare else ()
    fresh = cards(viewer, list(whole)) if bare else {}
    return [fresh[row.pk] if row.pk in fresh else from_json(kept[row.pk]) for row in rows]


def _option(one: _Read, times: frozenset[str] | None, now: datetime) -> Option:
    left = standing(one.card.capacity, now, emergency=False) if one.card.capacity else None
    room = roomy(left) if left else {}
    # Words about hours are for those who read: here it only counts that there are some.
    return Option(**one.fields, **room, times=times, when_text="…")
