"""Reasons: what speaks for an option and against it, each with its points. Together they are the score."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType

from kizuna.directory.option import Option

COMES_HOME = frozenset({"company.visit", "food.meals"})
"""Needs that are met at the person's own door."""
NOTHING: Mapping[str, object] = MappingProxyType({})

CODES = (
    "need", "matters", "way", "gentle", "small_group", "large_group", "size_unknown", "known_there",
    "alike_there", "comes_home", "remote", "distance", "away", "where_unknown", "open_now", "starts", "opens",
    "closed", "when_unknown", "times", "times_none", "times_unknown", "free", "cost", "cost_text",
    "cost_unknown", "language", "language_none", "language_unknown", "step_free", "steps",
    "step_free_unknown", "age", "age_unsure", "gender", "gender_unsure", "area", "area_unsure", "eligibility",
    "papers", "no_papers", "papers_unsure", "papers_unknown", "places", "room", "full", "waiting",
    "assessment", "confirmed", "stale", "never_confirmed",
)  # fmt: skip
"""Every code there is: each has its own sentence in `templates/signposting/reason.html`."""
AGAINST = frozenset({"away", "closed", "full", "language_none", "stale", "steps", "times_none", "waiting"})
_UNSURE = tuple(code for code in CODES if code.endswith(("_unsure", "_unknown")))
UNSURE = frozenset({"eligibility", "stale", "never_confirmed", *_UNSURE})
"""What we do not know: said with a question mark, after all that we do know."""


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


@lru_cache(maxsize=1024)
def base(language: str) -> str:
    """The language without its country: `pt` for `pt-BR`."""
    return language.replace("_", "-").partition("-")[0].lower()


def filled(code: str, option: Option, now: datetime, told: Mapping[str, object]) -> Mapping[str, object]:
    """What the sentence of a reason says of this option; `told` is what it says of this person."""
    match code:
        case "starts" | "opens":
            return {"at": option.next_start}
        case "cost":
            return {"cost": option.cost, "text": option.cost_text}
        case "cost_text":
            return {"text": option.cost_text}
        case "age" | "age_unsure":
            return {"min": option.min_age, "max": option.max_age}
        case "gender" | "gender_unsure":
            return {"genders": tuple(sorted(option.genders or ()))}
        case "eligibility":
            return {"text": option.eligibility}
        case "papers" | "papers_unsure":
            return {"text": option.papers_text}
        case "small_group" | "large_group":
            return {"size": option.group_size}
        case "places":
            return {"places": option.places_left}
        case "waiting":
            return {"days": option.waiting_days}
        case "confirmed" | "stale":
            return _ago(option, now)
    return told


def _ago(option: Option, now: datetime) -> Mapping[str, object]:
    on = option.confirmed_on
    days = max((now.date() - on).days, 0) if on else 0
    return {"days": days, "weeks": days // 7, "months": max(days // 30, 1), "on": on}
