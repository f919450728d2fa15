"""Finding services by words and wishes: the index leaves out what cannot fit, today's cards decide."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.directory import index
from kizuna.directory.capacity import LASTS
from kizuna.directory.facets import Narrow, narrow
from kizuna.directory.finding import Hit, nearness, worth
from kizuna.directory.hours import open_at
from kizuna.directory.listing import Card
from kizuna.directory.models import Service, ServiceCapacity
from kizuna.directory.option import Option
from kizuna.directory.public_holidays import days
from kizuna.directory.queries.options import COLUMNS, Emergency, hourless, nearest, option, with_cards
from kizuna.directory.queries.reasons import Reader
from kizuna.directory.queries.translations import in_readers_words
from kizuna.directory.wanted import Answer, Found, Wanted, fits, met, widened
from kizuna.directory.wanted import without as left_out
from kizuna.places.geometry import distance_m

AROUND_KM = 25.0
"""Where a place is named without a distance, the best of this circle are looked at beside the best of all."""
_RINGS = (2.0, 8.0, 32.0, 128.0, None)
_SPARE = 1.5
_MOST = 4000
"""So many are looked at when hardly any of them fits."""
_TEXT = ("alternate_name", "description", "foreign_id")


@dataclass(frozen=True)
class _Candidate:
    """A service that fits, before it is put into words."""

    row: Service
    card: Card
    score: float
    km: float | None


class _Search:
    """One search: what was asked, the index it is asked of, and the day it is."""

    def __init__(self, viewer: Viewer, text: str, now: datetime) -> None:
        self.viewer, self.text, self.now = viewer, text, now
        self.searchable = index.searchable()
        self.emergency = Emergency(viewer, now, None)
        self.seen: dict[str, tuple[Service, Card]] = {}
        self.wordless = not self.searchable.asks(text)

    def _holidays(self, when: datetime) -> frozenset[date]:
        return days(settings.COUNTRY, settings.REGION, when.year)

    def _narrow(self, wanted: Wanted) -> Narrow:
        holidays = self._holidays(wanted.open_at) if wanted.open_at else frozenset()
        only = _with_room(self.now) if wanted.accepting else None
        return narrow(wanted, tz=settings.TIME_ZONE, holidays=holidays, now=self.now, only=only)

    def _hits(self, wanted: Wanted, most: int) -> dict[str, Hit]:
        """The best of the index, and near ones among them when a place was named."""
        if wanted.lat is None or wanted.lon is None:
            return {hit.id: hit for hit in self.searchable.find(self.text, most, self._narrow(wanted))}
        here = (wanted.lat, wanted.lon)
        rings: Iterable[float | None] = (AROUND_KM, None)
        if wanted.km is not None:
            rings = [km for km in (_RINGS if self.wordless else ()) if km and km < wanted.km] + [wanted.km]
        elif self.wordless:
            rings = _RINGS
        found: dict[str, Hit] = {}
        for km in rings:
            some = self.searchable.find(self.text, most, self._narrow(replace(wanted, km=km)), here)
            found |= {hit.id: hit for hit in some if hit.id not in found}
            if self.wordless and len(found) >= most:
                break
        return found

    def _read(self, ids: Collection[str]) -> Iterator[tuple[str, Service, Card]]:
        """Rows with their cards, each read once a search."""
        new = [UUID(id) for id in ids if id not in self.seen]
        rows = Service.objects.filter(pk__in=new, status="active").only(*COLUMNS, *_TEXT)
        self.seen |= {str(row.pk): (row, card) for row, card in with_cards(self.viewer, rows)}
        yield from ((id, *self.seen[id]) for id in ids if id in self.seen)

    def _fitting(self, wanted: Wanted, most: int) -> tuple[list[_Candidate], bool]:
        """What fits among the best of the index, and whether the index may hold more."""
        hits = self._hits(wanted, most)
        here = (wanted.lat, wanted.lon) if wanted.lat is not None and wanted.lon is not None else None
        found = []
        for id, row, card in self._read(hits):
            if not self.emergency.shows(row, card) or not self._open(card, wanted):
                continue
            one = hourless(row, card, self.emergency)
            if not fits(one, wanted):
                continue
            km = _km(card, here)
            if wanted.km is not None and not (card.remote or (km is not None and km <= wanted.km)):
                continue
            near = 1.0 if here is None else nearness(0 if card.remote else None if km is None else km * 1000)
            found.append(_Candidate(row, card, hits[id].score * near * worth(one), km))
        return found, len(hits) >= most

    def _open(self, card: Card, wanted: Wanted) -> bool:
        when = wanted.open_at
        if when is None:
            return True
        zone, holidays = settings.TIME_ZONE, self._holidays(when)
        return open_at(card.openings, when, zone, holidays=holidays) is True

    def fitting(self, wanted: Wanted, limit: int) -> list[Found]:
        """The best that fit, best first."""
        most = max(20, int(limit * _SPARE))
        found, more = self._fitting(wanted, most)
        while more and len(found) < limit and most < _MOST:
            most *= 4
            found, more = self._fitting(wanted, most)
        found.sort(key=lambda each: (-each.score, each.row.name, str(each.row.pk)))
        here = (wanted.lat, wanted.lon) if wanted.lat is not None and wanted.lon is not None else None
        best, out = found[:limit], []
        reader = Reader(self.searchable, self.text)
        texts = [reader.read(each.row, each.card) for each in best]
        shown = in_readers_words(self.viewer, [(each.row, each.card) for each in best])
        for each, (row, card), text in zip(best, shown, texts, strict=True):
            one = option(row, card, self.emergency, here)
            said = reader.why(text, reader.read(row, card), card)
            wishes = [why for why in met(one, wanted) if why not in said]
            out.append(Found(one, each.score, each.km, row.foreign_id, (*said, *wishes)))
        return out


def _with_room(now: datetime) -> frozenset[str]:
    """Services of which somebody said lately that they take people: a superset."""
    said = ServiceCapacity.objects.filter(updated__gte=now - LASTS).exclude(state__in=("none", "waiting"))
    return frozenset(str(id) for id in said.values_list("service_id", flat=True))


def _km(card: Card, here: tuple[float, float] | None) -> float | None:
    """Kilometres to its nearest place; None when nobody asked or nobody knows."""
    place = nearest(card, here)
    if here is None or place is None or place.lat is None or place.lon is None:
        return None
    return distance_m(*here, place.lat, place.lon) / 1000


def answer(
    viewer: Viewer,
    text: str,
    wanted: Wanted,
    *,
    now: datetime,
    limit: int = 50,
    widen: bool = True,
    loosen: bool = False,
) -> Answer:
    """Services that fit the words and the wishes, best first, each with why it is there and how far it is.

    Unknown hours are not open. When nothing fits, the distance is widened and then the need (unless not to
    `widen`); with `loosen` other wishes are left out one after the other, too. The answer says what was done.
    """
    allow(viewer, "directory.see")
    search = _Search(viewer, text, now)
    meant = search.searchable.meant(text)
    looser: list[str] = []
    found, wish = search.fitting(wanted, limit), wanted
    steps = _looser(wanted, loosen) if widen and wanted.narrow else iter(())
    while not found and (step := next(steps, None)):
        name, wish = step
        if name not in looser:
            looser.append(name)
        found = search.fitting(wish, limit)
    if not found:
        return Answer((), wanted, (), meant)
    return Answer(tuple(found), wish, tuple(looser), meant)


def _looser(wanted: Wanted, everything: bool) -> Iterator[tuple[str, Wanted]]:
    last = wanted
    for name, last in widened(wanted):
        yield name, last
    if everything:
        yield from left_out(last)


def search(
    viewer: Viewer,
    text: str,
    *,
    now: datetime,
    limit: int = 50,
    lat: float | None = None,
    lon: float | None = None,
    accepting: bool = False,
) -> list[Option]:
    """Services that fit the words, best first; with a place (degrees, WGS 84) near ones rank higher.

    What nobody has checked for long, and what is full, ranks lower.
    `accepting`: only where somebody said lately that there is room.
    """
    wanted = Wanted(lat=lat, lon=lon, accepting=accepting)
    return [each.option for each in answer(viewer, text, wanted, now=now, limit=limit, widen=False).found]


def hits(viewer: Viewer, text: str, *, limit: int) -> list[Hit]:
    """Ids and scores alone, best first."""
    allow(viewer, "directory.see")
    return index.searchable().find(text, limit)


def hits_of(viewer: Viewer, questions: Iterable[str], *, limit: int) -> Iterable[tuple[str, list[Hit]]]:
    """Each question with its hits, best first; the index is opened once."""
    allow(viewer, "directory.see")
    searchable = index.searchable()
    return ((each, searchable.find(each, limit)) for each in questions)


def meaning_problem(viewer: Viewer) -> str:
    """Why this site does not search by meaning although it wants to, as a sentence; "" when all is well."""
    allow(viewer, "directory.see")
    return index.meaning_problem(settings.MEANING)


def ids_in_sources(viewer: Viewer) -> dict[str, str]:
    """Each service's id in the package that it came from; "" for those that came from none."""
    allow(viewer, "directory.see")
    return {str(pk): foreign for pk, foreign in Service.objects.values_list("pk", "foreign_id")}
