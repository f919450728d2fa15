"""The plain loop: the same rules for one option after the other, written apart from the columns.

What ranking says is compared with it, and how much quicker it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from kizuna.directory.option import Option
from kizuna.places.geometry import distance_m
from kizuna.signposting.facts import PersonFacts
from kizuna.signposting.matters import Matters, stems
from kizuna.signposting.reasons import COMES_HOME, NOTHING, Reason
from kizuna.signposting.weights import WEIGHTS, Weights


class Plain(NamedTuple):
    """One option with its score and its reasons."""

    option: Option
    score: int
    reasons: tuple[Reason, ...]


def metres(option: Option, facts: PersonFacts) -> float | None:
    """How far it is from the person, in metres; None when either place is unknown."""
    if option.lat is None or option.lon is None or facts.lat is None or facts.lon is None:
        return None
    return distance_m(facts.lat, facts.lon, option.lat, option.lon)


@lru_cache(maxsize=1024)
def base(language: str) -> str:
    """The language without its country: `pt` for `pt-BR`."""
    return language.replace("_", "-").partition("-")[0].lower()


def comes_home(needs: Sequence[str], option: Option) -> bool:
    """Whether somebody comes to the person's door: for a need they have, or for all that the option does."""
    return option.needs <= COMES_HOME or any(need in COMES_HOME and need in option.needs for need in needs)


def of_needs(needs: Sequence[str], option: Option, weights: Weights) -> list[Reason]:
    """The needs it meets, the closest first. A second and third count less than the first."""
    offered = option.needs
    groups = {code.partition(".")[0] for code in offered}
    met: list[tuple[int, int, str]] = []
    for place, code in enumerate(needs):
        group = code.partition(".")[0]
        if code == group:
            if group in groups:
                met.append((-weights.need_within, place, code))
        elif code in offered:
            met.append((-weights.need_exact, place, code))
        elif group in offered:
            met.append((-weights.need_broad, place, code))
    met.sort()
    return [
        Reason("need", round(-strength * share), params={"need": code})
        for (strength, _, code), share in zip(met, weights.need_share, strict=False)
    ]


def of_place(
    option: Option, facts: PersonFacts, weights: Weights, away: float | None, home: bool
) -> list[Reason]:
    """How it is reached: at the door, from home, or so many metres away."""
    stays_home = facts.mobility == "home"
    from_home = weights.remote_home if stays_home else weights.remote
    if home:
        return [Reason("comes_home", from_home)]
    near = None
    if away is not None:
        half = weights.half_way_slow_m if facts.mobility in {"slow", "home"} else weights.half_way_m
        points = round(weights.distance / (1 + away / half))
        near = Reason("distance", points, params={"metres": away, "rough": facts.rough})
    if option.remote and (stays_home or near is None or near.points <= from_home):
        return [Reason("remote", from_home)]
    found = [near] if near else []
    if option.lat is None and not option.address:
        found.append(Reason("where_unknown", 0, known=False))
    if stays_home:
        found.append(Reason("away", weights.away_from_home))
    return found


def of_time(option: Option, now: datetime, weights: Weights) -> Reason | None:
    """Open now, or when it begins."""
    if option.open_now:
        return Reason("open_now", weights.open_now)
    if option.next_start is not None and option.next_start >= now:
        days = (option.next_start - now).total_seconds() / 86_400
        points = next((points for limit, points in weights.starts_within_days if days <= limit), 0)
        return Reason(
            "starts" if option.kind == "group" else "opens", points, params={"at": option.next_start}
        )
    if option.open_now is False:
        return Reason("closed", weights.closed)
    return None if option.when_text else Reason("when_unknown", 0, known=False)


def of_cost(option: Option, weights: Weights) -> Reason:
    """What a visit costs: free first, then the cheaper the better."""
    if option.cost is None:
        if option.cost_text:
            return Reason("cost_text", 0, params={"text": option.cost_text})
        return Reason("cost_unknown", 0, known=False)
    if option.cost == 0:
        return Reason("free", weights.free)
    points = max(weights.cost_most - int(float(option.cost) / weights.cost_step), 0)
    return Reason("cost", points, params={"cost": option.cost, "text": option.cost_text})


