"""What people tell us is wrong with a listing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kizuna.access.wording import N_

WHAT: Mapping[str, str] = {
    "closed": N_("It has closed or moved"),
    "phone": N_("The phone number or e-mail does not work"),
    "hours": N_("The opening hours are wrong"),
    "address": N_("The address or the place on the map is wrong"),
    "offer": N_("They do not offer this, or not to everybody it says"),
    "cost": N_("The cost is wrong"),
    "else": N_("Something else"),
}
MOST_OPEN = 50
"""Of one listing: more tell a curator nothing new."""


@dataclass(frozen=True)
class FaultValue:
    """One thing that somebody told us."""

    id: str
    what: str
    words: str
    at: datetime
    hears_back: bool

    @property
    def label(self) -> str:
        """What it is about, in words (marked for translation)."""
        return WHAT.get(self.what, self.what)
