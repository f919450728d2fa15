"""How many places are left, in four states; what was said too long ago is unknown again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from kizuna.access.wording import N_

State = Literal["places", "none", "waiting", "assessment"]
STATES: tuple[State, ...] = get_args(State)
ACCEPTING: frozenset[State | None] = frozenset({"places", "assessment"})
"""Whoever looks for room now may go there. Unknown is not room."""
LASTS = timedelta(days=7)
LASTS_IN_EMERGENCY = timedelta(hours=24)
_AHEAD = timedelta(hours=14)
"""A package may give a day without an hour: midnight of a zone further east. Later than that is a mistake."""
LABELS: Mapping[State, str] = {
    "places": N_("Places free"),
    "none": N_("No places"),
    "waiting": N_("Waiting list"),
    "assessment": N_("They talk with each person first"),
}
SAYS: Mapping[State, str] = {
    "places": N_("We have places free"),
    "none": N_("We have no places"),
    "waiting": N_("We have a waiting list"),
    "assessment": N_("We talk with each person first"),
}
"""The same in the provider's mouth, on their buttons."""
ROOM: Mapping[State | None, float] = {
    "places": 1.0,
    "assessment": 1.0,
    None: 1.0,
    "waiting": 0.85,
    "none": 0.7,
}
"""How much of its score in a search a service keeps."""


@dataclass(frozen=True)
class Word:
    """What somebody said of one unit (empty: the whole service). None is unknown; waiting in days."""

    state: State | None = None
    unit: str = ""
    available: int | None = None
    maximum: int | None = None
    waiting_days: int | None = None
    updated: datetime | None = None

    def holds(self, now: datetime, *, emergency: bool) -> bool:
        """Whether this is recent enough to be passed on."""
        if self.state is None or self.updated is None:
            return False
        lasts = LASTS_IN_EMERGENCY if emergency else LASTS
        return -_AHEAD <= now - self.updated <= lasts

    def asks_posture(self, now: datetime) -> bool:
        """Whether it holds on an everyday and not in an emergency."""
        return self.holds(now, emergency=False) and not self.holds(now, emergency=True)


@dataclass(frozen=True)
class Capacity:
    """What holds now for the whole service. `state` None: nobody knows."""

    state: State | None = None
    available: int | None = None
    maximum: int | None = None
    waiting_days: int | None = None
    updated: datetime | None = None


UNKNOWN = Capacity()


def state_of(said: str, available: int | None) -> State | None:
    """The state that was said; of a mere number, whether it leaves a place."""
    for state in STATES:
        if said == state:
            return state
    return None if available is None else "places" if available else "none"


def newest(words: Iterable[Word]) -> tuple[Word, ...]:
    """The last word on each unit, the whole service first, then by the unit's name."""
    last: dict[str, Word] = {}
    for word in sorted(words, key=lambda one: one.updated.timestamp() if one.updated else 0.0):
        last[word.unit] = word
    return tuple(last[unit] for unit in sorted(last))


def standing(words: Iterable[Word], now: datetime, *, emergency: bool) -> Capacity:
    """What holds for the whole service: the kindest state of its units.

    "No places" needs a word on every unit: with one of them unknown there may be places.
    """
    last = newest(words)
    known = [word for word in last if word.holds(now, emergency=emergency)]
    if not known:
        return UNKNOWN
    for state in ("places", "assessment", "waiting", "none"):
        some = [word for word in known if word.state == state]
        if some and (state != "none" or len(known) == len(last)):
            return _together(some)
    return UNKNOWN


def _together(words: list[Word]) -> Capacity:
    waits = [word.waiting_days for word in words if word.waiting_days is not None]
    return Capacity(
        words[0].state,
        _sum([word.available for word in words]),
        _sum([word.maximum for word in words]),
        min(waits, default=None),
        min(word.updated for word in words if word.updated),
    )


def _sum(numbers: list[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None
