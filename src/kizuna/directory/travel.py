"""How far somebody gets in so many minutes, and back: as the crow flies, for a first look only."""

from collections.abc import Mapping
from dataclasses import dataclass

from kizuna.access.wording import N_


@dataclass(frozen=True)
class Way:
    """A way to go: what it is called, minutes before it starts, and kilometres an hour in a straight line."""

    label: str
    before: float
    speed: float


WAYS: Mapping[str, Way] = {
    "foot": Way(N_("on foot"), 0, 3.7),
    "bus": Way(N_("by bus"), 10, 14),
    "car": Way(N_("by car"), 5, 25),
}
"""Streets bend: 4.8 km an hour on foot bring one 3.7 km nearer. A bus is waited for, a car is parked."""
LONGEST = 240
"""Minutes that somebody may travel for help."""


def km_in(minutes: float, way: str) -> float:
    """Kilometres in a straight line that one gets in so many minutes; 0 while still waiting."""
    found = WAYS[way]
    return max(0.0, (minutes - found.before) / 60 * found.speed)


def minutes_for(km: float, way: str) -> int:
    """Minutes for so many kilometres in a straight line, in steps of five, never less than five."""
    found = WAYS[way]
    return max(5, 5 * round((found.before + km / found.speed * 60) / 5))
