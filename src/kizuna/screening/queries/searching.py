"""Check-ups for a search of programs: in the order in which they were made, a page at a time."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Viewer
from kizuna.people import queries as people
from kizuna.screening.models import CheckUp
from kizuna.screening.queries.check_ups import _value
from kizuna.screening.values import CheckUpValue

Spans = Sequence[tuple[datetime | None, datetime | None, bool]]
"""Not before the first, before the second; True turns it round."""


def _within(spans: Spans) -> Q:
    found = Q()
    for start, end, outside in spans:
        one = Q()
        if start is not None:
            one &= Q(at__gte=start)
        if end is not None:
            one &= Q(at__lt=end)
        found &= ~one if outside else one
    return found


def searched(
    viewer: Viewer,
    *,
    persons: Collection[object] | None = None,
    ids: Collection[UUID] | None = None,
    instruments: Collection[tuple[str, str]] | None = None,
    without: Collection[str] = (),
    spans: Spans = (),
    after: tuple[datetime, UUID] | None = None,
    begin: tuple[datetime, UUID] | None = None,
    limit: int = 100,
) -> list[CheckUpValue]:
    """The check-ups in sight of this viewer, oldest first; nothing for whoever is out of sight.

    They stand after the one `after`, or begin with the one `begin`. `instruments`: (code, version), the
    version empty for any. `without`: codes to leave out.
    """
    allow_some(viewer, "check_up.see")
    rows = CheckUp.objects.filter(people.visible_by(viewer, "person")).filter(_within(spans))
    if persons is not None:
        same = [people.visible_same(viewer, one) for one in persons]
        rows = rows.filter(_any(Q(person__in=one) for one in same))
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    if instruments is not None:
        rows = rows.filter(
            _any(
                Q(instrument=code, **({"version": version} if version else {}))
                for code, version in instruments
            )
        )
    rows = rows.exclude(instrument__in=list(without)) if without else rows
    if after is not None:
        rows = rows.filter(Q(at__gt=after[0]) | Q(at=after[0], pk__gt=after[1]))
    if begin is not None:
        rows = rows.filter(Q(at__gt=begin[0]) | Q(at=begin[0], pk__gte=begin[1]))
    return [_value(row) for row in rows.order_by("at", "pk")[:limit]]


def _of(code: str, version: str) -> Q:
    return Q(instrument=code, version=version) if version else Q(instrument=code)


def _any(some: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for one in some:
        found |= one
    return found
