"""Who takes part, beside who lives here: by age, gender, language, disability and part of town.

Nothing that is told shows one person: below ten a figure is hidden, a hidden one never stands alone beside
its total, and what is told is rounded by a key of the very people in it, so that two figures that differ by
one person do not tell which way. See docs/methods/participation.md.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import NormalDist

from kizuna.access.small_numbers import SMALLEST, STEP
from kizuna.access.wording import N_
from kizuna.people.languages import code as language

ATTRIBUTES: dict[str, str] = {
    "age": N_("Age"),
    "gender": N_("Gender"),
    "language": N_("Language"),
    "disability": N_("Disability"),
    "area": N_("Part of town"),
}
SURE = NormalDist().inv_cdf(0.975)
USUAL_AGES = ("0-17", "18-24", "25-44", "45-64", "65+")
YES_NO = {"yes": N_("Needs something to come along"), "no": N_("Needs nothing special")}
GENDERS = {
    "f": N_("Women"),
    "m": N_("Men"),
    "x": N_("Neither, or both"),
    "female": N_("Women"),
    "male": N_("Men"),
    "other": N_("Neither, or both"),
}
"""Words for the codes that records mostly hold; other words stand as they are."""
QUARTERS_BACK = 4
_BAND = re.compile(r"\s*(\d{1,3})\s*(?:[-–]\s*(\d{1,3})|(\+))\s*")


@dataclass(frozen=True)
class Part:
    """Somebody who came, as far as is known: an empty value is unknown, and never counts as another.

    `key`: a random-looking number of this person, the same whenever they are counted; 0 to 1.
    """

    key: float
    age: int | None
    gender: str
    language: str
    disability: str
    area: str


@dataclass(frozen=True)
class ProfileRow:
    """One line of the profile of an area: so many people of this kind live there."""

    attribute: str
    value: str
    people: int


@dataclass(frozen=True)
class Line:
    """One group of people: how many came, and which part of all they are here and there; None: hidden."""

    value: str
    came: int | None
    share: float | None
    low: float | None
    high: float | None
    lives: float | None
    """Their part of those who live here, 0 to 1; None: the profile does not say."""

    @property
    def finding(self) -> str:
        """Whether they came as often as they live here; empty when that cannot be said."""
        if self.lives is None or self.low is None or self.high is None:
            return ""
        if self.high < self.lives:
            return "fewer"
        return "more" if self.low > self.lives else "as many"


FINDINGS: dict[str, str] = {
    "fewer": N_("Fewer than live here"),
    "more": N_("More than live here"),
    "as many": N_("About as many as live here"),
    "": N_("Cannot be said"),
}


@dataclass(frozen=True)
class Section:
    """One attribute with its lines; `unknown`: of how many it is not known, or is a kind too rare to name."""

    attribute: str
    lines: tuple[Line, ...]
    unknown: int | None
    known: int | None

    @property
    def label(self) -> str:
        """The attribute in words, to be translated where it is shown."""
        return ATTRIBUTES[self.attribute]


def band(text: str) -> tuple[int, int] | None:
    """The first and last age of a band such as `18-24` or `65+`; None when it is none."""
    found = _BAND.fullmatch(text)
    if not found:
        return None
    low = int(found[1])
    high = int(found[2]) if found[2] else 200
    return (low, high) if low <= high else None


def quarter(day: date) -> str:
    """The quarter of a day, as `2026-3`."""
    return f"{day.year}-{(day.month + 2) // 3}"


def span(text: str) -> tuple[date, date] | None:
    """First day of a quarter and of the one after it; None when it is none."""
    found = re.fullmatch(r"(\d{4})-([1-4])", text, re.ASCII)
    if not found or not 1900 <= int(found[1]) <= 2500:
        return None
    year, number = int(found[1]), int(found[2])
    after = date(year + 1, 1, 1) if number == 4 else date(year, 3 * number + 1, 1)
    return date(year, 3 * number - 2, 1), after


def ended(today: date) -> tuple[str, ...]:
    """The quarters that are over, the last first. What still goes on would tell of single days."""
    found, day = [], date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    for _ in range(QUARTERS_BACK):
        day = date(day.year - 1, 10, 1) if day.month == 1 else date(day.year, day.month - 3, 1)
        found.append(quarter(day))
    return tuple(found)


def as_profile(
    columns: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]
) -> tuple[list[ProfileRow], list[tuple[int, str]]]:
    """The rows of a table with the columns attribute, value and people; and what is wrong, by its number."""
    places = {name.strip().casefold(): at for at, name in enumerate(columns)}
    if missing := [name for name in ("attribute", "value", "people") if name not in places]:
        return [], [(1, N_("The columns are attribute, value and people.")) for _ in missing[:1]]
    found, faults = list[tuple[int, ProfileRow]](), list[tuple[int, str]]()
    for number, cells in rows:
        attribute, value, people = (cells[places[name]].strip() for name in ("attribute", "value", "people"))
        count = people.replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
        if not (count.isascii() and count.isdigit()) or len(count) > 9:
            faults.append((number, N_("The number of people is no whole number.")))
            continue
        found.append(
            (number, ProfileRow(attribute.casefold(), _clean(attribute.casefold(), value), int(count)))
        )
    wrong = wrong_rows([row for _number, row in found])
    faults += [(found[at - 1][0], why) for at, why in wrong]
    return [row for _number, row in found], sorted(faults)


def _clean(attribute: str, value: str) -> str:
    """A language by any of its names is its code, as people have theirs."""
    if attribute == "language":
        return language(value) or value
    return value.casefold() if attribute == "disability" else value


def wrong_rows(rows: Sequence[ProfileRow]) -> list[tuple[int, str]]:
    """What is wrong with a profile, with the number of its row: unknown words, ages that overlap, doubles."""
    found, seen, ages = list[tuple[int, str]](), set[tuple[str, str]](), list[tuple[int, int]]()
    for number, row in enumerate(rows, 1):
        why = _wrong(row, seen, ages)
        if why:
            found.append((number, why))
        elif row.attribute == "age" and (of := band(row.value)):
            ages.append(of)
        seen.add((row.attribute, row.value.casefold()))
    return found


def _wrong(row: ProfileRow, seen: set[tuple[str, str]], ages: Sequence[tuple[int, int]]) -> str:
    if row.attribute not in ATTRIBUTES:
        return N_("This attribute is not one of: age, gender, language, disability, area.")
    if not row.value or row.people < 0:
        return N_("A row needs a value and a number of people from 0 on.")
    if (row.attribute, row.value.casefold()) in seen:
        return N_("This stands here twice.")
    if row.attribute == "disability" and row.value not in YES_NO:
        return N_("Disability is yes or no.")
    if row.attribute == "age":
        of = band(row.value)
        if of is None:
            return N_("An age is written like 18-24 or 65+.")
        if any(of[0] <= high and low <= of[1] for low, high in ages):
            return N_("These ages overlap with others.")
    return ""


def rounded(keys: Iterable[float]) -> int | None:
    """How many people these are, as it may be told; None when it is hidden.

    To a multiple of five above or below, by a number that hangs on exactly these people: the same people give
    the same figure every time, and on average it is right.
    """
    every = list(keys)
    if len(every) < SMALLEST:
        return None
    over = len(every) % STEP
    return len(every) - over + (STEP if sum(every) % 1.0 < over / STEP else 0)


def wilson(part: int, of: int) -> tuple[float, float]:
    """Between which shares the true one lies with 95 % certainty (Wilson 1927), both 0 to 1; of ≥ 1."""
    part = min(part, of)
    share, z2 = part / of, SURE * SURE
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = SURE * sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return max(0.0, middle - half), min(1.0, middle + half)


def section(attribute: str, came: Sequence[Part], profile: Sequence[ProfileRow]) -> Section:
    """One attribute of those who came, beside those who live here."""
    lives = {row.value: row.people for row in profile if row.attribute == attribute}
    of: dict[str, list[float]] = {value: [] for value in lives}
    unknown: list[float] = []
    for one in came:
        value = _value(attribute, one, lives)
        (of.setdefault(value, []) if value else unknown).append(one.key)
    named = _named(attribute, of, lives)
    unknown += [key for value, keys in of.items() if value not in named for key in keys]
    of = {value: of.get(value, []) for value in sorted(named)}
    counts = _hide({value: rounded(keys) for value, keys in of.items()}, of)
    known = rounded([key for keys in of.values() for key in keys])
    everybody = sum(lives.values())
    lines = tuple(
        _line(value, counts[value], known, lives[value] / everybody if everybody and value in lives else None)
        for value in _order(attribute, of)
    )
    return Section(attribute, lines, rounded(unknown), known)


def _named(attribute: str, of: Mapping[str, list[float]], lives: Mapping[str, int]) -> frozenset[str]:
    """The kinds that may be named: those of the profile, or fixed beforehand, or of ten people and more.

    A line for any other would tell that somebody of this kind came, however few they are.
    """
    fixed = {"age": () if lives else USUAL_AGES, "disability": tuple(YES_NO)}
    many = (value for value, keys in of.items() if len(keys) >= SMALLEST)
    return frozenset((*lives, *fixed.get(attribute, ()), *many))


def _hide(counts: Mapping[str, int | None], of: Mapping[str, Sequence[float]]) -> dict[str, int | None]:
    """A figure that is hidden alone could be had from the total: the next smallest is hidden with it."""
    found = dict(counts)
    hidden = [value for value, count in found.items() if count is None]
    few = sum(len(of[value]) for value in hidden)
    shown = sorted((len(of[value]), value) for value in found if found[value] is not None)
    if hidden and shown and (len(hidden) == 1 or few < SMALLEST):
        found[shown[0][1]] = None
    return found


def _line(value: str, came: int | None, known: int | None, lives: float | None) -> Line:
    if came is None or not known:
        return Line(value, came, None, None, None, lives)
    low, high = wilson(came, known)
    return Line(value, came, min(1.0, came / known), low, high, lives)


def _value(attribute: str, one: Part, lives: Mapping[str, int]) -> str:
    if attribute == "age":
        bands = {text: found for text in (lives or USUAL_AGES) if (found := band(text))}
        fits = (text for text, (low, high) in bands.items() if one.age is not None and low <= one.age <= high)
        return next(fits, "")
    return str(getattr(one, attribute))


def _order(attribute: str, of: Mapping[str, Sequence[float]]) -> list[str]:
    if attribute == "age":
        return sorted(of, key=lambda value: band(value) or (0, 0))
    return sorted(of, key=lambda value: value.casefold())
