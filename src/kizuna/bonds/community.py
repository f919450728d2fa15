"""A community's ties as a picture of groups: counted, rounded, and never so few that a person shows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from random import Random

from kizuna.access.wording import N_
from kizuna.bonds.doubt import Interval, ratio
from kizuna.bonds.mixing import mixing
from kizuna.bonds.survey import Around

FEWEST = 10
"""Fewer people or ties than this are not told."""
STEP = 5
"""What is told is rounded to fives: two figures that differ by one person mostly look alike."""
ATTRIBUTES: dict[str, str] = {
    "area": N_("Part of town"),
    "age": N_("Age"),
    "language": N_("Language"),
}
WIDTH, HEIGHT = 640, 420


def told(count: int) -> int | None:
    """A count as it may be told; None when it is hidden. Nobody is hidden, too: that is about everybody."""
    return None if count < FEWEST else STEP * round(count / STEP)


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
    """Ties between two groups, as far as they may be told; lines only for those."""

    one: Bubble
    other: Bubble
    ties: int | None
    width: int


@dataclass(frozen=True)
class Community:
    """What a coordinator sees of a part of town."""

    attribute: str
    people_asked: int | None
    ties: int | None
    isolated: int | None
    isolation: Interval | None
    """The share of those asked who named nobody and whom nobody named; None when it is hidden."""
    ei_index: float | None
    bubbles: tuple[Bubble, ...]
    bridges: tuple[Bridge, ...]


def age_group(age: int | None) -> str:
    """A group of ages; empty when it is unknown."""
    if age is None:
        return ""
    return "0–24" if age < 25 else "25–44" if age < 45 else "45–64" if age < 65 else "65+"


def community(around: Around, attribute: str, labels: Mapping[str, str], seed: int = 1) -> Community:
    """The picture by one attribute. Every figure passes `told`, shares only where both their parts do."""
    of = {person: groups.get(attribute, "") for person, groups in around.groups.items()}
    pairs = sorted({(min(a, b), max(a, b)) for a, b, _ in around.ties})
    sizes = Counter(of.get(person, "") for person in around.asked)
    across = Counter(tuple(sorted((of.get(a, ""), of.get(b, "")))) for a, b in pairs)
    shown = sorted(code for code, size in sizes.items() if code and told(size) is not None)
    bubbles = _placed(shown, sizes, across, labels)
    names = dict(zip(shown, bubbles, strict=True))
    bridges = tuple(
        Bridge(names[a], names[b], told(count), _width(count))
        for (a, b), count in sorted(across.items())
        if a != b and a in names and b in names
    )
    alone = len(around.lone)
    hidden = told(len(around.asked)) is None or 0 < alone < FEWEST
    people = sorted(around.asked)
    rate = (
        None
        if hidden
        else ratio([float(p in around.lone) for p in people], [1.0] * len(people), Random(seed))
    )
    return Community(
        attribute=attribute,
        people_asked=told(len(around.asked)),
        ties=told(len(pairs)),
        isolated=None if hidden else STEP * round(alone / STEP),
        isolation=rate,
        ei_index=_across(pairs, of),
        bubbles=bubbles,
        bridges=bridges,
    )


def _across(pairs: Sequence[tuple[str, str]], of: Mapping[str, str]) -> float | None:
    """The E-I index, to one place, where the ties within and across are both enough to be told."""
    people = sorted({person for pair in pairs for person in pair})
    number = {person: at for at, person in enumerate(people)}
    found = mixing("", [(number[a], number[b]) for a, b in pairs], [of.get(person, "") for person in people])
    if told(found.bonding) is None or told(found.bridging) is None or found.ei_index is None:
        return None
    return round(found.ei_index, 1)


def _width(count: int) -> int:
    return min(14, 1 + round(sqrt(count) / 2))


def _placed(
    shown: Sequence[str],
    sizes: Mapping[str, int],
    across: Mapping[tuple[str, ...], int],
    labels: Mapping[str, str],
) -> tuple[Bubble, ...]:
    """Bubbles on a ring, the area of each by its people."""
    most = max((sizes[code] for code in shown), default=1)
    ring = 0 if len(shown) == 1 else 140
    found = []
    for at, code in enumerate(shown):
        turn = 2 * pi * at / len(shown) - pi / 2
        x, y = WIDTH / 2 + 1.4 * ring * cos(turn), HEIGHT / 2 + ring * sin(turn)
        radius = 16 + round(34 * sqrt(sizes[code] / most))
        inside = told(across.get((code, code), 0))
        found.append(Bubble(labels.get(code, code), told(sizes[code]), inside, round(x), round(y), radius))
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


@dataclass(frozen=True)
class Indicator:
    """One figure for measuring: None where nobody was asked, or too few to be told."""

    code: str
    value: float | None
    low: float | None = None
    high: float | None = None
    answers: int | None = None
    hidden: bool = False


def indicators(around: Around) -> tuple[Indicator, ...]:
    """What this room offers for indices: isolation, ties across parts of town, who is in a phone tree."""
    found = community(around, "area", {})
    rate = found.isolation
    hidden = bool(around.asked) and rate is None
    part = told(len(around.in_tree))
    return (
        Indicator(
            "bonds.isolation",
            rate.value if rate else None,
            rate.low if rate else None,
            rate.high if rate else None,
            found.people_asked,
            hidden,
        ),
        Indicator(
            "bonds.bridging", found.ei_index, answers=found.people_asked, hidden=found.ei_index is None
        ),
        Indicator("bonds.phone_tree", None if part is None else float(part), hidden=part is None),
    )
