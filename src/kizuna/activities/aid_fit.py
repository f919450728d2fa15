"""Which offers suit which asks: hard rules leave out, and what is left is scored by parts that add up.

Each part is a table of cases, each with its points and its words; which case holds is worked out for very
many pairs at a stroke and for one pair by the same function, so that a reason is always what was counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kizuna.access.wording import N_
from kizuna.activities.aid import BY_KIND, KINDS, RISKS, TIMES, Reason, risks_of

Pairs = frozenset[tuple[str, str]]
NOBODY: Pairs = frozenset()
BEST = 50
"""So many offers are looked at for each ask, the best first."""
_BLOCK = 2_000_000
"""So many pairs are compared at a time: about 100 MB."""
_EARTH_KM = 6371.0


@dataclass(frozen=True)
class AskFacts:
    """What is known of an ask. Empty `times` and `languages`: nobody said. `who`: one mark per human."""

    id: str
    who: str
    kind: str
    area: str
    lat: float
    lon: float
    times: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    risks: frozenset[str] = frozenset()
    days: int = 0
    """Whole days that it has waited."""


@dataclass(frozen=True)
class OfferFacts:
    """What is known of an offer, and of whoever gave it: checks in date, whom they help, who thanked."""

    id: str
    who: str
    kinds: frozenset[str]
    area: str
    lat: float
    lon: float
    far_km: float = 8
    times: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    checks: frozenset[str] = frozenset()
    room: int = 1
    """For so many more people there is room in this offer."""
    helping: int = 0
    """Whom this person helps now, through all their offers."""
    thanked: int = 0


@dataclass(frozen=True)
class Between:
    """What is known of two: marks of humans, or the id of an ask with the mark of who might help."""

    apart: Pairs = NOBODY
    """(who asks, who offers) of whom one does not want to meet the other."""
    tried: Pairs = NOBODY
    """(id of the ask, who offers): it was tried for this ask."""
    failed: Pairs = NOBODY
    """(who asks, who offers): it did not work between them once."""
    before: Pairs = NOBODY
    """(who asks, who offers): it went well between them once."""


@dataclass(frozen=True)
class Case:
    """One thing that can be so: its points, and the words for it; without words it is not told."""

    points: int
    text: str = ""
    known: bool = True


PARTS: dict[str, tuple[Case, ...]] = {
    "place": (
        Case(0, N_("Further than 6 km apart")),
        Case(5, N_("Up to 6 km apart")),
        Case(10, N_("Up to 3 km apart")),
        Case(20, N_("In the same part of town")),
        Case(12, N_("It can be done by phone or on a screen")),
    ),
    "time": (
        Case(0, N_("We do not know yet when it suits both"), known=False),
        Case(15, N_("It suits both at the same time")),
    ),
    "language": (
        Case(0, N_("We do not know yet if they share a language"), known=False),
        Case(-15, N_("They share no language that we know of")),
        Case(15, N_("They share a language")),
    ),
    "before": (Case(0), Case(15, N_("They helped this person before, and it went well"))),
    "checked": (Case(0), Case(5, N_("They were checked for what needs a check"))),
    "thanks": (
        Case(0),
        Case(4, N_("Somebody thanked them")),
        Case(8, N_("Three people or more thanked them")),
    ),
    "load": (
        Case(6, N_("They help nobody else at the moment")),
        Case(2, N_("They help one other person now")),
        Case(-4, N_("They help two other people or more now")),
    ),
}
"""What counts, and how much: the whole score is the sum."""
_POINTS = {part: np.array([case.points for case in cases]) for part, cases in PARTS.items()}
MOST = sum(max(case.points for case in cases) for cases in PARTS.values())


@dataclass
class Facts:
    """Asks and offers side by side as columns, ready to be compared."""

    asks: Sequence[AskFacts]
    offers: Sequence[OfferFacts]
    between: Between
    columns: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        everybody: list[AskFacts | OfferFacts] = [*self.asks, *self.offers]
        spoken = sorted({one for each in everybody for one in each.languages})
        areas = {area: n for n, area in enumerate(sorted({each.area for each in everybody}))}
        people = {who: n for n, who in enumerate(sorted({each.who for each in everybody}))}
        kinds = [kind.code for kind in KINDS]
        for side, rows in (("ask", self.asks), ("offer", self.offers)):
            mine = {
                "times": _bits([one.times for one in rows], list(TIMES)),
                "languages": _bits([one.languages for one in rows], spoken),
                "area": np.array([areas[one.area] for one in rows], int),
                "who": np.array([people[one.who] for one in rows], int),
                "lat": np.radians(np.array([one.lat for one in rows], float)),
                "lon": np.radians(np.array([one.lon for one in rows], float)),
            }
            self.columns |= {f"{side}.{name}": column for name, column in mine.items()}
        self.columns |= {
            "ask.kind": np.array([kinds.index(one.kind) for one in self.asks], int),
            "ask.remote": np.array([BY_KIND[one.kind].remote for one in self.asks], bool),
            "ask.risks": _bits([risks_of(one.kind, tuple(one.risks)) for one in self.asks], list(RISKS)),
            "offer.kinds": _bits([one.kinds for one in self.offers], kinds),
            "offer.checks": _bits([one.checks for one in self.offers], list(RISKS)),
            "offer.far": np.array([one.far_km for one in self.offers], float),
            "offer.room": np.array([one.room for one in self.offers], int),
            "offer.helping": np.array([one.helping for one in self.offers], int),
            "offer.thanked": np.array([one.thanked for one in self.offers], int),
        }
        self._pairs(people)

    def _pairs(self, people: Mapping[str, int]) -> None:
        """What is known of two, as sorted numbers of pairs: of two humans, or of an ask and a human."""
        width, row = len(people), {one.id: n for n, one in enumerate(self.asks)}
        bars = (*self.between.apart, *self.between.failed)
        self.columns |= {
            "bars": _numbers(bars, people, people, width),
            "before": _numbers(self.between.before, people, people, width),
            "tried": _numbers(self.between.tried, row, people, width),
            "width": width,
        }


def _bits(rows: Sequence[Iterable[str]], codes: Sequence[str]) -> Any:
    """Sets of codes as bits: a row each, 63 codes a column."""
    place = {code: divmod(n, 63) for n, code in enumerate(codes)}
    found = np.zeros((len(rows), max(1, -(-len(codes) // 63))), np.int64)
    for n, row in enumerate(rows):
        for code in row:
            if code in place:
                word, bit = place[code]
                found[n, word] |= 1 << bit
    return found


def _numbers(
    pairs: Iterable[tuple[str, str]], first: Mapping[str, int], other: Mapping[str, int], width: int
) -> Any:
    known = {first[a] * width + other[b] for a, b in pairs if a in first and b in other}
    return np.array(sorted(known), np.int64)


def _among(numbers: Any, sorted_ones: Any) -> Any:
    """Which of these numbers are among the sorted ones."""
    if not len(sorted_ones):
        return np.zeros(numbers.shape, bool)
    at = np.minimum(np.searchsorted(sorted_ones, numbers), len(sorted_ones) - 1)
    return sorted_ones[at] == numbers


def _km(facts: Facts, i: Any, j: Any) -> Any:
    """Kilometres between the places of pairs, along the ground."""
    c = facts.columns
    lat_a, lat_b = c["ask.lat"][i], c["offer.lat"][j]
    half = np.sin((lat_b - lat_a) / 2) ** 2
    half += np.cos(lat_a) * np.cos(lat_b) * np.sin((c["offer.lon"][j] - c["ask.lon"][i]) / 2) ** 2
    return 2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, half)))


def allowed(facts: Facts, i: Any, j: Any) -> Any:
    """Which pairs of asks `i` and offers `j` (numbers of rows) no hard rule forbids."""
    c = facts.columns
    kind = c["offer.kinds"][j, c["ask.kind"][i] // 63] >> (c["ask.kind"][i] % 63) & 1 == 1
    remote, here = c["ask.remote"][i], c["ask.area"][i] == c["offer.area"][j]
    near = remote | here | (_km(facts, i, j) <= c["offer.far"][j])
    a, b = c["ask.times"][i], c["offer.times"][j]
    unsaid = ~a.any(axis=-1) | ~b.any(axis=-1)
    when = unsaid | (a & b).any(axis=-1)
    checked = ~(c["ask.risks"][i] & ~c["offer.checks"][j]).any(axis=-1)
    who, other = c["ask.who"][i], c["offer.who"][j]
    may = kind & near & when & checked & (who != other) & (c["offer.room"][j] > 0)
    may &= ~_among(who * c["width"] + other, c["bars"])
    return may & ~_among(i * c["width"] + other, c["tried"])


def cases(facts: Facts, i: Any, j: Any) -> dict[str, Any]:
    """Which case of each part holds for pairs of asks `i` and offers `j`."""
    c = facts.columns
    far = _km(facts, i, j)
    place = np.where(far <= 3, 2, np.where(far <= 6, 1, 0))
    place = np.where(c["ask.area"][i] == c["offer.area"][j], 3, place)
    times = c["ask.times"][i] & c["offer.times"][j]
    a, b = c["ask.languages"][i], c["offer.languages"][j]
    said = a.any(axis=-1) & b.any(axis=-1)
    pair = c["ask.who"][i] * c["width"] + c["offer.who"][j]
    thanked, risky = c["offer.thanked"][j], c["ask.risks"][i].any(axis=-1)
    return {
        "place": np.where(c["ask.remote"][i] & (place < 3), 4, place),
        "time": times.any(axis=-1).astype(int),
        "language": np.where(said, np.where((a & b).any(axis=-1), 2, 1), 0),
        "before": _among(pair, c["before"]).astype(int),
        "checked": risky.astype(int),
        "thanks": np.where(thanked >= 3, 2, np.minimum(thanked, 1)),
        "load": np.minimum(c["offer.helping"][j], 2),
    }


def scores(facts: Facts, i: Any, j: Any) -> Any:
    """The whole score of pairs: the sum of the points of its parts."""
    return sum(_POINTS[part][case] for part, case in cases(facts, i, j).items())


def reasons(facts: Facts, ask: int, offer: int) -> tuple[Reason, ...]:
    """Why one offer suits one ask: every part that has something to say, with its points."""
    found = cases(facts, np.array([ask]), np.array([offer]))
    held = ((part, PARTS[part][int(case[0])]) for part, case in found.items())
    return tuple(Reason(part, case.points, case.text, case.known) for part, case in held if case.text)


@dataclass(frozen=True)
class Fits:
    """Pairs that no rule forbids: numbers of asks and offers, rising, with their scores."""

    ask: Any
    offer: Any
    score: Any


def fits(facts: Facts, best: int = BEST) -> Fits:
    """For every ask the offers that suit it, the best `best` of them."""
    c = facts.columns
    kept: list[tuple[Any, Any, Any]] = []
    for number, kind in enumerate(KINDS):
        mine = np.flatnonzero(c["ask.kind"] == number)
        theirs = np.array([n for n, one in enumerate(facts.offers) if kind.code in one.kinds], int)
        if not len(mine) or not len(theirs):
            continue
        step = max(1, _BLOCK // len(theirs))
        for start in range(0, len(mine), step):
            kept.append(_block(facts, mine[start : start + step], theirs, best))
    if not kept:
        none = np.zeros(0, int)
        return Fits(none, none, none)
    ask, offer, score = (np.concatenate(part) for part in zip(*kept, strict=True))
    order = np.lexsort((offer, -score, ask))
    return Fits(ask[order], offer[order], score[order])


def _block(facts: Facts, mine: Any, theirs: Any, best: int) -> tuple[Any, Any, Any]:
    """Some asks of one kind beside all offers of it: the best pairs of each ask."""
    i, j = np.repeat(mine, len(theirs)), np.tile(theirs, len(mine))
    may = allowed(facts, i, j)
    i, j = i[may], j[may]
    score = scores(facts, i, j) if len(i) else np.zeros(0, int)
    order = np.lexsort((j, -score, i))
    i, j, score = i[order], j[order], score[order]
    first = np.searchsorted(i, i)
    top = np.arange(len(i)) - first < best
    return i[top], j[top], score[top]
