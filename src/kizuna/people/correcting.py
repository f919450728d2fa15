"""What people say is wrong about them, and what became of it: as values."""

from dataclasses import dataclass
from datetime import datetime

from kizuna.access.wording import N_

ABOUT: dict[str, str] = {
    "notes": N_("A note about me"),
    "check_ups": N_("A check-up, or what you heard in it"),
    "referrals": N_("A place that was asked for me"),
    "concerns": N_("A worry about my safety"),
    "groups": N_("Groups, and when I was there"),
    "home": N_("Who I live with, or who speaks for me"),
    "agreements": N_("What I agreed to"),
    "other": N_("Something else"),
    "apart": N_("Somebody they do not want to meet"),
}
APART = "apart"
"""Said on a page of its own: a link worker finds out who is meant, so that nobody sees a list of people."""
OUTCOMES: dict[str, str] = {
    "corrected": N_("It was put right."),
    "kept": N_("It was left as it is."),
}
MOST_OPEN = 20
LONGEST = 2000


@dataclass(frozen=True)
class CorrectionValue:
    """One thing that somebody says is wrong; `name` and `person` only for those who may know."""

    id: str
    about: str
    """A code of ABOUT."""
    words: str
    asked_at: datetime
    answered_at: datetime | None = None
    outcome: str = ""
    reply: str = ""
    person: str = ""
    """Empty where their record is out of the viewer's sight."""
    name: str = ""
    reader: str = ""
    """The account of the one who alone may read it; empty for everybody who may."""

    @property
    def label(self) -> str:
        """What it is about, in words, to be translated."""
        return ABOUT.get(self.about, self.about)

    @property
    def came_of_it(self) -> str:
        """What came of it, in words, to be translated; empty while it waits."""
        return OUTCOMES.get(self.outcome, "")
