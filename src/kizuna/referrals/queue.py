"""What waits at a provider with an account, and what became of answering several at once."""

from dataclasses import dataclass
from datetime import datetime

from kizuna.referrals.case import need_label
from kizuna.referrals.pathway import BY_CODE, State
from kizuna.referrals.words import NO_SHOW, PROVIDER, WAITING, WORDS

TITLE_LENGTH = 80
REPLY_LENGTH = 600
AT_ONCE = 100
"""How many can be answered in one go."""
ANSWERS = (
    ("accepted", PROVIDER["accepted"]),
    (WAITING, WORDS[WAITING]),
    ("rejected", PROVIDER["rejected"]),
    ("in-progress", PROVIDER["in-progress"]),
    ("completed", PROVIDER["completed"]),
    (NO_SHOW, WORDS[NO_SHOW]),
)
"""What may be said of several at once. Each takes the step only if it may from where it stands."""


@dataclass(frozen=True)
class Queued:
    """One referral as it stands in the provider's list."""

    id: str
    option_name: str
    status: str
    need: str
    area_name: str
    name: str
    """What to call them; empty before the provider said yes."""
    requested_at: datetime
    answer_by: datetime
    estimate_weeks: int | None

    @property
    def state(self) -> State:
        """The state with its words."""
        return BY_CODE[self.status]

    @property
    def need_label(self) -> str:
        """The need in plain words."""
        return need_label(self.need)

    def late(self, now: datetime) -> bool:
        """Whether it should have been answered by now."""
        return self.status == "requested" and self.answer_by < now


@dataclass(frozen=True)
class Queue:
    """One page of what is open, the longest wait first."""

    total: int
    asked: int
    """How many of them wait for an answer."""
    rows: tuple[Queued, ...]


@dataclass(frozen=True)
class Answered:
    """How many took the step, and how many were left as they stood."""

    done: int
    left: int


@dataclass(frozen=True)
class ReplyValue:
    """A reply that is kept ready."""

    id: str
    organisation: str
    title: str
    text: str