def of_language(option: Option, facts: PersonFacts, weights: Weights) -> Reason | None:
    """Whether they speak a language of the person; nothing to say when that is the language of the place."""
    own, local = [base(one) for one in facts.languages], base(facts.local_language)
    wanted = [one for one in own if one != local]
    if not wanted:
        return None
    if option.languages is None:
        return Reason("language_unknown", 0, known=False, params={"language": wanted[0]})
    spoken = {base(one) for one in option.languages}
    shared = next((one for one in wanted if one in spoken), None)
    gets_by = local in own
    if shared:
        points = weights.language_liked if gets_by else weights.language_needed
        return Reason("language", points, params={"language": shared})
    return None if gets_by else Reason("language_none", weights.language_none, params={"language": wanted[0]})


def of_steps(option: Option, facts: PersonFacts, weights: Weights, home: bool) -> Reason | None:
    """Whether it can be reached without steps, for whom that matters."""
    asked = facts.needs_step_free or facts.mobility in {"slow", "home"}
    if not asked or option.remote or home:
        return None
    if option.step_free is None:
        return Reason("step_free_unknown", weights.step_free_unknown, known=False)
    return Reason("step_free", weights.step_free) if option.step_free else Reason("steps", weights.steps)


def of_people(option: Option, facts: PersonFacts, weights: Weights) -> list[Reason]:
    """Whom it is for: age, gender, area, and what only the provider can say."""
    found: list[Reason] = []
    if option.min_age is not None or option.max_age is not None:
        sure = facts.age is not None and _within(facts.age, option)
        ages = {"min": option.min_age, "max": option.max_age}
        found.append(_for_whom("age", sure, weights.age_fits, ages))
    if option.genders:
        sure = facts.gender in option.genders
        found.append(
            _for_whom("gender", sure, weights.gender_fits, {"genders": tuple(sorted(option.genders))})
        )
    if option.areas is not None and facts.areas:
        sure = not option.areas.isdisjoint(facts.areas)
        found.append(_for_whom("area", sure, weights.area_fits, NOTHING))
    if option.eligibility:
        found.append(Reason("eligibility", 0, False, {"text": option.eligibility}))
    text = {"text": option.papers_text}
    if option.papers:
        has = Reason("papers", weights.papers, params=text)
        found.append(has if facts.papers else Reason("papers_unsure", 0, False, text))
    elif facts.papers is False:
        unknown = Reason("papers_unknown", 0, False)
        found.append(unknown if option.papers is None else Reason("no_papers", weights.no_papers))
    return found


def _for_whom(code: str, sure: bool, points: int, params: Mapping[str, object]) -> Reason:
    return Reason(code, points, True, params) if sure else Reason(f"{code}_unsure", 0, False, params)


def _within(age: tuple[float, float], option: Option) -> bool:
    above = option.min_age is None or age[0] >= option.min_age
    # A limit of 25 includes all of the year in which one is 25.
    return above and (option.max_age is None or age[1] < option.max_age + 1)


def of_room(option: Option, weights: Weights) -> Reason | None:
    """Whether there is room, when somebody said so lately."""
    if option.full:
        if option.capacity == "waiting":
            return Reason("waiting", weights.waiting, params={"days": option.waiting_days})
        return Reason("full", weights.full)
    if option.capacity == "assessment":
        return Reason("assessment", weights.assessment)
    if option.places_left is None:
        return Reason("room", weights.places) if option.capacity else None
    return Reason("places", weights.places, params={"places": option.places_left})


