"""Half a year in Linden Bay, week by week. Outcomes follow from people, not from the figures to be shown.

Each week a few people lose somebody or something; groups meet and whoever comes gets a little closer to
others; some do the check-up, more of them when they are low; those who leave a way to be reached get
referrals, and what becomes of these depends on who answers, on places left, on the way there and on how low
somebody is.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import cos, hypot, radians
from random import Random

from kizuna.web.town.answers import Answers, answers
from kizuna.web.town.organisations import DAYS, Group, Organisation, Service
from kizuna.web.town.rows import CheckUp, Life, Referral, Resident, Step, Visit

WEEKS = 26
LOSSES = ("death", "death", "break_up", "friend", "work", "pet")


@dataclass
class Town:
    """Everything that the half year plays with."""

    people: list[Resident]
    organisations: dict[str, Organisation]
    services: list[Service]
    groups: list[Group]
    areas: dict[str, str]
    """Ids of areas by the code of the neighbourhood."""
    needs_of: Callable[[Answers], tuple[str, ...]]
    """What the check-up hears in answers: the product's own rule."""
    start: datetime
    now: datetime
    life: Life = field(default_factory=Life)
    members: dict[str, list[int]] = field(default_factory=dict)
    losses: dict[int, str] = field(default_factory=dict)
    coming: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)

    def later(self, at: datetime, effect: Callable[[], None]) -> None:
        """Let something happen at a time, if the half year lasts so long."""
        heapq.heappush(self.coming, (at, len(self.life.referrals) * 1000 + len(self.coming), effect))


def metres(a: Resident, lat: float, lon: float) -> float:
    """Distance in metres, flat-earth: good within a town."""
    return 111_320 * hypot(a.lat - lat, (a.lon - lon) * cos(radians(lat)))


def clamp(level: float) -> float:
    """A level kept between 0 and 1."""
    return min(1.0, max(0.0, level))


def live(town: Town, rng: Random, progress: Callable[[int], None] = lambda week: None) -> Life:
    """Play the half year up to `town.now` and return what happened, in order."""
    for group in town.groups:
        town.members[group.code] = _first_members(town, rng, group)
    for week in range(WEEKS + 1):  # the last one is this week, as far as it has come
        monday = town.start + timedelta(weeks=week)
        _losses(town, rng)
        for group in town.groups:
            _meet(town, rng, group, monday)
        _check_ups(town, rng, monday)
        until = min(monday + timedelta(weeks=1), town.now)
        while town.coming and town.coming[0][0] < until:
            heapq.heappop(town.coming)[2]()
        progress(min(week + 1, WEEKS))
    return town.life


def _first_members(town: Town, rng: Random, group: Group) -> list[int]:
    """Who belongs already: from the neighbourhood, more likely when connected and mobile."""
    tried = rng.sample(range(len(town.people)), min(len(town.people), group.size * 14))
    found = []
    for number in tried:
        who = town.people[number]
        fits = who.neighbourhood == group.neighbourhood and town.now.year - who.birth_year >= (
            group.min_age or 12
        )
        if fits and rng.random() < 0.2 + 0.5 * who.ties - 0.2 * who.less_mobile:
            found.append(number)
    return found[: group.size]


