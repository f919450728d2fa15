"""What somebody wants to reach, in their own words, and whether they did."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kizuna.access.wording import N_
from kizuna.referrals.case import need_label

LONGEST = 500


@dataclass(frozen=True)
class GoalState:
    """Where a goal stands. `tag` is a kind of `frame/tag.html`, `step` the words of its button."""

    code: str
    label: str
    tag: str
    step: str


STATES = (
    GoalState("open", N_("On the way"), "info", N_("Still on the way")),
    GoalState("attained", N_("Reached"), "done", N_("They reached it")),
    GoalState("not-attained", N_("Not reached"), "plain", N_("They did not reach it")),
)
STATE = {state.code: state for state in STATES}
STATE_CODES = tuple(STATE)


@dataclass(frozen=True)
class GoalValue:
    """One goal."""

    id: str
    person: str
    words: str
    need: str
    state: str
    set_at: datetime
    ended_at: datetime | None
    look_again_on: date | None = None

    @property
    def now(self) -> GoalState:
        """Where it stands, with its words."""
        return STATE[self.state]

    @property
    def others(self) -> tuple[GoalState, ...]:
        """Where it could be moved to."""
        return tuple(state for state in STATES if state.code != self.state)

    @property
    def need_label(self) -> str:
        """The need that it is about, in plain words, or nothing."""
        return need_label(self.need) if self.need else ""


@dataclass(frozen=True)
class NewGoal:
    """A goal with what became of it, for the bulk loader; its person is known already."""

    id: UUID
    person: str
    area: str
    words: str
    need: str
    set_at: datetime
    set_by: str
    state: str = "open"
    ended_at: datetime | None = None