def of_trust(option: Option, now: datetime, weights: Weights) -> Reason:
    """When a human last confirmed the listing."""
    if option.confirmed_on is None:
        return Reason("never_confirmed", weights.never_confirmed, known=False)
    days = max((now.date() - option.confirmed_on).days, 0)
    said: Mapping[str, object] = {
        "days": days,
        "weeks": days // 7,
        "months": max(days // 30, 1),
        "on": option.confirmed_on,
    }
    for limit, points in weights.fresh_days:
        if days <= limit:
            return Reason("confirmed", points, params=said)
    return Reason("stale", weights.stale, known=False, params=said)


def of_heart(
    option: Option, facts: PersonFacts, weights: Weights, home: bool, matters: Matters | None
) -> list[Reason]:
    """What the person cares for, how they like to meet, and a gentle start for who sees nearly nobody."""
    found = []
    if matters and (word := _word_in(matters, option)):
        found.append(Reason("matters", weights.matters, params={"word": word}))
    if way := _way(option, facts.reach, home):
        found.append(Reason("way", weights.way, params={"way": way}))
    found += _gentle(option, weights) if facts.very_isolated else []
    known, alike = facts.company.get((option.kind, option.id), (0, 0))
    found += [Reason("known_there", weights.known, params={"n": known})] if known else []
    return [*found, Reason("alike_there", weights.alike, params={"n": alike})] if alike else found


def _word_in(matters: Matters, option: Option) -> str:
    shared = matters.words.keys() & stems(option)
    return matters.words[min(shared)] if shared else ""


def _way(option: Option, reach: frozenset[str], home: bool) -> str:
    if home and "visit" in reach:
        return "visit"
    if option.remote and not reach.isdisjoint({"phone", "online"}):
        return "remote"
    return "group" if option.kind == "group" and "group" in reach and not option.remote else ""


def _gentle(option: Option, weights: Weights) -> list[Reason]:
    size = option.group_size
    if option.gentle:
        return [Reason("gentle", weights.gentle)]
    if size is not None and size <= weights.small_size:
        return [Reason("small_group", weights.small_group, params={"size": size})]
    if size is not None and size >= weights.large_size:
        return [Reason("large_group", weights.large_group, params={"size": size})]
    unknown = size is None and option.kind == "group"
    return [Reason("size_unknown", 0, known=False)] if unknown else []


def of_times(option: Option, facts: PersonFacts, weights: Weights) -> Reason | None:
    """Whether it is open when the person can come."""
    if not facts.times:
        return None
    if option.times is None:
        return Reason("times_unknown", 0, known=False)
    if option.times & facts.times:
        return Reason("times", weights.times)
    return Reason("times_none", weights.times_none)


def excluded(
    option: Option, facts: PersonFacts, *, away: float | None, home: bool = False, weights: Weights = WEIGHTS
) -> str:
    """The hard rule that this option certainly breaks for this person, or nothing. Unknown breaks none.

    `away`: metres to go; `home`: somebody comes to the door.
    """
    if facts.age is not None:
        youngest, oldest = facts.age
        if option.min_age is not None and oldest < option.min_age:
            return "too young"
        if option.max_age is not None and youngest >= option.max_age + 1:
            return "too old"
    if option.genders and facts.gender in {"female", "male"} and facts.gender not in option.genders:
        return "gender"
    if option.areas is not None and facts.areas and option.areas.isdisjoint(facts.areas | facts.areas_inside):
        return "area"
    if option.papers and facts.papers is False:
        return "papers"
    stays = option.remote or home
    if facts.needs_step_free and option.step_free is False and not stays:
        return "steps"
    if away is not None and away > weights.too_far_m and not option.remote:
        return "too far"
    return ""


def _parts(
    met: list[Reason],
    option: Option,
    facts: PersonFacts,
    away: float | None,
    home: bool,
    matters: Matters | None,
    now: datetime,
    weights: Weights,
) -> tuple[Reason, ...]:
    single = (
        of_time(option, now, weights),
        of_times(option, facts, weights),
        of_cost(option, weights),
        of_language(option, facts, weights),
        of_steps(option, facts, weights, home),
    )
    last = (of_room(option, weights), of_trust(option, now, weights))
    parts = [
        *met,
        *of_heart(option, facts, weights, home, matters),
        *of_place(option, facts, weights, away, home),
        *(part for part in single if part),
        *of_people(option, facts, weights),
        *(part for part in last if part),
    ]
    return (*(part for part in parts if part.known), *(part for part in parts if not part.known))


def rank(
    needs: Sequence[str],
    facts: PersonFacts,
    options: Iterable[Option],
    *,
    now: datetime,
    weights: Weights = WEIGHTS,
) -> list[Plain]:
    """All that breaks no hard rule, by score; without variety among the first."""
    matters = Matters(facts.matters) if facts.matters else None
    found = []
    for option in options:
        met = of_needs(needs, option, weights)
        if needs and not met:
            continue
        away, home = metres(option, facts), comes_home(needs, option)
        if excluded(option, facts, away=away, home=home, weights=weights):
            continue
        parts = _parts(met, option, facts, away, home, matters, now, weights)
        found.append(Plain(option, sum(part.points for part in parts), parts))
    return sorted(found, key=order)


def order(one: Plain) -> tuple[object, ...]:
    """The best first; of equal scores the one confirmed last, then by name."""
    fresh = one.option.confirmed_on.toordinal() if one.option.confirmed_on else 0
    return -one.score, -fresh, one.option.name, one.option.id, one.option.kind
