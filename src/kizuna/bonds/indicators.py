"""What this room offers for measuring: figures of an area, worked out from counts that may be told."""

from dataclasses import dataclass

from kizuna.access.small_numbers import told
from kizuna.bonds.community import community
from kizuna.bonds.survey import Around
from kizuna.bonds.tie import LINKING


@dataclass(frozen=True)
class Indicator:
    """One figure for measuring. None: nobody was asked, or too few; which of the two is not told."""

    code: str
    value: float | None
    low: float | None = None
    high: float | None = None
    answers: int | None = None
    """How many were asked, as it may be told."""


def indicators(around: Around) -> tuple[Indicator, ...]:
    """Isolation, bridging, linking, circles of support, and who can be reached by a phone tree.

    isolation: share of those asked, 0 to 1, with a 95 % interval. bridging: E-I index over parts of town, -1
    to 1. linking and circle: ties to professionals, and ties that bring support, for each person asked.
    phone_tree: share of those asked who agreed to be in one. together: pairs seen together in groups.
    """
    found = community(around, "area", {})
    people, rate = found.people_asked, found.isolation
    linking = told(sum(kind in LINKING for _, _, kind in around.ties))
    circle = told(sum(bool(one.gets) for one in around.said))

    figures = {
        "bridging": found.ei_index,
        "linking": _each(linking, people),
        "circle": _each(circle, people),
        "phone_tree": _each(told(len(around.in_tree)), people),
        "together": _each(found.together, people),
    }
    alone = (rate.value, rate.low, rate.high) if rate else (None, None, None)
    return (
        Indicator("bonds.isolation", *alone, people),
        *(Indicator(f"bonds.{code}", value, answers=people) for code, value in figures.items()),
    )


def _each(part: int | None, people: int | None) -> float | None:
    """For each person asked; None when one of the two counts is hidden."""
    return None if part is None or people is None else part / people
