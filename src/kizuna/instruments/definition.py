"""A questionnaire as values: items, choices and scales, each checked as it is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Literal, get_args

from kizuna.instruments.scale import Band, Scale, WrongDefinition, check, twice

__all__ = ["Band", "Choice", "DangerKind", "Instrument", "Item", "Kind", "Scale", "Words", "WrongDefinition"]

Kind = Literal["one", "many", "text", "place", "number", "date"]
DangerKind = Literal["life", "home", "other"]
Words = Literal["kizuna", "site", "licence"]
"""Whose wording: Kizuna's own, the site's, or the site's with the owner's written permission only."""


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
        check(bool(self.value), f"A choice needs a value: {self!r}.")
        check(self.danger is None or self.danger in get_args(DangerKind), f"Unknown danger {self.danger!r}.")


@dataclass(frozen=True)
class Only:
    """A question that is asked only after one of these answers to an earlier one."""

    item: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """One question. `place` is answered with an area of the site; `text` in the person's own words."""

    id: str
    kind: Kind
    text: str = ""
    hint: str = ""
    why: str = ""
    choices: tuple[Choice, ...] = ()
    with_previous: bool = False
    """Stands on the same page as the item before it."""
    longest: int = 500
    """Characters that an answer in words may have."""
    least: float | None = None
    """The smallest number that is an answer, and the largest; none: no such end."""
    most: float | None = None
    whole: bool = False
    """Takes whole numbers only."""
    loinc: str = ""
    answers: str = ""
    """The set of answers that it shares with other items: their words are written once."""
    only: tuple[Only, ...] = ()
    """Asked only if each (or, with `any_of`, one) of these holds."""
    any_of: bool = False

    def __post_init__(self) -> None:
        check(self.kind in get_args(Kind), f"Item {self.id!r} has the unknown kind {self.kind!r}.")
        picks = self.kind in {"one", "many"}
        check(
            picks == bool(self.choices),
            f"Item {self.id!r} of kind {self.kind} has {len(self.choices)} choices.",
        )
        double = twice(choice.value for choice in self.choices)
        check(not double, f"Item {self.id!r} has the choices {double} twice.")

    def takes(self, number: float) -> bool:
        """Whether a number lies between its ends, and is whole where it must be."""
        if not isfinite(number) or (self.whole and number != int(number)):
            return False
        return (self.least is None or number >= self.least) and (self.most is None or number <= self.most)

    def choice(self, value: str) -> Choice | None:
        """The choice with this value, if there is one."""
        return next((choice for choice in self.choices if choice.value == value), None)

    def applies(self, answers: Mapping[str, str | list[str]]) -> bool:
        """Whether it is asked after these answers."""

        def said(only: Only) -> bool:
            value = answers.get(only.item, [])
            return bool(set([value] if isinstance(value, str) else value) & set(only.answers))

        test = any if self.any_of else all
        return not self.only or test(said(only) for only in self.only)

    @property
    def worded(self) -> bool:
        """Whether it can be put to somebody: the question and every answer have words."""
        return bool(self.text) and all(choice.label for choice in self.choices)


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
    words: Words = "kizuna"
    age_from: int = 0
    """Years of age for which it was made; 0 when nothing is published."""
    loinc: str = ""
    notes: str = ""
    """What is not published and how Kizuna decides it."""
    scales: tuple[Scale, ...] = ()
    lead: str = ""
    """What stands above the questions, in the site's words."""

    def __post_init__(self) -> None:
        check(
            bool(self.code and self.version and self.title), "An instrument needs a code, version and title."
        )
        check(self.words in get_args(Words), f"Instrument {self.code!r} has words of {self.words!r}.")
        check(bool(self.items), f"Instrument {self.code!r} has no items.")
        double = twice(item.id for item in self.items)
        check(not double, f"Instrument {self.code!r} has the items {double} twice.")
        check(not self.items[0].with_previous, f"Nothing stands before the first item of {self.code!r}.")
        self._check_words()
        self._check_conditions()
        for scale in self.scales:
            self._check_scale(scale)
        double = twice(scale.id for scale in self.scales)
        check(not double, f"Instrument {self.code!r} has the scales {double} twice.")

    def _check_words(self) -> None:
        if self.words != "kizuna":
            check(
                bool(self.source and self.licence), f"Instrument {self.code!r} needs a source and a licence."
            )
            return
        bare = [item.id for item in self.items if not item.worded]
        check(not bare, f"Items {bare} of {self.code!r} have no text, or an answer without words.")

    def _check_conditions(self) -> None:
        before: dict[str, Item] = {}
        for item in self.items:
            for only in item.only:
                check(
                    only.item in before,
                    f"Item {item.id!r} of {self.code!r} waits for {only.item!r}, which is not before it.",
                )
            before[item.id] = item

    def _check_scale(self, scale: Scale) -> None:
        known = {item.id: item for item in self.items}
        asked = (*scale.items, *([scale.gate] if scale.gate else []))
        missing = sorted(set(asked) - set(known))
        check(not missing, f"Scale {scale.id!r} of {self.code!r} uses {missing}, which it does not have.")
        for name in scale.items:
            offered = sorted(c.score for c in known[name].choices if c.score is not None)
            check(
                offered == [float(point) for point in scale.answers(name)],
                f"Item {name!r} of {self.code!r} offers {offered}; scale {scale.id!r} wants "
                f"{scale.lowest(name)} to {scale.highest(name)}.",
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

    @property
    def worded(self) -> bool:
        """Whether every question has its words."""
        return all(item.worded for item in self.items)

    def asked(self, answers: Mapping[str, str | list[str]]) -> frozenset[str]:
        """The ids of the questions that are asked after these answers."""
        return frozenset(item.id for item in self.items if item.applies(answers))

    def item(self, code: str) -> Item:
        """The item with this id; KeyError when there is none."""
        for item in self.items:
            if item.id == code:
                return item
        raise KeyError(code)

    def scale(self, code: str) -> Scale:
        """The scale with this id; KeyError when there is none."""
        for scale in self.scales:
            if scale.id == code:
                return scale
        raise KeyError(code)
