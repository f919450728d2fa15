"""What this room offers for measuring: figures of an area in a period; none shows a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from kizuna.activities.participation import Part, rounded, wilson

HOURS = 10
"""Hours that people helped are told by so many."""


@dataclass(frozen=True)
class Indicator:
    """One figure: None where there is none, or where it is too small to be told; shares from 0 to 1."""

    code: str
    value: float | None
    low: float | None = None
    high: float | None = None
    answers: int | None = None
    hidden: bool = False


@dataclass(frozen=True)
class Helped:
    """Volunteers who helped at the groups of an area, for how many hours, and people who joined groups."""

    volunteers: Sequence[Part] = ()
    hours: float = 0.0
    joined: Sequence[Part] = ()


def indicators(
    came: Sequence[Part], live_here: int, groups: int, dates: int, hours: float, helped: Helped
) -> tuple[Indicator, ...]:
    """How many came, of how many who live here, and what there was: groups, dates, help, new members.

    `live_here`: 0 when no profile says it. Groups and dates are public, so they are told as they are. Hours
    of few volunteers would tell how long one of them helped, so they hide with their number, and are told
    by tens: two periods that differ by one shift do not tell whose it was.
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
        *_helped(helped),
    )


def _helped(helped: Helped) -> tuple[Indicator, ...]:
    volunteers = rounded(one.key for one in helped.volunteers)
    few = bool(helped.volunteers) and volunteers is None
    joined = rounded(one.key for one in helped.joined)
    return (
        Indicator("activities.volunteers", volunteers, answers=volunteers, hidden=few),
        Indicator(
            "activities.volunteering_hours",
            None if few else HOURS * round(helped.hours / HOURS),
            answers=volunteers,
            hidden=few,
        ),
        Indicator(
            "activities.new_members", joined, answers=joined, hidden=bool(helped.joined) and joined is None
        ),
    )
