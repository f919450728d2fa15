"""An invented town in which it is known who is helped by what. Written apart from the ranking.

A `Place` is how things are; `listing` is what the directory knows of it, which may be less. A `Somebody` is
how a person is; `facts` is what they told.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt

import numpy as np

from kizuna.directory.option import Option
from kizuna.signposting.facts import PersonFacts

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TONGUES = ("en", "es", "ht", "pt", "ar", "vi")
NEEDS = (
    "company.friend", "company.group", "company.meal", "company.visit", "food.parcel", "food.meals",
    "money.debt", "money.benefits", "home.rent", "home.repairs", "health.doctor", "moving.walk",
    "moving.exercise", "new.language", "caring.rest", "practical.letters", "learning.job", "mood.talk",
)  # fmt: skip
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HALVES = ("morning", "afternoon", "evening")
AT_THE_DOOR = {"company.visit", "food.meals"}
LAT, LON = 52.0, 4.0
DISTRICTS = 12


@dataclass(frozen=True)
class Place:
    """Something in the town, as it is."""

    id: str
    kind: str
    need: str
    lat: float
    lon: float
    by_phone: bool
    youngest: int
    oldest: int
    for_gender: str
    tongues: frozenset[str]
    flat: bool
    asks_papers: bool
    districts: frozenset[str]
    times: frozenset[str]
    opens: datetime | None
    is_open: bool
    has_room: bool
    body: str
    cost: int
    size: int
    gentle: bool


@dataclass(frozen=True)
class Somebody:
    """A person, as they are."""

    needs: tuple[str, ...]
    years: int
    gender: str
    tongues: tuple[str, ...]
    lat: float
    lon: float
    district: str
    legs: str
    wheels: bool
    papers: bool
    free: frozenset[str]
    lonely: bool


def metres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The way of a crow."""
    a, b = radians(lat1), radians(lat2)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * 6_371_008.8 * asin(sqrt(half))


def place(rng: random.Random, number: int) -> Place:
    """Any place; most are for most people, as in life."""
    group = rng.random() < 0.3
    return Place(
        id=f"{number:07d}",
        kind="group" if group else "service",
        need=rng.choice(NEEDS),
        lat=LAT + rng.uniform(-0.06, 0.06),
        lon=LON + rng.uniform(-0.1, 0.1),
        by_phone=rng.random() < 0.12,
        youngest=rng.choice([0, 0, 0, 0, 16, 18, 60]),
        oldest=rng.choice([130, 130, 130, 130, 17, 25]),
        for_gender=rng.choice(["", "", "", "", "", "", "female", "male"]),
        tongues=frozenset({"en", *rng.sample(TONGUES, rng.randint(0, 3))}),
        flat=rng.random() < 0.7,
        asks_papers=rng.random() < 0.2,
        districts=frozenset(
            f"d{n}" for n in (rng.sample(range(DISTRICTS), 4) if rng.random() < 0.2 else range(DISTRICTS))
        ),
        times=frozenset(
            f"{day}-{half}" for day in rng.sample(DAYS, rng.randint(1, 5)) for half in rng.sample(HALVES, 2)
        ),
        opens=NOW + timedelta(hours=rng.randint(1, 24 * 20)) if rng.random() < 0.85 else None,
        is_open=not group and rng.random() < 0.4,
        has_room=rng.random() < 0.85,
        body=f"Body {rng.randrange(60)}",
        cost=rng.choice([0, 0, 0, 2, 5, 20]),
        size=rng.randint(3, 40),
        gentle=rng.random() < 0.2,
    )  # fmt: skip


