"""A questionnaire as values: items, choices, scales and bands, each checked as it is made."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["one", "many", "text", "place"]
Rule = Literal["sum", "mean"]
DangerKind = Literal["life", "home", "other"]


class WrongDefinition(ValueError):
    """The definition contradicts itself; the message says where."""


def _check(holds: bool, sentence: str) -> None:
    if not holds:
        raise WrongDefinition(sentence)


def _twice(names: Iterable[str]) -> list[str]:
    seen = list(names)
    return sorted({name for name in seen if seen.count(name) > 1})


@dataclass(frozen=True)
class Choice:
    """One answer that a person can pick. `score` is its number on a scale, when it has one."""

    value: str
    label: str
    score: float | None = None
    danger: DangerKind | None = None
    """The danger that this answer tells of: a safety rule, kept beside the words it belongs to."""
    alone: bool = False
    """In a question with many answers: the one that says "none of these"."""

    def __post_init__(self) -> None:
        _check(bool(self.value and self.label), f"A choice needs a value and a label: {self!r}.")
        _check(self.danger is None or self.danger in get_args(DangerKind), f"Unknown danger {self.danger!r}.")


@dataclass(frozen=True)
class Item:
    """One question. `place` is answered with an area of the site; `text` in the person's own words."""

    id: str
    kind: Kind
    text: str
    hint: str = ""
    why: str = ""
    choices: tuple[Choice, ...] = ()
    with_previous: bool = False
    """Stands on the same page as the item before it."""
    longest: int = 500
    """Characters that an answer in words may have."""

    def __post_init__(self) -> None:
        _check(self.kind in get_args(Kind), f"Item {self.id!r} has the unknown kind {self.kind!r}.")
        picks = self.kind in {"one", "many"}
        _check(
            picks == bool(self.choices),
            f"Item {self.id!r} of kind {self.kind} has {len(self.choices)} choices.",
        )
        double = _twice(choice.value for choice in self.choices)
        _check(not double, f"Item {self.id!r} has the choices {double} twice.")
        _check(bool(self.text), f"Item {self.id!r} has no text.")

    def choice(self, value: str) -> Choice | None:
        """The choice with this value, if there is one."""
        return next((choice for choice in self.choices if choice.value == value), None)


@dataclass(frozen=True)
class Band:
    """A range of scores with a name: `low` ≤ score < `below`; the last band also holds its upper edge."""

    low: float
    below: float
    label: str


@dataclass(frozen=True)
class Scale:
    """How answers become a number: every item of it goes from `low` to `high` in the same steps."""

    id: str
    items: tuple[str, ...]
    low: float
    high: float
    rule: Rule = "sum"
    reverse: frozenset[str] = frozenset()
    may_miss: int = 0
    """How many unanswered items the rule allows; each counts as the mean of the answered ones."""
    bands: tuple[Band, ...] = ()

    def __post_init__(self) -> None:
        _check(bool(self.items), f"Scale {self.id!r} has no items.")
        _check(not _twice(self.items), f"Scale {self.id!r} has the items {_twice(self.items)} twice.")
        _check(self.low < self.high, f"Scale {self.id!r} goes from {self.low} to {self.high}.")
        _check(self.rule in get_args(Rule), f"Scale {self.id!r} has the unknown rule {self.rule!r}.")
        foreign = sorted(self.reverse - set(self.items))
        _check(not foreign, f"Scale {self.id!r} reverses {foreign}, which are not in it.")
        _check(0 <= self.may_miss < len(self.items), f"Scale {self.id!r} may not miss {self.may_miss} items.")
        self._check_bands()

    @property
    def least(self) -> float:
        """The lowest score there is."""
        return self.low * (len(self.items) if self.rule == "sum" else 1)

    @property
    def most(self) -> float:
        """The highest score there is."""
        return self.high * (len(self.items) if self.rule == "sum" else 1)

    def _check_bands(self) -> None:
        if not self.bands:
            return
        first, last = self.bands[0], self.bands[-1]
        _check(
            first.low == self.least, f"The first band of {self.id!r} starts at {first.low}, not {self.least}."
        )
        _check(
            last.below >= self.most, f"The last band of {self.id!r} ends at {last.below}, before {self.most}."
        )
        _check(last.low <= self.most, f"The last band of {self.id!r} starts above the highest score.")
        for band in self.bands:
            _check(band.low < band.below, f"Band {band.label!r} of {self.id!r} is empty.")
        for one, following in zip(self.bands, self.bands[1:], strict=False):
            _check(one.below <= following.low, f"Bands {one.label!r} and {following.label!r} overlap.")
            _check(
                one.below >= following.low, f"There is a gap between {one.label!r} and {following.label!r}."
            )

    def band(self, score: float) -> Band | None:
        """The band of a score, or None when the scale has no bands. Raises ValueError outside its range."""
        if not self.least <= score <= self.most:
            raise ValueError(f"{score} is not between {self.least} and {self.most}.")
        return next((band for band in reversed(self.bands) if band.low <= score), None)


@dataclass(frozen=True)
class Instrument:
    """A whole questionnaire with where it comes from. `code` and `version` name it for ever."""

    code: str
    version: str
    title: str
    items: tuple[Item, ...]
    about: str = ""
    source: str = ""
    licence: str = ""
    scales: tuple[Scale, ...] = ()

    def __post_init__(self) -> None:
        _check(
            bool(self.code and self.version and self.title), "An instrument needs a code, version and title."
        )
        _check(bool(self.items), f"Instrument {self.code!r} has no items.")
        double = _twice(item.id for item in self.items)
        _check(not double, f"Instrument {self.code!r} has the items {double} twice.")
        _check(not self.items[0].with_previous, f"Nothing stands before the first item of {self.code!r}.")
        known = {item.id for item in self.items}
        for scale in self.scales:
            missing = sorted(set(scale.items) - known)
            _check(
                not missing, f"Scale {scale.id!r} of {self.code!r} uses {missing}, which it does not have."
            )

    @property
    def pages(self) -> tuple[tuple[Item, ...], ...]:
        """The items in their order, one page a tuple."""
        pages: list[tuple[Item, ...]] = []
        for item in self.items:
            if item.with_previous:
                pages[-1] = (*pages[-1], item)
            else:
                pages.append((item,))
        return tuple(pages)

    def item(self, code: str) -> Item:
        """The item with this id; KeyError when there is none."""
        for item in self.items:
            if item.id == code:
                return item
        raise KeyError(code)
