"""Being worried about somebody else: what is told, what may come of it, how many may come at once."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from kizuna.access.wording import N_

OUTCOMES: dict[str, str] = {
    "reached": N_("We reached them and they are all right"),
    "helped": N_("We reached them and they get help"),
    "passed-on": N_("It was passed on to others who can help"),
    "not-found": N_("We could not find out who it is"),
    "not-needed": N_("There was nothing to worry about"),
}
LOUD = 6
"""So many an hour from one connection reach somebody at once; more are only kept and listed."""
MOST = 20
"""More than this an hour from one connection are not taken."""
RINGS = 30
"""So many an hour, from everywhere together, reach somebody at once."""


@dataclass(frozen=True)
class Told:
    """What somebody told. `danger`: yes, no, or not known to them; `may_say`: we may say who told us."""

    who: str
    where: str
    worry: str
    danger: str = "unknown"
    name: str = ""
    reach: str = ""
    may_say: bool = False

    def packed(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def unpacked(data: Mapping[str, Any]) -> Told:
    """From JSON; TypeError when it is something else."""
    return Told(**data)


@dataclass(frozen=True)
class WorryValue:
    """A worry for those who work through it. What was told only for the one who took it."""

    id: str
    area: str
    opened_at: datetime
    due_at: datetime
    danger: bool = False
    owner: str = ""
    owner_name: str = ""
    taken_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: str = ""
    closed_what: str = ""
    overdue: bool = False
    told: Told | None = None
    person: str = ""
    person_name: str = ""
