"""Facts about an option and a person as reasons with points, which add up to the score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType

from kizuna.directory.option import Option
from kizuna.places.geometry import distance_m
from kizuna.signposting.facts import PersonFacts
from kizuna.signposting.matters import Matters
from kizuna.signposting.weights import Weights

COMES_HOME = frozenset({"company.visit", "food.meals"})
"""Needs that are met at the person's own door."""
NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class Reason:
    """One reason. `code` chooses the sentence, `params` fill it; `known` is False for "we do not know"."""

    code: str
    points: int
    known: bool = True
    params: Mapping[str, object] = field(default_factory=lambda: NOTHING, hash=False)

    @property
    def against(self) -> bool:
        """Whether it speaks against going there: shown without a tick."""
        return self.code in AGAINST


CODES = (
    "need", "matters", "way", "comes_home", "remote", "distance", "away", "where_unknown", "open_now",
    "starts", "opens", "closed", "when_unknown", "free", "cost", "cost_text", "cost_unknown", "language",
    "language_none", "language_unknown", "step_free", "steps", "step_free_unknown", "age", "age_unsure",
    "gender", "gender_unsure", "area", "area_unsure", "eligibility", "places", "room", "full",
    "waiting", "assessment", "confirmed", "stale", "never_confirmed", "gentle", "small_group", "large_group",
    "size_unknown",
)  # fmt: skip
"""Every code there is: each has its own sentence in `templates/signposting/reason.html`."""
AGAINST = frozenset({"away", "closed", "full", "language_none", "stale", "steps", "waiting"})


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
    if matters and (word := matters.word_in(option)):
        found.append(Reason("matters", weights.matters, params={"word": word}))
    if way := _way(option, facts.reach, home):
        found.append(Reason("way", weights.way, params={"way": way}))
    return [*found, *_gentle(option, weights)] if facts.very_isolated else found


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
