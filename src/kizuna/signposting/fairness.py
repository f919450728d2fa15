"""Who gets suggestions that they can reach: counts by kind of person, small ones hidden."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kizuna.access.small_numbers import too_small
from kizuna.access.wording import N_
from kizuna.signposting.facts import PersonFacts
from kizuna.signposting.reasons import base

BANDS = (18, 30, 50, 65, 80)
AGES: Mapping[str, str] = {
    "0": N_("Under 18"),
    "18": N_("18 to 29"),
    "30": N_("30 to 49"),
    "50": N_("50 to 64"),
    "65": N_("65 to 79"),
    "80": N_("80 and over"),
}
STEP = 5
"""Shares are rounded to so many of a hundred: nearer would tell of single people."""


@dataclass(frozen=True)
class Cell:
    """Lists shown to one kind of people. `n` is None when it is hidden; shares are of a hundred."""

    value: str
    n: int | None
    found: int = 0
    """Something was found at all."""
    reached: int = 0
    """Something among the first five is within reach."""
    suited: int = 0
    """Something among the first five suits for certain."""
    label: str = ""

    @property
    def gap(self) -> bool:
        """Fewer than half of these people get something that they can reach."""
        return self.n is not None and self.n > 0 and self.reached < 50


@dataclass(frozen=True)
class NewShown:
    """Lists shown in a month to one kind of people: their number, and for how many something was there."""

    month: date
    side: str
    value: str
    n: int
    found: int
    reached: int
    suited: int


@dataclass(frozen=True)
class Outcome:
    """What a list had for the one who asked: anything, something within reach, something that suits."""

    found: bool = False
    reached: bool = False
    suited: bool = False


def band(age: tuple[float, float] | None) -> str:
    """The band that the middle of an age is in; empty when it is unknown."""
    if age is None:
        return ""
    middle = (age[0] + min(age[1], 100)) / 2
    return str(max((low for low in BANDS if middle >= low), default=0))


def sides(facts: PersonFacts) -> dict[str, str]:
    """What kind of person somebody is, for each way of counting; empty where it is unknown."""
    own = [base(one) for one in facts.languages]
    foreign = [one for one in own if one != base(facts.local_language)]
    return {"area": facts.area, "age": band(facts.age), "language": next(iter([*foreign, *own]), "")}


def share(part: int, whole: int) -> int:
    """Part of a hundred, rounded; 0 and 100 only when it is none and all."""
    if not whole or part in (0, whole):
        return 100 if whole and part == whole else 0
    return min(max(round(100 * part / whole / STEP) * STEP, STEP), 100 - STEP)


def cells(rows: Sequence[tuple[str, int, int, int, int]]) -> tuple[Cell, ...]:
    """One cell for each (value, n, found, reached, suited), the small ones hidden."""
    hidden = too_small(n for _, n, *_ in rows)
    return tuple(
        Cell(value, None) if hide else Cell(value, n, share(found, n), share(reached, n), share(suited, n))
        for (value, n, found, reached, suited), hide in zip(rows, hidden, strict=True)
    )


def named(found: Iterable[Cell], labels: Mapping[str, str]) -> tuple[Cell, ...]:
    """The cells with their names, in the order of the names; those without a name last."""
    order = list(labels)
    with_names = [replace(one, label=labels.get(one.value, "")) for one in found]
    return tuple(sorted(with_names, key=lambda one: order.index(one.value) if one.label else len(order)))
