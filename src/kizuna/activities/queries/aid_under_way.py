"""What became of asks among neighbours, for whoever keeps an area."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Viewer
from kizuna.activities.aid import ASK, LIVE, OFFER, UNMET_AFTER, AidLine, Failure, UnderWay
from kizuna.activities.models import AidMatch
from kizuna.activities.queries.aid_board import SHOWN, aid_line
from kizuna.activities.queries.aid_facts import free_asks, visible_aid
from kizuna.places.queries import areas

LOOKS_BACK = timedelta(days=30)


def under_way(viewer: Viewer, now: datetime) -> UnderWay:
    """Who is asked or agreed, what has stood for a week without anybody, and what did not work."""
    allow_some(viewer, "aid.see")
    standing = free_asks(viewer, now).values_list("kinds", "given_at")
    return UnderWay(_lines(viewer), _unmet_kinds(standing, now), _failures(viewer, now))


def _lines(viewer: Viewer) -> tuple[AidLine, ...]:
    here = visible_aid(viewer).filter(side=ASK).values("pk")
    helpers = visible_aid(viewer).filter(side=OFFER).values("pk")
    rows = AidMatch.objects.filter(state__in=LIVE, ask__in=here, offer__in=helpers)
    found = list(rows.select_related("ask", "offer").order_by("proposed_at", "pk")[:SHOWN])
    names = {one.id: one.name for one in areas(viewer)} if found else {}
    return tuple(
        aid_line(match.ask, names, with_whom=match.offer.name, between=match.state) for match in found
    )


def _unmet_kinds(standing: Iterable[Any], now: datetime) -> tuple[tuple[str, int], ...]:
    """Asks that stand for a week without anybody, by kind, the most first."""
    counted = Counter(kinds[0] for kinds, given_at in standing if given_at <= now - UNMET_AFTER)
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))


def _failures(viewer: Viewer, now: datetime) -> tuple[Failure, ...]:
    here = visible_aid(viewer).values("pk")
    rows = AidMatch.objects.filter(
        state="failed", closed_at__gte=now - LOOKS_BACK, ask__in=here, offer__in=here
    )
    rows = rows.select_related("ask").order_by("-closed_at", "pk")[:SHOWN]
    return tuple(
        Failure(match.ask.kinds[0], match.words, match.closed_at, match.told_by)
        for match in rows
        if match.closed_at
    )
