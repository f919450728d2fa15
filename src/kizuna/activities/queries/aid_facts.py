"""What is known of asks and offers when they are compared: for the house, which tells none of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from kizuna.access.deeds import ANYWHERE, AREA, DEEDS, allow_some
from kizuna.access.viewer import SYSTEM, Viewer
from kizuna.activities.aid import ASK, LIVE, MOST_ROOM, NEEDED_CHECK, OFFER, TRIED
from kizuna.activities.aid_fit import AskFacts, Between, Facts, OfferFacts, fits
from kizuna.activities.models import Aid, AidMatch, Check
from kizuna.people.queries import (
    apart_among,
    guarding,
    profiles,
    visible_at_rest,
    visible_to_keepers,
    writers,
)
from kizuna.places.area import AreaValue
from kizuna.places.identity import known_all
from kizuna.places.queries import areas

HOUSE = SYSTEM("activities: who suits whom")
_Checked = Mapping[UUID, frozenset[str]]
_HISTORY = ("ask_id", "ask__mark", "ask__person_id", "offer_id", "offer__mark", "offer__person_id", "state")


def visible_aid(viewer: Viewer) -> QuerySet[Aid]:
    """Rows of the asks and offers in this viewer's areas, without people who must not be found or rest."""
    allow_some(viewer, "aid.see")
    return in_reach(viewer).exclude(visible_not(viewer))


def visible_not(viewer: Viewer) -> Q:
    """What hides an ask or an offer from this viewer although it is in their area."""
    return Q(person__in=visible_to_keepers(viewer)) | Q(person__in=visible_at_rest(viewer))


def in_reach(viewer: Viewer) -> Any:
    """Rows by area alone, to be counted."""
    reach = DEEDS["aid.see"].get(viewer.role)
    if reach == ANYWHERE:
        return Aid.objects.all()
    return Aid.objects.filter(area__in=known_all(viewer.areas)) if reach == AREA else Aid.objects.none()


def open_offers(viewer: Viewer, now: datetime) -> list[Aid]:
    """The offers that stand."""
    rows = visible_aid(viewer).filter(side=OFFER, state="open", until__gt=now)
    return list(rows.order_by("pk"))


def free_asks(viewer: Viewer, now: datetime) -> QuerySet[Aid]:
    """The asks that stand and have nobody yet, the longest wait first."""
    taken = AidMatch.objects.filter(state__in=LIVE).values("ask")
    rows = visible_aid(viewer).filter(side=ASK, state="open", until__gt=now)
    return rows.exclude(pk__in=taken).order_by("given_at", "pk")


@dataclass(frozen=True)
class Compared:
    """Asks and offers with all that is known of them; `limits`: how many more each helper may take."""

    facts: Facts
    asks: Sequence[Aid]
    offers: Sequence[Aid]
    limits: dict[str, int]


@dataclass(frozen=True)
class _People:
    """Who stands behind rows: an id of a person or, of somebody unknown, the mark of how to reach them."""

    who: Mapping[UUID, str]
    persons: frozenset[str]
    away: frozenset[UUID]
    """Rows of those who must not be found, who died or moved away."""


def compared(
    viewer: Viewer, asks: Sequence[Aid], offers: Sequence[Aid], best: int, now: datetime
) -> Compared:
    """Everything that rules and scores ask for. Of very many offers only those are looked at closely that
    could be among the best for one of the asks.
    """
    allow_some(viewer, "aid.see")
    places = {one.id: one for one in areas(viewer)}
    history = list(AidMatch.objects.filter(_with(offers)).values_list(*_HISTORY))
    taken = Counter(row[3] for row in history if row[6] in LIVE)
    checks = good_checks(viewer, {row.person_id for row in offers if row.person_id}, now)
    rough = [_offer(row, places, taken, checks) for row in offers]
    first = fits(Facts([_ask(row, places, now) for row in asks], rough, Between()), best * 2)
    near = [offers[n] for n in sorted(set(first.offer.tolist()))]
    people = _people([*asks, *near])
    found = [row for row in asks if row.pk not in people.away]
    near = [row for row in near if row.pk not in people.away]
    given = [_offer(row, places, taken, checks) for row in near]
    return _whole(found, near, [_ask(row, places, now) for row in found], given, people, history)


def _with(offers: Sequence[Aid]) -> Q:
    """Matches of everybody who gave one of these offers."""
    persons = {row.person_id for row in offers if row.person_id}
    return Q(offer__mark__in={row.mark for row in offers}) | Q(offer__person__in=persons)


