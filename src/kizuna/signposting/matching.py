"""Needs and facts in, suggestions out: each with a score and the reasons that add up to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kizuna.directory.needs import meets
from kizuna.directory.option import Option
from kizuna.signposting import reasons as why
from kizuna.signposting.facts import PersonFacts
from kizuna.signposting.matters import Matters
from kizuna.signposting.reasons import Reason
from kizuna.signposting.variety import varied
from kizuna.signposting.weights import WEIGHTS, Weights


@dataclass(frozen=True)
class Suggestion:
    """One option for one person. `score` is the sum of the points of its reasons."""

    option: Option
    score: int
    reasons: tuple[Reason, ...]
    group: str = ""
    """The group of the need it meets best."""


def rank(
    needs: Sequence[str],
    facts: PersonFacts,
    options: Iterable[Option],
    *,
    now: datetime,
    weights: Weights = WEIGHTS,
) -> tuple[Suggestion, ...]:
    """All options that are not certainly wrong for this person, the best first.

    `needs` are codes of `directory.needs`, the most pressing first; without any, every option is considered.
    What is unknown excludes nothing and is said as a reason. Of equal scores the one confirmed last stands
    first, then by name.
    """
    matters = Matters(facts.matters) if facts.matters else None
    found: list[tuple[int, int, str, str, Suggestion]] = []
    for option in options:
        met = why.of_needs(needs, option, weights)
        if needs and not met:
            continue
        away, home = why.metres(option, facts), why.comes_home(needs, option)
        if excluded(option, facts, away=away, home=home, weights=weights):
            continue
        parts = _parts(met, option, facts, away, home, matters, now, weights)
        score = sum(part.points for part in parts)
        group = str(met[0].params["need"]).partition(".")[0] if met else ""
        one = Suggestion(option, score, parts, group)
        fresh = option.confirmed_on.toordinal() if option.confirmed_on else 0
        found.append((-score, -fresh, option.name, option.id, one))
    found.sort(key=lambda entry: entry[:4])
    return tuple(varied([entry[4] for entry in found], weights, needs))


def unmet(needs: Sequence[str], found: Iterable[Suggestion]) -> tuple[str, ...]:
    """The needs that none of these suggestions meets."""
    offered = frozenset().union(*(one.option.needs for one in found))
    return tuple(code for code in needs if not meets(code, offered))


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
        why.of_time(option, now, weights),
        why.of_cost(option, weights),
        why.of_language(option, facts, weights),
        why.of_steps(option, facts, weights, home),
    )
    last = (why.of_room(option, weights), why.of_trust(option, now, weights))
    parts = [
        *met,
        *why.of_heart(option, facts, weights, home, matters),
        *why.of_place(option, facts, weights, away, home),
        *(part for part in single if part),
        *why.of_people(option, facts, weights),
        *(part for part in last if part),
    ]
    return (*(part for part in parts if part.known), *(part for part in parts if not part.known))
