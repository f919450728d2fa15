"""The posture of an area as values: everyday, or an emergency until some time, and how it came about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kizuna.access.wording import N_
from kizuna.places.area import upwards

CHANGES = ("raised", "prolonged", "lowered")
LONGEST = timedelta(days=14)
"""An emergency ends by itself after this time at the latest; whoever needs longer says so again."""
LONGEST_WHY = 200


@dataclass(frozen=True)
class Emergency:
    """An emergency that is on: where it was called, why, and when it ends by itself."""

    area_id: str
    area_name: str
    until: datetime
    why: str = ""


@dataclass(frozen=True)
class PostureStep:
    """One step of an area's history. `role` is who did it; `mine`: the viewer did."""

    kind: str
    at: datetime
    until: datetime | None
    why: str
    role: str
    mine: bool


def wrong_end(until: datetime, now: datetime) -> str | None:
    """Why an emergency cannot end then, as a sentence; None when it can."""
    if until <= now:
        return N_("An emergency must end later than now.")
    if until - now > LONGEST:
        return N_("An emergency ends after 14 days at the latest. You can prolong it then.")
    return None


def wrong_reason(why: str) -> str | None:
    """Why this cannot stand on everybody's page as the reason; None when it can."""
    if not why.strip():
        return N_("Say why in a few words. People in this area read it.")
    return N_("Say it in 200 characters or fewer.") if len(why) > LONGEST_WHY else None


def holding(
    above: Mapping[str, str | None], on: Mapping[str, datetime], area: str, now: datetime
) -> tuple[str, ...]:
    """Which emergencies hold in this area: its own first, then those of the areas above it."""
    return tuple(each for each in upwards(above, area) if each in on and on[each] > now)


def kind_of_change(before: datetime | None, until: datetime | None, now: datetime) -> str:
    """What setting this end does to an emergency that was to end before: one of CHANGES."""
    if until is None:
        return "lowered"
    return "prolonged" if before and before > now else "raised"


def ended_by_itself(steps: Sequence[PostureStep], now: datetime) -> datetime | None:
    """When the last emergency ran out without anybody ending it; None when one is on or was ended."""
    last = steps[0] if steps else None
    return last.until if last and last.until and last.until <= now else None
