"""What half a year would have counted by itself: how far people came, and what lists had for them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from random import Random

from kizuna.directory.needs import BY_CODE
from kizuna.screening.again import NewPassage
from kizuna.screening.flow import CHECK_UP
from kizuna.signposting.fairness import NewShown, band
from kizuna.signposting.report import NewUnmet
from kizuna.signposting.suggested import NewOffer
from kizuna.web.town.ids import town_id
from kizuna.web.town.life import Town
from kizuna.web.town.rows import CheckUp, Referral, Resident

STOPS, SKIPS = 0.14, 0.22
"""Shares of those who begin a check-up: who stop on the way, and of the others who leave something out."""
SCARCE: Mapping[str, float] = {"mood.talk": 0.4, "home.rent": 0.5, "company.group": 0.12, "caring.rest": 0.5}
"""How often a list has nothing for these needs."""
CAME: Mapping[str, str] = {"completed": "helped", "failed": "stayed"}


def passages(town: Town, rng: Random) -> Iterator[NewPassage]:
    """Everybody who finished began, and some began who did not finish."""
    counts: Counter[tuple[date, str]] = Counter()
    for one in town.life.check_ups:
        day = one.at.date()
        counts[day, "begun"] += 1 + (rng.random() < STOPS)
        counts[day, "finished"] += 1
        counts[day, "skipped"] += rng.random() < SKIPS
    for (day, step), count in counts.items():
        if count:
            yield NewPassage(day, CHECK_UP, step, count)


def _sides(town: Town, who: Resident) -> dict[str, str]:
    age = float(town.now.year - who.birth_year)
    foreign = [one for one in who.languages if one != "en"]
    area = town.areas[who.neighbourhood]
    return {"area": area, "age": band((age, age)), "language": (foreign or ["en"])[0]}


def _had(who: Resident, rng: Random) -> tuple[bool, bool, bool]:
    """Whether a list had anything, anything within reach, and anything that suits this person for certain."""
    found = rng.random() < 0.97
    reached = found and rng.random() < (0.55 if who.less_mobile else 0.92)
    return found, reached, reached and rng.random() < (0.8 if who.languages[0] == "en" else 0.45)


def shown(town: Town, rng: Random) -> Iterator[NewShown]:
    """A list after each check-up; whoever moves little or speaks little English finds less."""
    counts: dict[tuple[date, str, str], list[int]] = {}
    for one in town.life.check_ups:
        who = town.people[one.resident]
        month, had = one.at.date().replace(day=1), _had(who, rng)
        for side, value in _sides(town, who).items():
            cell = counts.setdefault((month, side, value), [0, 0, 0, 0])
            for place, plus in enumerate((True, *had)):
                cell[place] += plus
    for (month, side, value), cell in counts.items():
        yield NewShown(month, side, value, *cell)


def unmet(town: Town, rng: Random) -> Iterator[NewUnmet]:
    """For some needs the town has too little."""
    counts: Counter[tuple[str, str, date]] = Counter()
    for one in town.life.check_ups:
        area = town.areas[town.people[one.resident].neighbourhood]
        for need in _needs(town, one):
            if rng.random() < SCARCE.get(need, 0.02):
                counts[need, area, one.at.date()] += 1
    for (need, area, day), n in counts.items():
        yield NewUnmet(need, area, day, n)


def _needs(town: Town, one: CheckUp) -> tuple[str, ...]:
    return tuple(code for code in town.needs_of(one.answers) if code in BY_CODE)


def offers(town: Town, rng: Random) -> Iterator[NewOffer]:
    """Each referral began with a list: what was chosen from it, and what stood beside that."""
    names = {s.code: s.name for s in town.services} | {g.code: g.name for g in town.groups}
    seen: set[tuple[int, str]] = set()
    for one in town.life.referrals:
        beside = rng.choice(town.groups).code
        for option, kind, chosen in ((one.option, one.kind, True), (beside, "group", False)):
            if (one.resident, option) not in seen:
                seen.add((one.resident, option))
                yield _offer(town, one, option, kind, names[option], chosen)


def _offer(town: Town, one: Referral, option: str, kind: str, name: str, chosen: bool) -> NewOffer:
    return NewOffer(
        id=str(town_id("offer", f"{one.number} {option}")),
        person=str(town_id("person", one.resident)),
        area=town.areas[town.people[one.resident].neighbourhood],
        kind=kind,
        option=str(town_id(kind, option)),
        name=name,
        group=one.need.partition(".")[0],
        shown_at=one.at,
        chosen=chosen,
        came=CAME.get(one.steps[-1].to, "") if chosen and one.steps else "",
    )
