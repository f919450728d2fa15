"""What a person does for themselves: the second table of HL7 SDOH Clinical Care, and its few kinds.

docs/methods/referral-pathway.md shows the same table.
"""

from dataclasses import dataclass
from datetime import date, datetime

from kizuna.access.viewer import Refused
from kizuna.access.wording import N_

READY = "ready"
STATES: dict[str, str] = {
    READY: N_("To do"),
    "in-progress": N_("Begun"),
    "on-hold": N_("Not now"),
    "cancelled": N_("Not needed any more"),
    "completed": N_("Done"),
    "failed": N_("It did not work out"),
}
CLOSED = ("cancelled", "completed", "failed")
STEPS: dict[str, tuple[str, ...]] = {
    READY: ("in-progress", "on-hold", "cancelled", "completed", "failed"),
    "in-progress": ("completed", "failed"),
    "on-hold": ("in-progress", "cancelled", "completed", "failed"),
    "cancelled": ("in-progress",),
}
"""Whoever does it takes every step: the person, or a link worker who writes down what they say."""
KINDS: dict[str, str] = {
    "make-contact": N_("Ring or write to somebody"),
    "review-material": N_("Read something"),
    "complete-questionnaire": N_("Answer some questions"),
    "general-information": N_("Tell us something"),
}
TEXT_LENGTH, ANSWER_LENGTH = 600, 2000


@dataclass(frozen=True)
class ToDoValue:
    """One thing that somebody does for themselves."""

    id: str
    person: str
    kind: str
    text: str
    about: str
    """What it leads to: an address, or a reference of FHIR."""
    status: str
    answer: str
    due_on: date | None
    asked_at: datetime
    changed_at: datetime

    @property
    def kind_label(self) -> str:
        """What kind of thing it is, in plain words."""
        return KINDS[self.kind]

    @property
    def state_label(self) -> str:
        """Where it stands, in plain words."""
        return STATES[self.status]

    @property
    def closed(self) -> bool:
        """Whether nothing more is to be done."""
        return self.status in CLOSED

    @property
    def next_steps(self) -> tuple[tuple[str, str], ...]:
        """The states that it can go into from here, with their words."""
        return tuple((state, STATES[state]) for state in STEPS.get(self.status, ()))


def check_step(before: str, after: str) -> None:
    """Raise Refused with a sentence when this step is not in the table."""
    if after not in STATES:
        raise Refused(N_("There is no such step. Choose one from the page."))
    if after not in STEPS.get(before, ()):
        raise Refused(N_("This cannot be done from where it stands now. Open the page again."))