def _losses(town: Town, rng: Random) -> None:
    for number in rng.sample(range(len(town.people)), max(1, len(town.people) // 350)):
        who = town.people[number]
        town.losses[number] = loss = rng.choice(LOSSES)
        who.low = clamp(who.low + rng.uniform(0.1, 0.35))
        who.ties = clamp(who.ties - (0.15 if loss in {"death", "break_up"} else 0.07))
        who.strain = clamp(who.strain + (0.25 if loss == "work" else 0.03))


def _meet(town: Town, rng: Random, group: Group, monday: datetime) -> None:
    hour, minute = (int(part) for part in group.opens.split(":"))
    at = monday + timedelta(days=DAYS.index(group.day), hours=hour, minutes=minute)
    if at >= town.now:
        return
    for number in town.members[group.code]:
        who = town.people[number]
        way = metres(who, group.lat, group.lon) / 1000
        chance = 0.82 - 0.35 * who.low - 0.12 * way * (1 + who.less_mobile) + 0.1 * group.gentle
        came = rng.random() < chance
        town.life.visits.append(Visit(number, group.code, at, came))
        if came:
            who.ties = clamp(who.ties + 0.012 * (1 - who.ties))
            who.low = clamp(who.low - 0.010)


def _check_ups(town: Town, rng: Random, monday: datetime) -> None:
    """People who are low, strained or alone do it more often."""
    for number in rng.sample(range(len(town.people)), max(1, len(town.people) // 45)):
        who = town.people[number]
        weight = 0.08 + 0.5 * who.low + 0.3 * who.strain + 0.3 * (1 - who.ties)
        at = monday + timedelta(days=rng.randint(0, 6), hours=rng.randint(8, 21), minutes=rng.randint(0, 59))
        if at >= town.now or rng.random() > weight or town.now.year - who.birth_year < 14:
            continue
        found = answers(
            rng, who, year=town.now.year, area=town.areas[who.neighbourhood], loss=town.losses.get(number, "")
        )
        reached = who.known or rng.random() < 0.35 + 0.3 * who.low
        town.life.check_ups.append(CheckUp(len(town.life.check_ups), number, at, found, reached))
        if reached:
            who.known = True
            _help(town, rng, who, at, town.needs_of(found))


def _help(town: Town, rng: Random, who: Resident, at: datetime, needs: tuple[str, ...]) -> None:
    """The link worker talks with them within days and opens one referral, sometimes two."""
    for need in needs[: 1 + (rng.random() < 0.3)]:
        opened = at + timedelta(days=rng.expovariate(1 / 2.5) + 0.1, hours=rng.randint(0, 5))
        option = _option(town, rng, who, need)
        if option is not None and opened < town.now:
            _refer(town, rng, who, option, need, opened)


def _option(town: Town, rng: Random, who: Resident, need: str) -> Service | Group | None:
    """The nearest few that meet the need; people take one of them."""
    options: list[Service | Group] = [*town.services, *town.groups]
    near = [
        o
        for o in options
        if any(code == need or code.partition(".")[0] == need for code in o.needs)
        and not getattr(o, "emergency_only", False)
    ]
    near.sort(key=lambda o: 0.0 if getattr(o, "remote", False) else metres(who, o.lat, o.lon))
    return rng.choice(near[:3]) if near else None


def _refer(town: Town, rng: Random, who: Resident, option: Service | Group, need: str, at: datetime) -> None:
    steps: list[Step] = []
    kind = "service" if isinstance(option, Service) else "group"
    town.life.referrals.append(
        Referral(len(town.life.referrals), who.number, option.code, kind, need, at, steps)
    )
    answers_well = town.organisations[option.organisation].answers if isinstance(option, Service) else 0.93
    if rng.random() > answers_well:
        given_up = at + timedelta(days=rng.uniform(12, 24))
        town.later(given_up, lambda: _elsewhere(town, rng, who, need, steps, given_up))
        return
    answered = at + timedelta(days=rng.expovariate(1 / 2.2) + 0.05)
    full = isinstance(option, Service) and option.places == 0 and rng.random() < 0.7

    def answer() -> None:
        if full or rng.random() < 0.04:
            steps.append(Step("rejected", answered, "no-places" if full else "not-eligible"))
            return
        steps.append(Step("accepted", answered))
        begun = answered + timedelta(days=rng.uniform(2, 12))
        town.later(begun, lambda: _begin(town, rng, who, option, steps, begun))

    town.later(answered, answer)


def _elsewhere(town: Town, rng: Random, who: Resident, need: str, steps: list[Step], at: datetime) -> None:
    """Nobody answered for weeks: the link worker cancels it and asks somebody else."""
    steps.append(Step("cancelled", at, "referred-elsewhere"))
    other, again = _option(town, rng, who, need), at + timedelta(hours=1)
    if other is not None and again < town.now:
        _refer(town, rng, who, other, need, again)


def _begin(
    town: Town, rng: Random, who: Resident, option: Service | Group, steps: list[Step], at: datetime
) -> None:
    far = 0.0 if getattr(option, "remote", False) else metres(who, option.lat, option.lon) / 1000
    gentle = isinstance(option, Group) and option.gentle
    chance = 0.95 - 0.07 * far * (1 + 1.5 * who.less_mobile) - 0.25 * who.low + 0.08 * gentle
    if rng.random() > chance:
        reason = rng.choice(("did-not-come", "did-not-come", "could-not-reach", "did-not-want"))
        steps.append(Step("failed", at, reason))
        return
    steps.append(Step("in-progress", at))
    if isinstance(option, Group) and len(town.members[option.code]) < option.size * 2:
        town.members[option.code].append(who.number)
    done = at + timedelta(days=rng.uniform(14, 60))
    town.later(done, lambda: _finish(rng, who, steps, done))


def _finish(rng: Random, who: Resident, steps: list[Step], at: datetime) -> None:
    """What helped stays: a little more company, a little less worry."""
    if rng.random() < 0.08:
        steps.append(Step("failed", at, "did-not-want"))
        return
    steps.append(Step("completed", at))
    who.ties = clamp(who.ties + 0.06 * (1 - who.ties))
    who.low = clamp(who.low - rng.uniform(0.02, 0.14))
    who.strain = clamp(who.strain - rng.uniform(0.02, 0.15))
