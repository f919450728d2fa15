"""What whoever keeps an area sees: asks without anybody, who would suit, what found nobody."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from kizuna.access.deeds import ANYWHERE, DEEDS, allow_some
from kizuna.access.viewer import NotFound, Viewer
from kizuna.activities.aid import (
    ASK,
    BY_KIND,
    OFFER,
    PER_PAGE,
    STANDING,
    AidLine,
    Board,
    Pair,
    Suggestion,
    Together,
)
from kizuna.activities.aid_fit import BEST, fits, reasons
from kizuna.activities.aid_sharing import shared
from kizuna.activities.models import Aid
from kizuna.activities.queries.aid_facts import (
    Compared,
    compared,
    free_asks,
    in_reach,
    open_offers,
    visible_aid,
    visible_not,
)
from kizuna.places.identity import known, known_all
from kizuna.places.queries import areas

SUGGESTED = 3
MANY_ASKS = 1000
"""So many asks are shared out at once, those that wait longest."""
SHOWN = 20


def board(viewer: Viewer, now: datetime, start: int = 0) -> Board:
    """The asks of these areas that have nobody, the longest wait first, with who would suit and why."""
    allow_some(viewer, "aid.see")
    names = {one.id: one.name for one in areas(viewer)}
    free = free_asks(viewer, now)
    asks, offers, waiting = _here(viewer, free[start : start + PER_PAGE].values("pk"), now)
    found = _suggested(viewer, asks, offers, now) if asks and offers else {}
    return Board(
        asks=tuple(aid_line(row, names, found.get(row.pk, ())) for row in asks),
        waiting=tuple(aid_line(row, names) for row in waiting[:SHOWN]),
        offers=len(offers),
        **in_reach(viewer).aggregate(
            total=Count("pk", filter=Q(pk__in=free.order_by().values("pk"))),
            hidden=Count("pk", filter=visible_not(viewer) & Q(state__in=STANDING)),
        ),
    )


def _here(viewer: Viewer, page: Any, now: datetime) -> tuple[list[Aid], list[Aid], list[Aid]]:
    """These asks, the offers that stand, and what nobody has read yet, in one query; the oldest first."""
    standing = Q(side=OFFER, state="open", until__gt=now) | Q(state="waiting", until__gt=now)
    rows = list(visible_aid(viewer).filter(standing | Q(pk__in=page)).order_by("given_at", "pk"))
    waiting = [row for row in rows if row.state == "waiting"]
    offers = sorted((row for row in rows if row.side == OFFER and row.state == "open"), key=_id)
    return [row for row in rows if row.side == ASK and row.state == "open"], offers, waiting


def _id(row: Aid) -> UUID:
    return row.pk


def aid_line(row: Aid, names: dict[str, str], found: Sequence[Suggestion] = (), **more: Any) -> AidLine:
    """An ask or an offer as a line, with who would suit."""
    return AidLine(
        id=str(row.pk),
        side=row.side,
        kinds=tuple(row.kinds),
        name=row.name,
        words=row.words,
        area=names.get(str(row.area_id), ""),
        state=row.state,
        given_at=row.given_at,
        until=row.until,
        times=tuple(row.times),
        risks=tuple(row.risks),
        suggestions=tuple(found),
        **more,
    )


def _suggested(
    viewer: Viewer, asks: Sequence[Aid], offers: Sequence[Aid], now: datetime
) -> dict[UUID, list[Suggestion]]:
    """The best offers for each of these asks."""
    near = compared(viewer, asks, offers, SUGGESTED + 5, now)
    best = fits(near.facts, SUGGESTED)
    shown = _opened(viewer, near, best.offer.tolist())
    found: dict[UUID, list[Suggestion]] = {}
    for ask, offer, score in zip(best.ask.tolist(), best.offer.tolist(), best.score.tolist(), strict=True):
        found.setdefault(near.asks[ask].pk, []).append(_suggestion(near, ask, offer, score, shown))
    return found


def _opened(viewer: Viewer, near: Compared, offers: Sequence[int]) -> dict[str, tuple[str, str, str]]:
    """Name, words and area of the offers that are shown."""
    names = {one.id: one.name for one in areas(viewer)}
    rows = [near.offers[n] for n in set(offers)]
    return {str(row.pk): (row.name, row.words, names.get(str(row.area_id), "")) for row in rows}


def _suggestion(
    near: Compared, ask: int, offer: int, score: int, shown: dict[str, tuple[str, str, str]]
) -> Suggestion:
    id = str(near.offers[offer].pk)
    name, words, area = shown[id]
    return Suggestion(id, name, area, score, reasons(near.facts, ask, offer), words)


def suits(viewer: Viewer, ask: object, offer: object, now: datetime) -> bool:
    """Whether no rule forbids to bring these two together now."""
    one = free_asks(viewer, now).filter(pk=known(ask)).first()
    other = visible_aid(viewer).filter(pk=known(offer), side=OFFER, state="open", until__gt=now).first()
    if one is None or other is None:
        return False
    near = compared(viewer, [one], [other], 1, now)
    return bool(near.asks and near.offers and len(fits(near.facts, 1).ask))


def suggestions(viewer: Viewer, ask: object, now: datetime) -> tuple[Suggestion, ...]:
    """Who would suit one ask, the best first; NotFound for one that is out of reach or has somebody."""
    allow_some(viewer, "aid.see")
    row = free_asks(viewer, now).filter(pk=known(ask)).first()
    if row is None:
        raise NotFound("aid")
    offers = open_offers(viewer, now)
    return tuple(_suggested(viewer, [row], offers, now).get(row.pk, ())) if offers else ()


def asks_without_anybody(viewer: Viewer, now: datetime) -> list[AidLine]:
    """Every ask of these areas that has nobody yet, the longest wait first."""
    allow_some(viewer, "aid.see")
    names = {one.id: one.name for one in areas(viewer)}
    return [aid_line(row, names) for row in free_asks(viewer, now)]


def together(viewer: Viewer, now: datetime) -> Together:
    """All asks of these areas shared out over all offers at once, for a human who confirms."""
    allow_some(viewer, "aid.match")
    names = {one.id: one.name for one in areas(viewer)}
    free = free_asks(viewer, now)
    asks = list(free[:MANY_ASKS])
    offers = open_offers(viewer, now)
    more = max(0, free.count() - MANY_ASKS) if len(asks) == MANY_ASKS else 0
    if not asks or not offers:
        return Together(left=tuple(aid_line(row, names) for row in asks), more=more)
    near = compared(viewer, asks, offers, BEST, now)
    good = fits(near.facts)
    given = shared(near.facts, good, near.limits)
    score = dict(
        zip(zip(good.ask.tolist(), good.offer.tolist(), strict=True), good.score.tolist(), strict=True)
    )
    shown = _opened(viewer, near, list(given.values()))
    pairs = tuple(
        Pair(
            aid_line(near.asks[ask], names),
            _suggestion(near, ask, offer, score[ask, offer], shown),
        )
        for ask, offer in sorted(given.items())
    )
    met = {one.ask.id for one in pairs}
    return Together(pairs, tuple(aid_line(row, names) for row in asks if str(row.pk) not in met), more)


def aid_unmet(viewer: Viewer, since: date, until: date | None = None) -> list[tuple[str, str, int]]:
    """Asks that ran out without anybody since a day: need code, area id and how many, for reports.

    `until`: the first day that does not count any more.
    """
    allow_some(viewer, "unmet.see")
    rows = Aid.objects.filter(side=ASK, state="expired", closed_at__date__gte=since)
    if until is not None:
        rows = rows.filter(closed_at__date__lt=until)
    if DEEDS["unmet.see"].get(viewer.role) != ANYWHERE:
        rows = rows.filter(area__in=known_all(viewer.areas))
    counted: Counter[tuple[str, str]] = Counter()
    for kinds, area, n in rows.values_list("kinds", "area").annotate(n=Count("pk")).order_by():
        counted[BY_KIND[kinds[0]].need, str(area)] += n
    return [(need, area, n) for (need, area), n in sorted(counted.items(), key=lambda one: (-one[1], one[0]))]
