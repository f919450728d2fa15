"""A community's ties as a picture of groups: counted, rounded, and never so few that a person shows."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import cos, pi, sin, sqrt
from random import Random
from typing import TypeVar

from kizuna.access.small_numbers import told
from kizuna.access.wording import N_
from kizuna.bonds.doubt import Interval, ratio
from kizuna.bonds.survey import Around

Code = TypeVar("Code", bound=Hashable)
ATTRIBUTES: dict[str, str] = {
    "area": N_("Part of town"),
    "age": N_("Age"),
    "language": N_("Language"),
}
WIDTH, HEIGHT = 640, 420


@dataclass(frozen=True)
class Bubble:
    """One group: `people` and `inside` as they may be told; where its circle stands in the picture."""

    label: str
    people: int | None
    inside: int | None
    x: int
    y: int
    radius: int

    @property
    def label_y(self) -> int:
        """Where its name stands: on the side away from the lines."""
        return self.y + self.radius + 22 if self.y >= HEIGHT / 2 else self.y - self.radius - 10


@dataclass(frozen=True)
class Bridge:
    """Ties between two groups that are enough to be told. That there are a few is told of none."""

    one: Bubble
    other: Bubble
    ties: int
    width: int


@dataclass(frozen=True)
class Community:
    """What a coordinator sees of a part of town."""

    attribute: str
    people_asked: int | None
    ties: int | None
    together: int | None
    """Pairs seen together in groups of whom nobody said that they know each other: never part of `ties`."""
    isolated: int | None
    isolation: Interval | None
    """The share of those asked who named nobody and whom nobody named; None when it is hidden."""
    within: int | None
    across: int | None
    """Ties within and across groups, of people whose group is known."""
    ei_index: float | None
    """Of these two counts, to one place."""
    bubbles: tuple[Bubble, ...]
    bridges: tuple[Bridge, ...]


def age_group(age: int | None) -> str:
    """A group of ages; empty when it is unknown."""
    if age is None:
        return ""
    return "0–24" if age < 25 else "25–44" if age < 45 else "45–64" if age < 65 else "65+"


def years_of(age: int, year: int) -> tuple[int, int]:
    """The years of birth, the first and the last, of those who are of the same group of ages this year."""
    first, last = next(band for band in ((0, 24), (25, 44), (45, 64), (65, 200)) if band[0] <= age <= band[1])
    return year - last, year - first


def community(around: Around, attribute: str, labels: Mapping[str, str], seed: int = 1) -> Community:
    """The picture by one attribute. Every figure is worked out from counts that have passed `told`.

    Shares, indices, circles and lines too: two pictures of which one has one more person or tie are the same,
    or their counts differ by five at least.
    """
    of = {person: groups.get(attribute, "") for person, groups in around.groups.items()}
    pairs = {(min(a, b), max(a, b)) for a, b, _ in around.ties}
    sizes = _told(Counter(of.get(person, "") for person in around.asked))
    across = _told(Counter(_between(of, pair) for pair in pairs))
    shown = sorted(code for code in sizes if code)
    bubbles = _placed(shown, sizes, across, labels)
    names = dict(zip(shown, bubbles, strict=True))
    bridges = tuple(
        Bridge(names[a], names[b], count, _width(count))
        for (a, b), count in sorted(across.items())
        if a != b and a in names and b in names
    )
    within, beyond = _mixed(pairs, of)
    people, alone = told(len(around.asked)), told(len(around.lone))
    return Community(
        attribute=attribute,
        people_asked=people,
        ties=told(len(pairs)),
        together=told(around.together),
        isolated=alone,
        isolation=_share(alone, people, seed),
        within=within,
        across=beyond,
        ei_index=_index(within, beyond),
        bubbles=bubbles,
        bridges=bridges,
    )


def _between(of: Mapping[str, str], pair: tuple[str, str]) -> tuple[str, str]:
    one, other = sorted(of.get(person, "") for person in pair)
    return one, other


def _told(counts: Mapping[Code, int]) -> dict[Code, int]:
    """Counts that may be told; the others are left out."""
    found = {code: told(count) for code, count in counts.items()}
    return {code: count for code, count in found.items() if count is not None}


def _share(part: int | None, whole: int | None, seed: int) -> Interval | None:
    """A share of two counts as told, with its interval; None when one of them is hidden."""
    if part is None or whole is None:
        return None
    people = [1.0] * min(part, whole) + [0.0] * max(0, whole - part)
    return ratio(people, [1.0] * len(people), Random(seed))


def _mixed(pairs: Iterable[tuple[str, str]], of: Mapping[str, str]) -> tuple[int | None, int | None]:
    """Ties within and across groups, as they may be told."""
    kept = [pair for pair in pairs if all(of.get(person) for person in pair)]
    inside = sum(of[a] == of[b] for a, b in kept)
    return told(inside), told(len(kept) - inside)


def _index(within: int | None, across: int | None) -> float | None:
    """The E-I index, where both counts are told."""
    if within is None or across is None:
        return None
    return round((across - within) / (across + within), 1)


def thinnest(around: Around, attribute: str) -> tuple[str, str] | None:
    """The two groups, both large enough to be told, between which the fewest ties run for their sizes."""
    of = {person: groups.get(attribute, "") for person, groups in around.groups.items()}
    sizes = _told(Counter(of.get(person, "") for person in around.asked))
    ties = Counter(_between(of, pair) for pair in {(min(a, b), max(a, b)) for a, b, _ in around.ties})
    pairs = combinations(sorted(code for code in sizes if code), 2)
    return min(pairs, key=lambda pair: (ties[pair] / (sizes[pair[0]] * sizes[pair[1]]), pair), default=None)


def _width(count: int) -> int:
    return min(14, 1 + round(sqrt(count) / 2))


def _placed(
    shown: Sequence[str],
    sizes: Mapping[str, int],
    across: Mapping[tuple[str, str], int],
    labels: Mapping[str, str],
) -> tuple[Bubble, ...]:
    """Bubbles on a ring, the area of each by its people."""
    most = max((sizes[code] for code in shown), default=1)
    ring = 0 if len(shown) == 1 else 125
    found = []
    for at, code in enumerate(shown):
        turn = 2 * pi * at / len(shown) - pi / 2
        x, y = WIDTH / 2 + 1.6 * ring * cos(turn), HEIGHT / 2 + ring * sin(turn)
        radius = 16 + round(34 * sqrt(sizes[code] / most))
        inside = across.get((code, code))
        found.append(Bubble(labels.get(code, code), sizes[code], inside, round(x), round(y), radius))
    return tuple(found)


@dataclass(frozen=True)
class Spoke:
    """One person around somebody, and where they stand in the picture of that somebody alone."""

    name: str
    kind: str
    x: int
    y: int
    width: int

    @property
    def label_y(self) -> int:
        """Where the name stands: on the side away from the line."""
        return self.y + 46 if self.y >= HEIGHT / 2 else self.y - 36


def ego(names: Sequence[tuple[str, str, int | None]]) -> tuple[Spoke, ...]:
    """A picture of one person's own ties: each with name, kind and strength, in a ring around them."""
    found = []
    for at, (name, kind, strength) in enumerate(names):
        turn = 2 * pi * at / len(names) - pi / 2
        x, y = WIDTH / 2 + 220 * cos(turn), HEIGHT / 2 + 150 * sin(turn)
        found.append(Spoke(name, kind, round(x), round(y), 2 * (strength or 1)))
    return tuple(found)