def somebody(rng: random.Random) -> Somebody:
    """Anybody."""
    district = rng.randrange(DISTRICTS)
    legs = rng.choice(["well", "well", "well", "slow", "slow", "home"])
    return Somebody(
        needs=tuple(rng.sample(NEEDS, rng.choice([1, 1, 1, 2, 2, 3]))),
        years=rng.randint(10, 95),
        gender=rng.choice(["female", "male", "another"]),
        tongues=tuple(rng.choice([("en",), ("en",), ("en", "es"), ("ht",), ("pt",), ("ar", "en"), ("vi",)])),
        lat=LAT + rng.uniform(-0.05, 0.05),
        lon=LON + rng.uniform(-0.08, 0.08),
        district=f"d{district}",
        legs=legs,
        wheels=legs == "slow" and rng.random() < 0.4,
        papers=rng.random() < 0.8,
        free=frozenset(f"{day}-{half}" for day in DAYS for half in rng.sample(HALVES, rng.choice([1, 2, 3]))),
        lonely=rng.random() < 0.2,
    )


def helps(one: Place, who: Somebody) -> bool:
    """Whether this person is helped there: they get in, are understood, and it is what they need."""
    return (
        one.need in who.needs
        and one.has_room
        and lets_in(one, who)
        and reached(one, who)
        and bool(one.tongues & set(who.tongues))
        and (one.is_open or (one.opens is not None and one.opens <= NOW + timedelta(days=14)))
        and bool(one.times & who.free)
    )


def lets_in(one: Place, who: Somebody) -> bool:
    """Whether the door is open to them: age, gender, district, papers."""
    return (
        one.youngest <= who.years <= one.oldest
        and one.for_gender in ("", who.gender)
        and who.district in one.districts
        and (who.papers or not one.asks_papers)
    )


def reached(one: Place, who: Somebody) -> bool:
    """Whether they get there, or it gets to them."""
    if one.by_phone or one.need in AT_THE_DOOR:
        return True
    if who.legs == "home" or (who.wheels and not one.flat):
        return False
    return metres(who.lat, who.lon, one.lat, one.lon) <= (5000 if who.legs == "well" else 1500)


def listing(one: Place, rng: random.Random, unknown: float = 0.0) -> Option:
    """What the directory knows; each fact is missing so often."""

    def kept() -> bool:
        return rng.random() >= unknown

    gendered = one.for_gender and one.for_gender in ("female", "male")
    return Option(
        kind=one.kind,  # type: ignore[arg-type]
        id=one.id,
        name=f"Place {one.id}",
        organisation=one.body,
        summary="People cook, walk and talk together",
        needs=frozenset({one.need}),
        lat=one.lat,
        lon=one.lon,
        remote=one.by_phone,
        min_age=one.youngest if one.youngest and kept() else None,
        max_age=one.oldest if one.oldest < 130 and kept() else None,
        genders=frozenset({one.for_gender}) if gendered and kept() else None,
        papers=one.asks_papers if kept() else None,
        languages=one.tongues if kept() else None,
        step_free=one.flat if kept() else None,
        cost=Decimal(one.cost) if kept() else None,
        areas=one.districts if len(one.districts) < DISTRICTS else None,
        open_now=(one.is_open if one.kind == "service" else None) if kept() else None,
        next_start=one.opens if kept() else None,
        times=one.times if kept() else None,
        when_text="As said",
        capacity=("places" if one.has_room else "none") if kept() else None,
        group_size=one.size if one.kind == "group" else None,
        gentle=one.gentle if one.kind == "group" else None,
        confirmed_on=NOW.date() - timedelta(days=rng.randrange(300)),
    )


def facts(who: Somebody) -> PersonFacts:
    """What they told: their age to the year, their district, and what helps to choose."""
    return PersonFacts(
        age=(float(who.years), float(who.years)),
        gender=who.gender,
        lat=who.lat,
        lon=who.lon,
        area=who.district,
        areas=frozenset({who.district}),
        languages=who.tongues,
        local_language="en",
        mobility=who.legs,  # type: ignore[arg-type]
        needs_step_free=who.wheels,
        papers=who.papers,
        times=who.free,
        very_isolated=who.lonely,
    )


