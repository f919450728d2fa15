"""Which records are probably one person, found without comparing everybody with everybody, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from kizuna.access.wording import N_

ALIKE = 85.0
"""From this likeness of names on (0 to 100) something else that is shared makes two records suspicious."""
BIGGEST = 60
"""Records under one key that are compared with each other; a larger heap is split by the whole name."""
REASONS = {
    "name": N_("The names are alike"),
    "year": N_("Born in the same year"),
    "phone": N_("The same telephone number"),
    "email": N_("The same e-mail address"),
    "address": N_("The same postal address"),
}
WEIGHTS = {"year": 15, "phone": 25, "email": 30, "address": 15}


@dataclass(frozen=True)
class Card:
    """What of a person is compared. Ways to reach them are blind indexes: only equality counts."""

    id: str
    name: str
    """Every name in use, folded."""
    birth_year: int | None = None
    phone: str = ""
    email: str = ""
    address: str = ""
    homes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Suspicion:
    """Two records, how likely they are one person (0 to 100), and why. `one` is the smaller id."""

    one: str
    two: str
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Twin:
    """A newcomer and whom they are like: another newcomer's id, or empty for somebody who is here already."""

    newcomer: str
    other: str
    reasons: tuple[str, ...]


def _likeness(one: str, two: str) -> float:
    """How alike two names are, 0 to 100, in any order; one more name in one of them counts little.

    As they stand, too: a slip in a first letter, or in the space between, puts the words into another order.
    """
    shared = set(one.split()) & set(two.split())
    within = 0.97 * fuzz.token_set_ratio(one, two) if len(shared) > 1 else 0.0
    return max(fuzz.ratio(one, two), fuzz.token_sort_ratio(one, two), within) if one and two else 0.0


def suspicion(one: Card, two: Card) -> Suspicion | None:
    """Whether two records look like one person. A name alone is no reason, nor is a shared telephone.

    People of one household share telephone and address: for them only e-mail and year of birth count, and
    the names must be nearly the same. Different known years of birth speak against it.
    """
    years = {year for year in (one.birth_year, two.birth_year) if year is not None}
    together = bool(one.homes & two.homes)
    likeness = _likeness(one.name, two.name)
    if len(years) == 2 or likeness < (95.0 if together else ALIKE):
        return None
    shared = {
        "year": one.birth_year is not None and one.birth_year == two.birth_year,
        "phone": bool(one.phone) and one.phone == two.phone and not together,
        "email": bool(one.email) and one.email == two.email,
        "address": bool(one.address) and one.address == two.address and not together,
    }
    found = [code for code, same in shared.items() if same]
    if not found or (found == ["year"] and likeness < 95.0):
        return None
    score = min(100, round(likeness * 0.5) + sum(WEIGHTS[code] for code in found))
    first, second = sorted((one.id, two.id))
    return Suspicion(first, second, score, ("name", *found))


def _keys(card: Card) -> Iterator[tuple[str, ...]]:
    for kind, value in (("phone", card.phone), ("email", card.email), ("address", card.address)):
        if value:
            yield kind, value
    if card.birth_year is not None:
        for word in set(card.name.split()):
            yield "year", str(card.birth_year), word[:4]


def _heaps(cards: Iterable[Card]) -> Iterator[list[Card]]:
    """Records that share a key, in heaps that are small enough to compare each with each."""
    by_key: dict[tuple[str, ...], list[Card]] = {}
    for card in cards:
        for key in _keys(card):
            by_key.setdefault(key, []).append(card)
    for heap in by_key.values():
        if len(heap) <= BIGGEST:
            yield heap
            continue
        by_name: dict[str, list[Card]] = {}
        for card in heap:
            by_name.setdefault(" ".join(sorted(card.name.split())), []).append(card)
        yield from (part[:BIGGEST] for part in by_name.values())


def suspicions(cards: Iterable[Card]) -> list[Suspicion]:
    """Every pair that looks like one person, most likely first. Time grows with the number of records."""
    asked: set[tuple[str, str]] = set()
    found: list[Suspicion] = []
    for heap in _heaps(cards):
        for one, two in combinations(heap, 2):
            pair = (one.id, two.id) if one.id < two.id else (two.id, one.id)
            if pair in asked:
                continue
            asked.add(pair)
            if pair_found := suspicion(one, two):
                found.append(pair_found)
    return sorted(found, key=lambda each: (-each.score, each.one, each.two))
