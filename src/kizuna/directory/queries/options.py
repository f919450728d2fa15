"""Services as options: what matching, lists and search compare. One query for any number."""

from collections.abc import Collection, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.directory.capacity import Capacity, standing
from kizuna.directory.card import VERSION, from_json
from kizuna.directory.freshness import freshness
from kizuna.directory.hours import parts_of_the_week, state
from kizuna.directory.ids import known_ids
from kizuna.directory.listing import Card, PlaceValue
from kizuna.directory.models import Service, ServiceNeed
from kizuna.directory.option import Option
from kizuna.directory.public_holidays import days
from kizuna.directory.queries.gather import cards
from kizuna.directory.queries.translations import in_readers_words
from kizuna.directory.queries.words import when_text
from kizuna.places.geometry import distance_m
from kizuna.places.queries import above, any_emergency, posture, under

COLUMNS = (
    "id", "name", "eligibility_description", "fees_description", "minimum_age", "maximum_age", "url",
    "assured_date", "emergency_only", "card",
)  # fmt: skip


def _of_needs(needs: Collection[str]) -> Q:
    """Services that meet one of these needs, as `needs.meets` has it."""
    found = Q()
    for code in needs:
        group, _, fine = code.partition(".")
        found |= Q(need=code) | (Q(need=group) if fine else Q(need__startswith=f"{group}."))
    return found


def active(needs: Collection[str] | None = None) -> QuerySet[Service]:
    """Services that take people, with one of these needs if any are given."""
    rows = Service.objects.filter(status="active")
    if needs is None:
        return rows
    matching = ServiceNeed.objects.filter(_of_needs(needs)) if needs else ServiceNeed.objects.none()
    return rows.filter(pk__in=matching.values("service"))


def with_cards(viewer: Viewer, rows: Iterable[Service]) -> list[tuple[Service, Card]]:
    """Each service with its card; those that have none kept get a fresh one, together."""
    rows = list(rows)
    bare = [row.pk for row in rows if not row.card or row.card.get("v") != VERSION]
    fresh = {}
    if bare:
        whole = Service.objects.filter(pk__in=bare).select_related("organization")
        fresh = cards(viewer, list(whole))
    return [(row, fresh[row.pk] if row.pk in fresh else from_json(row.card or {})) for row in rows]


def readable(viewer: Viewer, rows: Iterable[Service]) -> list[tuple[Service, Card]]:
    """Each service with its card, in the reader's words: to be shown, never to be saved."""
    return in_readers_words(viewer, with_cards(viewer, rows))


def kept_cards(viewer: Viewer, ids: Iterable[object]) -> dict[UUID, Card]:
    """The cards of these services, by id: those that are kept, and fresh ones of the others."""
    allow(viewer, "directory.see")
    rows = Service.objects.filter(pk__in=known_ids(ids)).only("id", "card")
    return {row.pk: card for row, card in with_cards(viewer, rows)}


class Emergency:
    """Whether an emergency is on where a service is for; asks each area once."""

    def __init__(self, viewer: Viewer, now: datetime, area: object | None) -> None:
        self.viewer, self.now, self.area = viewer, now, area
        self.known: dict[object, bool] = {}
        self.anywhere: bool | None = None

    def at(self, area: object) -> bool:
        """Whether this area is in an emergency."""
        if area not in self.known:
            self.known[area] = posture(self.viewer, area, now=self.now) == "emergency"
        return self.known[area]

    def shows(self, row: Service, card: Card) -> bool:
        """Whether this service may be shown now."""
        return not row.emergency_only or self.somewhere(card.areas)

    def somewhere(self, areas: frozenset[str] | None) -> bool:
        """Whether an emergency is on in the area that is asked about, or else in one of these."""
        return any(self.at(area) for area in self._asked(areas))

    def _asked(self, areas: frozenset[str] | None) -> list[object]:
        return [self.area] if self.area else [*sorted(areas or ())]

    def near(self, card: Card) -> bool:
        """Whether an emergency is on where this service is for; of one for everybody: anywhere."""
        if self.anywhere is None:
            self.anywhere = any_emergency(self.viewer, now=self.now)
        if not self.anywhere or (not self.area and not card.areas):
            return self.anywhere
        return self.somewhere(card.areas)

    def capacity(self, card: Card) -> Capacity:
        """What is known of the places left: in an emergency for a day only."""
        urgent = any(word.asks_posture(self.now) for word in card.capacity) and self.near(card)
        return standing(card.capacity, self.now, emergency=urgent)


def _serves(card: Card, near: frozenset[str] | None) -> bool:
    return near is None or card.areas is None or bool(card.areas & near)


def near_areas(viewer: Viewer, area: object | None) -> frozenset[str] | None:
    """An area with those above and below it: a service of any of them may be for people there."""
    if area is None:
        return None
    return under(viewer, [area]) | frozenset(above(viewer, area))


def nearest(card: Card, near: tuple[float, float] | None) -> PlaceValue | None:
    """Of its places the one nearest to this point (degrees), else the first that is on the map."""
    known = [p for p in card.places if p.lat is not None and p.lon is not None]
    if near and len(known) > 1:
        return min(known, key=lambda p: distance_m(*near, p.lat or 0.0, p.lon or 0.0))
    return known[0] if known else card.places[0] if card.places else None


