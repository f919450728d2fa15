"""Breaking the glass: looking at a record without an agreement, because somebody may be in danger."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kizuna.access.wording import N_
from kizuna.people.care import Dependence

REASONS: dict[str, str] = {
    "danger": N_("They may be in danger now"),
    "medical": N_("They need medical help, or power for a device"),
    "missing": N_("Nobody can reach them"),
    "disaster": N_("They have to be warned or brought to safety"),
}
VERDICTS: dict[str, str] = {
    "justified": N_("It was needed"),
    "not": N_("It was not needed"),
    "talk": N_("I talk with them about it"),
}
MINUTES = 60
LONGEST_MINUTES = 8 * 60
REVIEW_WITHIN = timedelta(days=3)
WAIT_FOR_SECOND = timedelta(hours=24)
"""How long telling the person waits for a second person to agree that it would put them in danger."""
QUIET = timedelta(days=30)
"""How long the person is not told when a second person agreed."""


@dataclass(frozen=True)
class GlassValue:
    """One time somebody looked without an agreement: who, when, why; and what a second person said."""

    id: str
    area: str
    account: str
    name: str
    """Of the account that looked."""
    reason: str
    opened_at: datetime
    until: datetime
    words: str = ""
    told_at: datetime | None = None
    reviewed_at: datetime | None = None
    verdict: str = ""
    untold: bool = False
    """No message reaches the person, and nobody has told them yet."""

    @property
    def why(self) -> str:
        """The reason as a sentence to translate."""
        return REASONS[self.reason]

    def live(self, now: datetime) -> bool:
        """Whether it still opens the record."""
        return self.opened_at <= now < self.until

    def overdue(self, now: datetime) -> bool:
        """Whether nobody reviewed it in time."""
        return self.reviewed_at is None and now >= self.opened_at + REVIEW_WITHIN


@dataclass(frozen=True)
class ToSay:
    """Somebody who has to be told by a human that their record was opened."""

    glass: GlassValue
    name: str
    person: str
    """Where to read more about them; empty for those who may not see them (any more)."""


@dataclass(frozen=True)
class Seen:
    """What shows through the glass, and nothing else: no address, no answers, no referrals, no notes."""

    name: str
    called: str
    pronouns: str
    languages: tuple[str, ...]
    phone: str
    email: str
    shared: bool
    lives_alone: bool | None
    access_needs: tuple[str, ...] | None
    dependences: tuple[Dependence, ...] = ()
    """What they cannot be without, as far as somebody wrote it down."""


def read_key(key: str) -> tuple[str, int]:
    """Glass and turn of a task's key (`glass:id:turn`); ValueError for anything else."""
    _, glass, turn = key.split(":")
    return glass, int(turn)
