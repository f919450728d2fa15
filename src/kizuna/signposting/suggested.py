"""What was suggested to somebody with a link worker beside them, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kizuna.access.wording import N_

CAME: Mapping[str, str] = {
    "helped": N_("They went, and it helped"),
    "went": N_("They went, and it did not help"),
    "stayed": N_("They did not go"),
}
"""What came of a choice; empty while nobody knows."""
MOST = 30
"""So many of the suggestions that somebody was shown are kept at a time."""


@dataclass(frozen=True)
class NewOffer:
    """One option that a link worker showed to a person in an area, and what came of it."""

    id: str
    person: str
    area: str
    kind: str
    option: str
    name: str
    group: str
    shown_at: datetime
    chosen: bool
    came: str = ""


@dataclass(frozen=True)
class Suggested:
    """One choice of a person."""

    id: str
    kind: str
    option: str
    name: str
    chosen_at: datetime
    came: str = ""

    @property
    def said(self) -> str:
        """What came of it in words, to be translated where it is shown; empty while nobody knows."""
        return CAME.get(self.came, "")
