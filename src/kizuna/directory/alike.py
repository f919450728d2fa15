"""Which listings, or which organisations, are probably one and the same, and why.

Nothing is compared with everything: only what shares a telephone, an e-mail or web address, a house, or an
organisation and a name. The same name alone is never a reason.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from rapidfuzz import fuzz

from kizuna.access.wording import N_
from kizuna.directory.same_words import numbers
from kizuna.directory.streets import Spot
from kizuna.places.geometry import distance_m

Kind = Literal["service", "organization"]
Verdict = Literal["same", "sites"]
"""One thing that stands here twice; or one service at two places."""
ALIKE = 85.0
"""From this likeness of names on (0 to 100) something else that is shared makes two entries suspicious."""
SAME = 95.0
"""What one organisation offers shares telephone and house anyhow: there names must be this alike."""
WITHIN = 0.92
"""How much a name counts that stands whole in a longer one."""
SLIP = 92.0
"""How alike two streets are (0 to 100) that differ by a slip."""
NEAR_M = 60.0
"""Metres between two places without a street that count as one."""
BIGGEST = 40
"""Entries under one key that are all compared; a larger heap is split by the words of their names."""
Words = tuple[str, ...]
REASONS = {
    "name": N_("The names are alike"),
    "body": N_("The same organisation"),
    "phone": N_("The same telephone number"),
    "email": N_("The same e-mail address"),
    "page": N_("The same web address"),
    "address": N_("The same postal address"),
    "near": N_("Less than 60 metres apart"),
    "sites": N_("At different places: this may be one service with several places"),
}
WEIGHTS = {"body": 15, "phone": 20, "email": 20, "page": 15, "address": 20, "near": 10}


@dataclass(frozen=True)
class Entry:
    """What of a service or an organisation is compared."""

    id: str
    name: tuple[str, ...]
    """The words of its name that count, in their order."""
    core: tuple[str, ...] = ()
    """The same without what only tells one branch from another; empty: its name."""
    also: tuple[tuple[str, ...], ...] = ()
    """What else an organisation is called, in the same form. Listings often name their organisation there."""
    kind: Kind = "service"
    body: str = ""
    """Who runs it; empty for organisations."""
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()
    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True)
class Suspicion:
    """Two entries, how likely they are one (0 to 100), and why. `one` is the smaller id."""

    one: str
    two: str
    score: int
    verdict: Verdict
    reasons: tuple[str, ...]


def likeness(one: Entry, two: Entry) -> float:
    """How alike two names are, 0 to 100, in any order; or a name and what the other is also called."""
    pairs = [*((one.name, name) for name in two.also), *((name, two.name) for name in one.also)]
    others = [_alike(*_short(*pair)) for pair in pairs if numbers(pair[0]) == numbers(pair[1])]
    return max(_by_name(one, two), *others, 0.0) if others else _by_name(one, two)


def _by_name(one: Entry, two: Entry) -> float:
    """The same of their names alone. Numbers in them must not differ."""
    first, second = numbers(one.name), numbers(two.name)
    if first != second and ((first and second) or not (one.core and two.core)):
        return 0.0
    whole = _alike(*_short(one.name, two.name)) if first == second else 0.0
    cores = (one.core or one.name), (two.core or two.name)
    return max(whole, _alike(*_short(*cores))) if numbers(cores[0]) == numbers(cores[1]) else whole


def _short(one: Words, two: Words) -> tuple[Words, Words]:
    """Both names, with the first letters in one wherever the other writes them as a word: YMCA."""
    return _initials(one, two), _initials(two, one)


def _initials(name: Words, other: Words) -> Words:
    letters = "".join(word[0] for word in name)
    for word in other:
        # DSHS lost its s with the plurals.
        for short in (word, f"{word}s"):
            at = letters.find(short) if 2 < len(short) <= 6 and word not in name else -1
            if at >= 0:
                return (*name[:at], word, *name[at + len(short) :])
    return name


def _alike(one: Words, two: Words) -> float:
    first, second = " ".join(one), " ".join(two)
    shared = len(set(one) & set(two))
    within = WITHIN * fuzz.token_set_ratio(first, second) if shared > 1 else 0.0
    return max(fuzz.ratio(first, second), fuzz.token_sort_ratio(first, second), within)


def same_spot(one: Spot, two: Spot, *, strict: bool = False) -> str:
    """`address` or `near` when two places are one, `other` when they are not; empty when nobody can say.

    `strict`: one hand wrote both. Then a room that only one of them has is another room.
    """
    if one.street and two.street:
        towns = not (one.town and two.town and one.town != two.town)
        codes = not (one.code and two.code and one.code != two.code)
        house = (towns or codes) and _same_street(one.street, two.street)
        return "address" if house and _same_room(one, two, strict) else "other"
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return ""
    return "near" if distance_m(one.lat, one.lon, two.lat, two.lon) <= NEAR_M else "other"


def _same_room(one: Spot, two: Spot, strict: bool) -> bool:
    if strict and bool(one.rooms) != bool(two.rooms):
        return False
    return not (one.rooms and two.rooms) or bool(one.rooms & two.rooms)


def _same_street(one: str, two: str) -> bool:
    """The same house number, and a street whose name differs by a slip at most."""
    if one == two:
        return True
    house, _, street = one.partition(" ")
    other, _, also = two.partition(" ")
    if house != other or numbers(street.split()) != numbers(also.split()):
        return False
    return fuzz.ratio(street, also) >= SLIP


def _where(one: Entry, two: Entry) -> str:
    """The same as `same_spot`, of all places of two entries: one in common is enough."""
    strict = bool(one.body) and one.body == two.body
    found = {same_spot(first, second, strict=strict) for first in one.spots for second in two.spots}
    return next((each for each in ("address", "near", "other") if each in found), "")


def suspicion(one: Entry, two: Entry) -> Suspicion | None:
    """Whether two entries look like one. A name alone is no reason, nor is anything else alone."""
    alike = likeness(one, two)
    together = bool(one.body) and one.body == two.body
    if alike < (SAME if together else ALIKE):
        return None
    where = _where(one, two)
    shared = {
        "body": together,
        "phone": bool(one.phones & two.phones),
        "email": bool(one.emails & two.emails),
        "page": bool(one.pages & two.pages),
        "address": where == "address",
        "near": where == "near",
    }
    found = [code for code, same in shared.items() if same]
    if not found or found == ["near"]:
        return None
    verdict: Verdict = "sites" if where == "other" and one.kind == "service" else "same"
    score = min(100, round(alike * 0.6) + sum(WEIGHTS[code] for code in found))
    first, second = sorted((one.id, two.id))
    reasons = ("name", *found, *(("sites",) if verdict == "sites" else ()))
    return Suspicion(first, second, score, verdict, reasons)


def _keys(entry: Entry) -> Iterator[tuple[str, ...]]:
    for kind, values in (("phone", entry.phones), ("email", entry.emails), ("page", entry.pages)):
        for value in values:
            yield kind, value
    for spot in entry.spots:
        house = spot.street.partition(" ")[0]
        for kind, where in (("code", spot.code), ("town", spot.town)):
            if house and where:
                yield kind, where, house
    if entry.body:
        yield "body", entry.body, *sorted(entry.core or entry.name)


def _parts(heap: list[int], entries: Sequence[Entry]) -> Iterator[list[int]]:
    """A heap that is too large, by the words of its names; where all share a word, by whole names."""
    by_word: dict[str, list[int]] = {}
    for at in heap:
        for word in set(entries[at].core or entries[at].name):
            by_word.setdefault(word, []).append(at)
    for part in by_word.values():
        if len(part) <= BIGGEST:
            yield part
            continue
        by_name: dict[tuple[str, ...], list[int]] = {}
        for at in part:
            by_name.setdefault(tuple(sorted(entries[at].core or entries[at].name)), []).append(at)
        for same in by_name.values():
            # Each piece begins with the last of the one before: so all of them hang together.
            yield from (same[first : first + BIGGEST] for first in range(0, len(same), BIGGEST - 1))


def _heaps(entries: Sequence[Entry]) -> Iterator[list[int]]:
    """Entries that share a key, by their places in the list."""
    by_key: dict[tuple[str, ...], list[int]] = {}
    for at, entry in enumerate(entries):
        for key in set(_keys(entry)):
            by_key.setdefault(key, []).append(at)
    for heap in by_key.values():
        if len(heap) <= BIGGEST:
            yield heap
        else:
            yield from _parts(heap, entries)


def suspicions(entries: Sequence[Entry]) -> list[Suspicion]:
    """Every pair that looks like one, most likely first. Time grows with the number of entries."""
    asked: set[int] = set()
    found: list[Suspicion] = []
    for heap in _heaps(entries):
        for one, two in combinations(heap, 2):
            pair = min(one, two) * len(entries) + max(one, two)
            if pair in asked:
                continue
            asked.add(pair)
            if each := suspicion(entries[one], entries[two]):
                found.append(each)
    return sorted(found, key=lambda each: (-each.score, each.one, each.two))


def thinned(found: Iterable[Suspicion], apart: frozenset[tuple[str, str]]) -> list[Suspicion]:
    """What a human is asked: of ten entries that are one, nine pairs instead of forty-five.

    `apart`: pairs that somebody said are two. They are not asked again, and lead nowhere.
    """
    root: dict[str, str] = {}

    def of(id: str) -> str:
        while root.setdefault(id, id) != id:
            root[id] = root[root[id]]
            id = root[id]
        return id

    kept = []
    for each in found:
        if (each.one, each.two) in apart or of(each.one) == of(each.two):
            continue
        root[of(each.one)] = of(each.two)
        kept.append(each)
    return kept
