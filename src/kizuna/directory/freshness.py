"""How far a listing can be trusted: when a human last checked it, which is another day than any change."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, get_args

from kizuna.access.wording import N_

Freshness = Literal["fresh", "ageing", "stale", "unknown"]
FRESHNESS: tuple[Freshness, ...] = get_args(Freshness)
FRESH_DAYS = 90
AGEING_DAYS = 180
_AHEAD = 1
"""Days: somewhere on Earth it is tomorrow already. Anything later is a mistake, and says nothing."""
TRUST: Mapping[Freshness, float] = {"fresh": 1.0, "ageing": 0.97, "unknown": 0.9, "stale": 0.8}
"""How much of its score in a search a listing keeps."""
LABELS: Mapping[Freshness, str] = {
    "fresh": N_("Checked lately"),
    "ageing": N_("Not checked for a while"),
    "stale": N_("Not checked for a long time"),
    "unknown": N_("Never checked"),
}


def freshness(assured: date | None, today: date) -> Freshness:
    """Fresh up to 90 days after somebody checked it, ageing up to 180, stale after that; else unknown."""
    if assured is None or (days := (today - assured).days) < -_AHEAD:
        return "unknown"
    if days <= FRESH_DAYS:
        return "fresh"
    return "ageing" if days <= AGEING_DAYS else "stale"