def _whole(
    asks: Sequence[Aid],
    offers: Sequence[Aid],
    asked: Sequence[AskFacts],
    given: Sequence[OfferFacts],
    people: _People,
    history: Sequence[Any],
) -> Compared:
    by_mark = {row.mark: people.who[row.pk] for row in (*asks, *offers)}
    by_person = {row.person_id: people.who[row.pk] for row in (*asks, *offers) if row.person_id}

    def who(person: UUID | None, mark: str) -> str:
        return (by_person.get(person, "") if person else "") or by_mark.get(mark, "")

    told = [
        (str(ask), who(asker, ask_mark), who(helper, mark), state)
        for ask, ask_mark, asker, _, mark, helper, state in history
    ]
    helping = Counter(helper for _, _, helper, state in told if state in LIVE)
    thanked = Counter(helper for _, _, helper, state in told if state == "done")
    # An address alone earns no trust: somebody else may have typed it.
    unsure = {people.who[row.pk] for row in offers if not row.person_id}
    offered = [
        replace(
            one,
            who=name,
            helping=helping[name],
            thanked=0 if name in unsure else thanked[name],
            room=min(one.room, _spare(helping[name])),
        )
        for one, name in ((one, people.who[row.pk]) for one, row in zip(given, offers, strict=True))
    ]
    apart = apart_among(HOUSE, people.persons) if people.persons else frozenset()
    between = Between(
        apart=apart | {(b, a) for a, b in apart},
        tried=frozenset((ask, helper) for ask, _, helper, state in told if state in TRIED),
        failed=frozenset((asker, helper) for _, asker, helper, state in told if state == "failed"),
        before=frozenset(
            (asker, helper) for _, asker, helper, state in told if state == "done" and helper not in unsure
        ),
    )
    facts = Facts(
        [replace(one, who=people.who[row.pk]) for one, row in zip(asked, asks, strict=True)], offered, between
    )
    return Compared(facts, asks, offers, {one.who: _spare(one.helping) for one in offered})


def _spare(helping: int) -> int:
    return max(0, MOST_ROOM - helping)


def _ask(row: Aid, places: Mapping[str, AreaValue], now: datetime) -> AskFacts:
    at = places[str(row.area_id)]
    return AskFacts(
        id=str(row.pk),
        who=row.mark,
        kind=row.kinds[0],
        area=at.id,
        lat=at.lat,
        lon=at.lon,
        times=frozenset(row.times),
        languages=frozenset(row.languages),
        risks=frozenset(row.risks),
        days=(now - row.given_at).days,
    )


def _offer(
    row: Aid,
    places: Mapping[str, AreaValue],
    taken: Mapping[UUID, int],
    checks: Mapping[UUID, frozenset[str]],
) -> OfferFacts:
    at = places[str(row.area_id)]
    return OfferFacts(
        id=str(row.pk),
        who=row.mark,
        kinds=frozenset(row.kinds),
        area=at.id,
        lat=at.lat,
        lon=at.lon,
        far_km=row.far_km,
        times=frozenset(row.times),
        languages=frozenset(row.languages),
        # Whoever did not sign in may be anybody who knows an address.
        checks=checks.get(row.person_id, frozenset()) if row.person_id else frozenset(),
        room=max(0, row.room - taken.get(row.pk, 0)),
    )


def _people(rows: Iterable[Aid]) -> _People:
    """Who stands behind these rows; whoever gave a name only is known by an address that is theirs alone."""
    every = list(rows)
    ways = {row.pk: ("email" if "@" in row.reach else "sms", row.reach) for row in every if not row.person_id}
    there = writers(HOUSE, set(ways.values())) if ways else {}
    known = profiles(HOUSE, {row.person_id for row in every if row.person_id})
    who: dict[UUID, str] = {}
    away: set[UUID] = set()
    persons: set[str] = set()
    for row in every:
        own, writer = known.get(str(row.person_id)), there.get(ways.get(row.pk, ("", "")))
        person = own.id if own else str(writer.person) if writer and writer.person else ""
        who[row.pk] = person or row.mark
        persons |= {person} - {""}
        if (writer and writer.hidden) or (own and own.status != "living") or (row.person_id and not own):
            away.add(row.pk)
    return _People(who, frozenset(persons), frozenset(away))


def may_meet(viewer: Viewer, ask: object, offer: object) -> bool:
    """Whether those behind an ask and an offer may still be brought together: nobody has to be hidden since,
    and neither does not want to meet the other. For the house, which tells nobody why.
    """
    allow_some(viewer, "aid.give")
    people = _people(Aid.objects.filter(pk__in=known_all([ask, offer])))
    if people.away or any(guarding(HOUSE, one) != "nobody" for one in people.persons):
        return False
    return len(people.persons) < 2 or not apart_among(HOUSE, people.persons)


def good_checks(viewer: Viewer, persons: Iterable[UUID], now: datetime) -> dict[UUID, frozenset[str]]:
    """For which risks each of these persons was checked, and still is."""
    allow_some(viewer, "aid.see")
    wanted, today = list(persons), timezone.localdate(now)
    if not wanted:
        return {}
    good = Check.objects.filter(person__in=wanted, kind__in=NEEDED_CHECK.values(), done_on__lte=today)
    good = good.filter(Q(until__isnull=True) | Q(until__gte=today))
    found: dict[UUID, set[str]] = {}
    for person, kind in good.values_list("person", "kind"):
        risks = {risk for risk, needed in NEEDED_CHECK.items() if needed == kind}
        found.setdefault(person, set()).update(risks)
    return {person: frozenset(risks) for person, risks in found.items()}
