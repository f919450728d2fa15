"""Whom a human might ask to pass something on, to welcome others, or to meet: only people who said yes."""

from datetime import datetime, timedelta

from kizuna.access.deeds import allow
from kizuna.access.viewer import SYSTEM, Viewer
from kizuna.activities.queries import groups_of_areas, who_comes
from kizuna.bonds.champions import PURPOSES, Champion, Purpose, champions
from kizuna.bonds.community import thinnest
from kizuna.bonds.graph import Graph, build
from kizuna.bonds.new_ties import best_new_ties
from kizuna.bonds.places import MeetingPlace, meeting_places
from kizuna.bonds.queries.around import around
from kizuna.bonds.sheet import Pairing, Suggested, Suggestions
from kizuna.bonds.survey import Around
from kizuna.people.queries import apart_among, profiles
from kizuna.places.queries import areas, under

HOUSE = SYSTEM("bonds: those who agreed to be suggested")
MOST = 10
FEW = 5
LATELY = timedelta(days=180)


def suggestions(viewer: Viewer, area: object, now: datetime) -> Suggestions:
    """The best few of those who agreed. Nobody is paired with somebody from whom they are kept apart."""
    allow(viewer, "bond.suggest", area=area)
    found = around(viewer, area, now)
    people = sorted(found.asked)
    number = {person: at for at, person in enumerate(people)}
    graph = build(
        len(people), [number[a] for a, _, _ in found.ties], [number[b] for _, b, _ in found.ties], big=False
    )
    meet = [number[person] for person in sorted(found.meet)]
    kept = apart_among(HOUSE, found.meet)
    barred = [(number[a], number[b]) for a, b in kept if a in number and b in number]
    pairs = best_new_ties(graph, meet, MOST, barred=barred)
    apart = thinnest(found, "area")
    chosen = {why: _chosen(graph, found, number, why, apart) for why in PURPOSES}
    ids = {people[at] for one in pairs for at in (one.a, one.b)}
    ids |= {people[one.person] for each in chosen.values() for one in each}
    names = {id: one.name for id, one in profiles(HOUSE, ids).items()}

    def named(each: list[Champion]) -> tuple[Suggested, ...]:
        return tuple(Suggested(names[people[one.person]], one.knows, one.new) for one in each)

    return Suggestions(
        tuple(Pairing(names[people[one.a]], names[people[one.b]], one.a_reach, one.b_reach) for one in pairs),
        named(chosen["spread"]),
        named(chosen["welcome"]),
        named(chosen["bridge"]),
        _names(viewer, apart),
        _places(area, found, now),
        len(found.meet),
        len(found.help),
    )


def _chosen(
    graph: Graph, found: Around, number: dict[str, int], why: Purpose, apart: tuple[str, str] | None
) -> list[Champion]:
    if why == "bridge" and not apart:
        return []
    willing = [number[person] for person in found.help]
    parts = {number[person]: groups["area"] for person, groups in found.groups.items()}
    return champions(graph, willing, why, FEW, parts, apart or ("", ""))


def _places(area: object, found: Around, now: datetime) -> tuple[tuple[str, MeetingPlace], ...]:
    groups = groups_of_areas(HOUSE, under(HOUSE, [area]))
    records = who_comes(HOUSE, groups, now - LATELY) if groups else {}
    stays = {
        id: one.id for id, one in profiles(HOUSE, {id for who in records.values() for id in who}).items()
    }
    comes = {group: frozenset(stays[id] for id in who if id in stays) for group, who in records.items()}
    return tuple((groups[one.group], one) for one in meeting_places(found, comes, FEW))


def _names(viewer: Viewer, apart: tuple[str, str] | None) -> tuple[str, str] | None:
    names = {one.id: one.name for one in areas(viewer)} if apart else {}
    return (names.get(apart[0], ""), names.get(apart[1], "")) if apart else None
