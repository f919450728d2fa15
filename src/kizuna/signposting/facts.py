"""What the ranking knows about a person: only what helps to choose, and "unknown" for the rest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from kizuna.people.profile import Profile
from kizuna.places.area import AreaValue, below, upwards

Mobility = Literal["", "well", "slow", "home"]
"""How a person gets about: not known, without trouble, slowly, or not out of the house alone."""

OLDEST = 120.0
STEP_FREE_WORDS = frozenset({"step-free", "step_free", "wheelchair", "walker"})
SLOW_WORDS = frozenset({"slow", "limited", "steps"}) | STEP_FREE_WORDS
HOME_WORDS = frozenset({"home", "housebound"})
WELL_WORDS = frozenset({"well", "none"})

Company = Mapping[tuple[str, str], tuple[int, int]]
"""By kind and id of an option: 1 if somebody they know goes there, else 0; and about how many like them."""


@dataclass(frozen=True)
class PersonFacts:
    """Facts about one person. Empty and None mean unknown, never "no"."""

    age: tuple[float, float] | None = None
    """Youngest and oldest they can be, in years."""
    gender: str = ""
    lat: float | None = None
    lon: float | None = None
    rough: bool = False
    """The point is the middle of their neighbourhood, not their home."""
    area: str = ""
    """Id of their area."""
    areas: frozenset[str] = frozenset()
    """Their area and those above it."""
    areas_inside: frozenset[str] = frozenset()
    """Areas below theirs: they may live in any of them."""
    languages: tuple[str, ...] = ()
    """ISO 639 codes of the languages they like to speak."""
    local_language: str = ""
    """What everybody here is expected to speak; options need not say so."""
    mobility: Mobility = ""
    needs_step_free: bool = False
    """On wheels, or with a walker: a step is the end of the way."""
    lives_alone: bool | None = None
    very_isolated: bool = False
    reach: frozenset[str] = frozenset()
    """How they like to meet: group, one, phone, visit, online."""
    matters: str = ""
    """What matters to them, in their own words."""
    times: frozenset[str] = frozenset()
    """When they can come, as `hours.PARTS_OF_THE_WEEK` has it: `mon-morning`."""
    papers: bool | None = None
    """Whether they have papers to show."""
    company: Company = field(default_factory=dict, hash=False)
    """Who goes where, as far as they may hear of it: counts of people who agreed to it; never who."""

    @property
    def near(self) -> frozenset[str] | None:
        """Ids of their area, of those above and of those below it; None when it is unknown."""
        return self.areas | self.areas_inside if self.areas else None


def mobility_of(words: Iterable[str]) -> Mobility:
    """How a person gets about, from the words of a check-up or a profile; the most limiting counts."""
    said = {word.strip().lower() for word in words}
    if said & HOME_WORDS:
        return "home"
    if said & SLOW_WORDS:
        return "slow"
    return "well" if said & WELL_WORDS else ""


def _ways(words: Iterable[str]) -> dict[str, Any]:
    words = list(words)
    step_free = not STEP_FREE_WORDS.isdisjoint(word.strip().lower() for word in words)
    return {"mobility": mobility_of(words), "needs_step_free": step_free}


def age_of(value: Any) -> tuple[float, float] | None:
    """Youngest and oldest from `18-29`, `85+`, `under-18` or a pair; None when it cannot be read."""
    if isinstance(value, list | tuple) and len(value) == 2:
        return float(value[0]), float(value[1])
    text = str(value or "").replace("–", "-").replace("_", "-").strip().lower()
    if text.endswith("+") and text[:-1].isdecimal():
        return float(text[:-1]), OLDEST
    if text.startswith("under-") and text[6:].isdecimal():
        return 0.0, float(text[6:]) - 1
    low, dash, high = text.partition("-")
    if dash and low.isdecimal() and high.isdecimal():
        return float(low), float(high)
    return None


def age_from_year(year: int | None, *, now: datetime) -> tuple[float, float] | None:
    """Youngest and oldest somebody born in this year can be now."""
    return None if year is None else (float(max(now.year - year - 1, 0)), float(max(now.year - year, 0)))


def lived_in(area: str, areas: Iterable[AreaValue]) -> dict[str, Any]:
    """What an area says about where a person is, as arguments of PersonFacts."""
    known = {one.id: one for one in areas}
    if area not in known:
        return {}
    above = {one.id: one.above_id for one in known.values()}
    here = known[area]
    inside = below(above, [area]) - {area}
    return {
        "area": area,
        "areas": frozenset(upwards(above, area)),
        "areas_inside": inside,
        # The middle of a whole region says nothing about how far a person has to go.
        "lat": None if here.level == "region" else here.lat,
        "lon": None if here.level == "region" else here.lon,
        "rough": True,
    }


def from_heard(
    heard: Mapping[str, Any], areas: Iterable[AreaValue], *, now: datetime, local_language: str
) -> PersonFacts:
    """Facts from what a check-up heard; anything missing or strange stays unknown."""
    year = heard.get("birth_year")
    age = age_from_year(year, now=now) if isinstance(year, int) else age_of(heard.get("age_band"))
    alone = heard.get("lives_alone")
    return PersonFacts(
        age=age,
        gender=str(heard.get("gender") or ""),
        languages=_texts(heard.get("languages")),
        local_language=local_language,
        lives_alone=alone if isinstance(alone, bool) else None,
        very_isolated=bool(heard.get("very_isolated")),
        reach=frozenset(_texts(heard.get("reach"))),
        matters=str(heard.get("matters") or ""),
        **_ways(_texts(heard.get("mobility"))),
        **lived_in(str(heard.get("area") or ""), areas),
    )


def from_profile(
    profile: Profile,
    heard: Mapping[str, Any],
    areas: Iterable[AreaValue],
    *,
    now: datetime,
    local_language: str,
) -> PersonFacts:
    """Facts from a person's own record; what their last check-up heard fills in where it is silent."""
    known = from_heard({**heard, "area": profile.area_id}, areas, now=now, local_language=local_language)
    own: dict[str, Any] = {"gender": profile.gender or known.gender}
    if profile.lat is not None and profile.lon is not None:
        own |= {"lat": profile.lat, "lon": profile.lon, "rough": False}
    if profile.birth_year is not None:
        own["age"] = age_from_year(profile.birth_year, now=now)
    if profile.languages:
        own["languages"] = profile.languages
    if profile.access_needs:
        own |= _ways(profile.access_needs)
    if profile.lives_alone is not None:
        own["lives_alone"] = profile.lives_alone
    return replace(known, **own)


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(one) for one in value) if isinstance(value, list | tuple | set | frozenset) else ()
