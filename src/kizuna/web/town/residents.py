"""Who lives in Linden Bay: households first, then people, then how they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from kizuna.web.town.names import family_name, given_name
from kizuna.web.town.rows import Neighbourhood, Resident

CENTRE = (43.05, -124.90)
"""A point in the open sea: the town is invented, so is its place. Degrees."""

NEIGHBOURHOODS = (
    Neighbourhood(
        "linden-hill",
        "Linden Hill",
        43.062,
        -124.908,
        ((-124.935, 43.056), (-124.888, 43.056), (-124.888, 43.080), (-124.935, 43.080), (-124.935, 43.056)),
        0.34,
    ),
    Neighbourhood(
        "old-town",
        "Old Town",
        43.051,
        -124.896,
        ((-124.912, 43.045), (-124.875, 43.045), (-124.875, 43.056), (-124.912, 43.056), (-124.912, 43.045)),
        0.37,
    ),
    Neighbourhood(
        "south-shore",
        "South Shore",
        43.039,
        -124.903,
        (
            (-124.935, 43.020),
            (-124.875, 43.020),
            (-124.875, 43.045),
            (-124.912, 43.045),
            (-124.912, 43.056),
            (-124.935, 43.056),
            (-124.935, 43.020),
        ),
        0.29,
    ),
)
HOUSEHOLDS = ((1, 0.30), (2, 0.34), (3, 0.15), (4, 0.14), (5, 0.07))
LANGUAGES = (("en", 0.68), ("es", 0.16), ("ar", 0.06), ("pt", 0.05), ("vi", 0.03), ("ht", 0.02))


T = TypeVar("T")


@dataclass(frozen=True)
class Home:
    """What the people of one household have in common."""

    family: str
    language: str
    new_here: bool
    lat: float
    lon: float


def pick(rng: Random, weighted: Sequence[tuple[T, float]]) -> T:
    """One of the values, by weight."""
    return rng.choices([value for value, _ in weighted], [weight for _, weight in weighted])[0]


def _age(rng: Random, size: int, position: int) -> int:
    """Age in years: people alone are older, third and later members of a household are mostly children."""
    if position >= 2:
        return rng.randint(1, 19) if rng.random() < 0.85 else rng.randint(60, 92)
    if size == 1:
        return rng.randint(66, 95) if rng.random() < 0.48 else rng.randint(20, 65)
    return min(94, max(19, int(rng.gauss(49 if size == 2 else 41, 15))))


def _ties(rng: Random, age: int, alone: bool, new_here: bool, less_mobile: bool) -> float:
    """How connected somebody starts: less when alone, new, less mobile or very old."""
    level = rng.betavariate(5, 2.4)
    level -= 0.20 * alone + 0.22 * new_here + 0.14 * less_mobile + 0.08 * (age > 80)
    return min(1.0, max(0.0, level))


def _point(rng: Random, where: Neighbourhood) -> tuple[float, float]:
    lat, lon = rng.gauss(where.lat, 0.0022), rng.gauss(where.lon, 0.0038)
    return round(lat, 5), round(lon, 5)


def _person(
    rng: Random,
    number: int,
    household: int,
    where: Neighbourhood,
    home: Home,
    size: int,
    position: int,
    year: int,
) -> Resident:
    age = _age(rng, size, position)
    gender = pick(rng, (("f", 0.505), ("m", 0.475), ("x", 0.02)))
    called = given_name(rng, gender)
    less_mobile = rng.random() < (0.03 if age < 60 else 0.16 if age < 75 else 0.42)
    new_here = home.new_here
    alone = size == 1
    strain = min(1.0, rng.betavariate(1.7, 5.5) + 0.20 * new_here + 0.10 * less_mobile)
    ties = _ties(rng, age, alone, new_here, less_mobile)
    mother_tongue = home.language
    languages = (mother_tongue,) if mother_tongue == "en" or rng.random() < 0.3 else (mother_tongue, "en")
    return Resident(
        number=number,
        name=f"{called} {home.family}",
        called=called,
        birth_year=year - age,
        gender=gender,
        languages=languages,
        neighbourhood=where.code,
        household=household,
        lives_alone=alone,
        lat=home.lat,
        lon=home.lon,
        email=f"{called}.{number}@linden.example".lower(),
        phone=f"+1541555{100 + number % 100:04d}",
        less_mobile=less_mobile,
        new_here=new_here,
        ties=ties,
        strain=strain,
        low=min(1.0, max(0.0, rng.betavariate(1.6, 6) + 0.25 * (0.5 - ties) + 0.3 * strain)),
    )


def residents(rng: Random, people: int, *, year: int) -> Iterator[Resident]:
    """This many people in their households. The same `rng` seed gives the same town."""
    number = household = 0
    shares = tuple((n, n.share) for n in NEIGHBOURHOODS)
    while number < people:
        size = pick(rng, HOUSEHOLDS)
        where = pick(rng, shares)
        family, language, new_here = family_name(rng), pick(rng, LANGUAGES), rng.random() < 0.09
        lat, lon = _point(rng, where)
        home = Home(family, language, new_here, lat, lon)
        for position in range(min(size, people - number)):
            yield _person(rng, number, household, where, home, size, position, year)
            number += 1
        household += 1
