"""How answers become a number: items, ranges, reversal, rule, what may be missing, and bands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

Rule = Literal["sum", "mean"]
Fill = Literal["mean", "nothing"]


class WrongDefinition(ValueError):
    """The definition contradicts itself; the message says where."""


def check(holds: bool, sentence: str) -> None:
    """Raise WrongDefinition with this sentence unless it holds."""
    if not holds:
        raise WrongDefinition(sentence)


def twice(names: Iterable[str]) -> list[str]:
    """The names that stand there more than once."""
    seen = list(names)
    return sorted({name for name in seen if seen.count(name) > 1})


@dataclass(frozen=True)
class Band:
    """A range of scores with a name: `low` ≤ score < `below`; the last band also holds its upper edge."""

    low: float
    below: float
    label: str


@dataclass(frozen=True)
class Range:
    """Items that do not go from the scale's `low` to its `high`, but from elsewhere to elsewhere."""

    items: tuple[str, ...]
    low: int
    high: int


@dataclass(frozen=True)
class Recode:
    """Items whose answers count as other numbers: dichotomised ones as 0 and 1. Answers left out stay."""

    items: tuple[str, ...]
    points: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Weight:
    """How many times these items count."""

    items: tuple[str, ...]
    times: float


@dataclass(frozen=True)
class Scale:
    """A number made of answers. Every item goes from `low` to `high` in whole steps, unless `ranges` says so.

    The answers are recoded or reversed, weighted, summed or averaged, multiplied by `factor`, and looked up
    in `table`, in this order.
    """

    id: str
    items: tuple[str, ...]
    low: int
    high: int
    title: str = ""
    rule: Rule = "sum"
    reverse: frozenset[str] = frozenset()
    ranges: tuple[Range, ...] = ()
    recode: tuple[Recode, ...] = ()
    weights: tuple[Weight, ...] = ()
    factor: float = 1
    table: tuple[tuple[float, float], ...] = ()
    """Each raw score with what it becomes."""
    may_miss: int = 0
    """How many unanswered items the rule allows."""
    fill: Fill = "mean"
    """What an unanswered item counts: the mean of the answered ones, or nothing."""
    gate: str = ""
    """A question that is answered with 0 or 1 before the items: with 0 the score is the lowest."""
    loinc: str = ""
    bands: tuple[Band, ...] = ()
    change: float = 0
    """A change that its authors call clinically relevant; 0 when none is published."""
    sd: float = 0
    """Standard deviation in the general population, for reliable change; 0 when none is published."""
    reliability: float = 0
    norm: str = ""
    """Where the last two are published."""

    def __post_init__(self) -> None:
        check(bool(self.items), f"Scale {self.id!r} has no items.")
        check(not twice(self.items), f"Scale {self.id!r} has the items {twice(self.items)} twice.")
        check(self.low < self.high, f"Scale {self.id!r} goes from {self.low} to {self.high}.")
        check(self.rule in get_args(Rule), f"Scale {self.id!r} has the unknown rule {self.rule!r}.")
        check(self.fill in get_args(Fill), f"Scale {self.id!r} fills gaps with the unknown {self.fill!r}.")
        check(0 <= self.may_miss < len(self.items), f"Scale {self.id!r} may not miss {self.may_miss} items.")
        check(self.gate not in self.items, f"Scale {self.id!r} counts its gate {self.gate!r}.")
        self._check_names()
        self._check_numbers()
        self._check_table()
        self._check_bands()

    def _check_names(self) -> None:
        for what, names in (
            ("reverses", list(self.reverse)),
            ("gives ranges for", [item for one in self.ranges for item in one.items]),
            ("recodes", [item for one in self.recode for item in one.items]),
            ("weights", [item for one in self.weights for item in one.items]),
        ):
            foreign = sorted(set(names) - set(self.items))
            check(not foreign, f"Scale {self.id!r} {what} {foreign}, which are not in it.")
            check(not twice(names), f"Scale {self.id!r} {what} {twice(names)} twice.")
        both = sorted(self.reverse & {item for one in self.recode for item in one.items})
        check(not both, f"Scale {self.id!r} both reverses and recodes {both}.")

    def _check_numbers(self) -> None:
        for one in self.ranges:
            check(one.low < one.high, f"Scale {self.id!r} has items from {one.low} to {one.high}.")
        for recode in self.recode:
            for item in recode.items:
                strange = sorted({answer for answer, _ in recode.points} - set(self.answers(item)))
                check(not strange, f"Scale {self.id!r} recodes {strange}, which {item!r} does not offer.")
        check(
            all(one.times > 0 for one in self.weights), f"Scale {self.id!r} has a weight that is not above 0."
        )
        check(self.factor > 0, f"Scale {self.id!r} has the factor {self.factor}.")
        check(self.sd >= 0 and 0 <= self.reliability < 1, f"Scale {self.id!r} has impossible norms.")
        check(
            bool(self.sd) == bool(self.reliability) == bool(self.norm),
            f"Scale {self.id!r} needs standard deviation, reliability and their source, or none of them.",
        )
        one_range = len({(self.lowest(item), self.highest(item)) for item in self.items}) == 1
        check(
            not self.may_miss or self.fill == "nothing" or one_range,
            f"Scale {self.id!r} cannot fill gaps with a mean: its items have different ranges.",
        )

    def _check_table(self) -> None:
        if not self.table:
            return
        raw = [key for key, _ in self.table]
        check(
            not self.may_miss, f"Scale {self.id!r} looks whole scores up, so that no answer may be missing."
        )
        whole = [float(n) for n in range(int(self._raw[0]), int(self._raw[1]) + 1)]
        check(raw == whole, f"The table of {self.id!r} does not hold every raw score once, in order.")

    def lowest(self, item: str) -> int:
        """The lowest answer of an item."""
        return next((one.low for one in self.ranges if item in one.items), self.low)

    def highest(self, item: str) -> int:
        """The highest answer of an item."""
        return next((one.high for one in self.ranges if item in one.items), self.high)

    def answers(self, item: str) -> range:
        """Every answer of an item."""
        return range(self.lowest(item), self.highest(item) + 1)

    def times(self, item: str) -> float:
        """The weight of an item."""
        return next((one.times for one in self.weights if item in one.items), 1)

    def counts(self, item: str) -> dict[int, float]:
        """What each answer of an item counts, before its weight."""
        for one in self.recode:
            if item in one.items:
                return {answer: dict(one.points).get(answer, answer) for answer in self.answers(item)}
        turned = item in self.reverse
        ends = self.lowest(item) + self.highest(item)
        return {answer: ends - answer if turned else answer for answer in self.answers(item)}

    @cached_property
    def _raw(self) -> tuple[float, float]:
        """The lowest and highest score before factor and table."""
        points = {item: self.counts(item).values() for item in self.items}
        low = sum(min(points[item]) * self.times(item) for item in self.items)
        high = sum(max(points[item]) * self.times(item) for item in self.items)
        if self.rule == "sum":
            return low, high
        weight = sum(self.times(item) for item in self.items)
        return low / weight, high / weight

    @cached_property
    def looked_up(self) -> Mapping[float, float]:
        """The table as a mapping."""
        return dict(self.table)

    @property
    def lowest_raw(self) -> float:
        """The lowest score before factor and table."""
        return self._raw[0]

    def _end(self, raw: float) -> float:
        return self.looked_up[raw] if self.table else raw * self.factor

    @property
    def least(self) -> float:
        """The lowest score there is."""
        return self._end(self._raw[0])

    @property
    def most(self) -> float:
        """The highest score there is."""
        return self._end(self._raw[1])

    def _check_bands(self) -> None:
        if not self.bands:
            return
        first, last = self.bands[0], self.bands[-1]
        check(
            first.low == self.least, f"The first band of {self.id!r} starts at {first.low}, not {self.least}."
        )
        check(
            last.below >= self.most, f"The last band of {self.id!r} ends at {last.below}, before {self.most}."
        )
        check(last.low <= self.most, f"The last band of {self.id!r} starts above the highest score.")
        for band in self.bands:
            check(band.low < band.below, f"Band {band.label!r} of {self.id!r} is empty.")
        for one, following in zip(self.bands, self.bands[1:], strict=False):
            check(one.below <= following.low, f"Bands {one.label!r} and {following.label!r} overlap.")
            check(
                one.below >= following.low, f"There is a gap between {one.label!r} and {following.label!r}."
            )

    def band(self, score: float) -> Band | None:
        """The band of a score, or None when the scale has no bands. Raises ValueError outside its range."""
        if not self.least <= score <= self.most:
            raise ValueError(f"{score} is not between {self.least} and {self.most}.")
        return next((band for band in reversed(self.bands) if band.low <= score), None)
