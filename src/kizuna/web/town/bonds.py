"""Who is around whom in Linden Bay: told by some of those who come to groups, when they were asked there."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from kizuna.bonds.survey import Named, NewAnswer
from kizuna.bonds.tie import SEEN
from kizuna.web.town.ids import town_id
from kizuna.web.town.life import Town
from kizuna.web.town.rows import Resident

ASKED = 600
"""At most so many were asked."""
SUPPORT = ("emotional", "informational", "practical")


def answers(town: Town, rng: Random) -> Iterator[NewAnswer]:
    """What those who were asked said: family, people from their groups, neighbours, a friend further away."""
    groups: dict[str, list[int]] = {}
    for visit in town.life.visits:
        if visit.came:
            groups.setdefault(visit.group, []).append(visit.resident)
    members = {code: sorted(set(came)) for code, came in groups.items()}
    known = sorted(
        {number for came in members.values() for number in came if _adult(town, town.people[number])}
    )
    asked = sorted(rng.sample(known, min(ASKED, len(known))))
    of: dict[int, list[str]] = {}
    for code, came in sorted(members.items()):
        for number in came:
            of.setdefault(number, []).append(code)
    for number in asked:
        who = town.people[number]
        near = sorted({other for code in of[number] for other in members[code]} - {number})
        yield _answer(town, rng, who, near, asked)


def _adult(town: Town, who: Resident) -> bool:
    return town.now.year - who.birth_year >= 18


def _answer(town: Town, rng: Random, who: Resident, near: list[int], asked: list[int]) -> NewAnswer:
    count = sum(rng.random() < 0.15 + 0.85 * who.ties for _ in range(3))
    chosen: dict[int, str] = {}
    for _ in range(count):
        kind = rng.choice(("family", "group", "group", "neighbour", "friend"))
        other = _other(town, rng, who, kind, near, asked)
        if other is not None and other != who.number:
            chosen.setdefault(other, kind)
    return NewAnswer(
        id=str(town_id("answer", who.number)),
        person=str(town_id("person", who.number)),
        how=rng.choice(("self", "helper", "paper")),
        named=tuple(_named(town, rng, other, kind) for other, kind in sorted(chosen.items())),
        tree=rng.choice(("ring", "ring", "ring", "rung", "no", "")),
        meet=rng.random() < 0.6 if count < 2 else rng.choice((True, False, None)),
        help=rng.random() < 0.4 * who.ties,
        together=rng.choice((True, True, True, False, None)),
        company=rng.choice((True, True, False, None)),
        at=town.now - timedelta(days=rng.randrange(330)),
    )


def _other(
    town: Town, rng: Random, who: Resident, kind: str, near: list[int], asked: list[int]
) -> int | None:
    """Somebody of this kind, mostly among those who come to groups themselves."""
    if kind == "family":
        home = [
            one.number
            for one in town.people[max(0, who.number - 5) : who.number + 6]
            if one.household == who.household and one.number != who.number
        ]
        return rng.choice(home) if home else None
    if kind == "group":
        return rng.choice(near) if near else None
    if kind == "neighbour":
        here = [other for other in asked if town.people[other].neighbourhood == who.neighbourhood]
        return min(
            rng.sample(here, min(20, len(here))),
            key=lambda other: abs(town.people[other].lat - who.lat) + abs(town.people[other].lon - who.lon),
            default=None,
        )
    return rng.choice(asked)


def _named(town: Town, rng: Random, other: int, kind: str) -> Named:
    support = tuple(sorted(rng.sample(SUPPORT, rng.randrange(0, 3))))
    gives = tuple(sorted(rng.sample(SUPPORT, rng.randrange(0, 2))))
    who = town.people[other]
    since = town.now.year - rng.randrange(1, 20) if rng.random() < 0.7 else None
    seen = rng.choice((*SEEN, ""))
    name, id = who.called or who.name, str(town_id("person", other))
    return Named(name, id, kind, gives, support, rng.randrange(1, 4), since, seen)