def silent(told: PersonFacts, rng: random.Random) -> PersonFacts:
    """The same person, who told less."""
    less = {
        "age": None, "gender": "", "lat": None, "languages": (), "mobility": "", "papers": None,
        "times": frozenset(), "needs_step_free": False,
    }  # fmt: skip
    return replace(told, **{name: less[name] for name in less if rng.random() < 0.3})


def broken(one: Option, told: PersonFacts, needs: Iterable[str]) -> str:
    """The hard rule that a suggestion breaks, by what was told and listed; nothing when it breaks none."""
    wanted = set(needs)
    if not wanted & one.needs and not wanted & {code.split(".")[0] for code in one.needs}:
        return "need"
    if told.age and one.min_age is not None and told.age[1] < one.min_age:
        return "too young"
    if told.age and one.max_age is not None and told.age[0] >= one.max_age + 1:
        return "too old"
    if one.genders and told.gender in ("female", "male") and told.gender not in one.genders:
        return "gender"
    if one.areas is not None and told.areas and not (one.areas & told.areas):
        return "area"
    if one.papers is True and told.papers is False:
        return "papers"
    at_home = one.remote or one.needs <= AT_THE_DOOR or bool(wanted & one.needs & AT_THE_DOOR)
    if told.needs_step_free and one.step_free is False and not at_home:
        return "steps"
    if None not in (told.lat, told.lon, one.lat, one.lon) and not one.remote:
        far = metres(told.lat, told.lon, one.lat, one.lon)  # type: ignore[arg-type]
        return "too far" if far > 60_000 else ""
    return ""


class Rules:
    """The same hard rules for many options at a stroke; `broken` above says what each means."""

    def __init__(self, options: Sequence[Option]) -> None:
        self.options = options
        self.low = np.asarray([-1 if one.min_age is None else one.min_age for one in options])
        self.high = np.asarray([999 if one.max_age is None else one.max_age for one in options])
        self.lat = np.radians([np.nan if one.lat is None else one.lat for one in options])
        self.lon = np.radians([np.nan if one.lon is None else one.lon for one in options])
        self.remote = np.asarray([one.remote for one in options])
        self.home = np.asarray([one.needs <= AT_THE_DOOR for one in options])
        self.steps = np.asarray([one.step_free is False for one in options])
        self.papers = np.asarray([one.papers is True for one in options])

    def broken(self, told: PersonFacts, needs: Iterable[str], rows: np.ndarray) -> np.ndarray:
        """For each of these rows whether suggesting it would break a rule."""
        wanted = frozenset(needs)
        asked = wanted | {code.split(".")[0] for code in wanted}
        every = [self.options[row] for row in rows]
        no = ~np.asarray([bool(asked & one.needs) for one in every], dtype=bool)
        if told.age:
            no |= (self.low[rows] > told.age[1]) | (told.age[0] >= self.high[rows] + 1)
        if told.gender in ("female", "male"):
            no |= np.asarray([told.gender not in (one.genders or told.gender) for one in every], dtype=bool)
        if told.areas:
            elsewhere = [one.areas is not None and not one.areas & told.areas for one in every]
            no |= np.asarray(elsewhere, dtype=bool)
        if told.papers is False:
            no |= self.papers[rows]
        brought = [bool(one.needs & wanted & AT_THE_DOOR) for one in every]
        door = self.home[rows] | np.asarray(brought, dtype=bool)
        if told.needs_step_free:
            no |= self.steps[rows] & ~self.remote[rows] & ~door
        if told.lat is not None and told.lon is not None:
            lat, lon = np.radians(told.lat), np.radians(told.lon)
            half = (
                np.sin((self.lat[rows] - lat) / 2) ** 2
                + np.cos(lat) * np.cos(self.lat[rows]) * np.sin((self.lon[rows] - lon) / 2) ** 2
            )
            no |= (2 * 6_371_008.8 * np.arcsin(np.sqrt(half)) > 60_000) & ~self.remote[rows]
        return no
