"""What this room offers for measuring: figures of an area in a period; none shows a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from kizuna.activities.participation import Part, rounded, wilson


@dataclass(frozen=True)
class Indicator:
    """One figure: None where there is none, or where it is too small to be told; shares from 0 to 1."""

    code: str
    value: float | None
    low: float | None = None
    high: float | None = None
    answers: int | None = None
    hidden: bool = False


def indicators(
    came: Sequence[Part], live_here: int, groups: int, dates: int, hours: float
) -> tuple[Indicator, ...]:
    """How many came, of how many who live here, and what there was: groups, dates, hours.

    `live_here`: 0 when no profile says it. Groups and dates are public, so they are told as they are.
    """
    people = rounded(one.key for one in came)
    hidden = bool(came) and people is None
    share = low = high = None
    if people is not None and live_here:
        share, (low, high) = min(1.0, people / live_here), wilson(people, live_here)
    return (
        Indicator("activities.people", people, answers=people, hidden=hidden),
        Indicator("activities.taking_part", share, low, high, people, hidden=hidden),
        Indicator("activities.groups", groups),
        Indicator("activities.dates", dates),
        Indicator("activities.hours", hours),
    )