def settled(row: Any, card: Card, near: tuple[float, float] | None = None) -> dict[str, Any]:
    """What an option is at any hour, at its place nearest to this point: its fields that no clock changes."""
    place = nearest(card, near)
    return {
        "kind": "service",
        "id": str(row.pk),
        "name": row.name,
        "organisation": card.organisation,
        "summary": card.summary,
        "needs": card.needs,
        "address": place.address if place else "",
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "remote": card.remote,
        "ways": card.ways,
        "phone": card.phone,
        "url": row.url,
        "min_age": row.minimum_age,
        "max_age": row.maximum_age,
        "genders": card.genders,
        "papers": card.papers,
        "papers_text": card.papers_text,
        "eligibility": row.eligibility_description,
        "languages": card.languages,
        "step_free": place.step_free if place else None,
        "cost": card.cost,
        "cost_text": row.fees_description if card.cost != Decimal(0) else "",
        "areas": card.areas,
        "confirmed_on": row.assured_date,
        "can_refer": card.can_refer,
        "name_language": card.name_language,
        "summary_language": card.summary_language,
        "machine": "machine" in card.translated,
    }


def roomy(left: Capacity) -> dict[str, Any]:
    """What is known of free places, as fields of an option."""
    return {
        "places_left": 0 if left.state == "none" else left.available,
        "capacity": left.state,
        "waiting_days": left.waiting_days,
    }


def hourless(row: Service, card: Card, emergency: Emergency) -> Option:
    """One service as an option, without its hours: what filters look at."""
    fresh = freshness(row.assured_date, timezone.localdate(emergency.now))
    return Option(**settled(row, card), **roomy(emergency.capacity(card)), freshness=fresh)


def option(row: Service, card: Card, emergency: Emergency, near: tuple[float, float] | None = None) -> Option:
    """One service as an option at this moment, at its place nearest to this point (degrees)."""
    now = emergency.now
    today = timezone.localdate(now)
    holidays = days(settings.COUNTRY, settings.REGION, now.year)
    hours = state(card.openings, now, settings.TIME_ZONE, holidays=holidays)
    return Option(
        **settled(row, card, near),
        **roomy(emergency.capacity(card)),
        open_now=hours.open,
        next_start=hours.opens,
        when_text=when_text(hours, now, by_phone=bool(card.phone)),
        times=parts_of_the_week(card.openings, today, settings.TIME_ZONE, holidays=holidays),
        freshness=freshness(row.assured_date, today),
    )


def _options(
    viewer: Viewer,
    rows: QuerySet[Service],
    now: datetime,
    area: object | None,
    near: frozenset[str] | None,
) -> list[Option]:
    emergency = Emergency(viewer, now, area)
    found = readable(viewer, rows.only(*COLUMNS))
    return [option(r, c, emergency) for r, c in found if _serves(c, near) and emergency.shows(r, c)]


def options(
    viewer: Viewer,
    *,
    now: datetime,
    needs: Collection[str] | None = None,
    area: object | None = None,
    near: frozenset[str] | None = None,
) -> list[Option]:
    """Active services with one of these needs (None: all), for people of this area (None: anywhere).

    `near`: the area with those above and below it, when the caller has walked the tree already.
    """
    allow(viewer, "directory.see")
    around = near_areas(viewer, area) if near is None else near
    return _options(viewer, active(needs).order_by("name", "pk"), now, area, around)


def options_after(viewer: Viewer, after: str, limit: int, *, now: datetime) -> list[Option]:
    """Up to `limit` active services behind this id, in the order of their ids: a page and no more is read."""
    allow(viewer, "directory.see")
    emergency, rows, found = Emergency(viewer, now, None), active().order_by("pk"), list[Option]()
    last = next(iter(known_ids([after])), None)
    while len(found) < limit:
        some = list((rows.filter(pk__gt=last) if last else rows).only(*COLUMNS)[:limit])
        found += [option(r, c, emergency) for r, c in readable(viewer, some) if emergency.shows(r, c)]
        if len(some) < limit:
            break
        last = some[-1].pk
    return found[:limit]


def options_by_id(viewer: Viewer, ids: Iterable[object], now: datetime) -> dict[str, Option]:
    """These services by their id, whatever their status; ids that are none are left out.

    Under the id of one that was merged stands the one that it leads to.
    """
    allow(viewer, "directory.see")
    asked = known_ids(ids)
    rows = Service.objects.filter(pk__in=asked).only(*COLUMNS, "merged_into")
    led = {row.pk: row.merged_into_id for row in rows if row.merged_into_id}
    if led:
        rows = Service.objects.filter(pk__in={led.get(id, id) for id in asked}).only(*COLUMNS)
    emergency = Emergency(viewer, now, None)
    found = {row.pk: option(row, card, emergency) for row, card in readable(viewer, rows)}
    return {str(id): found[there] for id in asked if (there := led.get(id, id)) in found}
