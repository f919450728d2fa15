"""Talks with people: how they went on, how long they took, and how many there were."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kizuna.access.wording import N_

LONGEST = 600
"""Minutes."""
HOWS = (
    ("phone", N_("By telephone")),
    ("visit", N_("I visited them")),
    ("here", N_("They came to me")),
    ("along", N_("I went along with them")),
    ("written", N_("In writing")),
    ("tried", N_("I tried, and did not reach them")),
)
HOW = dict(HOWS)
HOW_CODES = tuple(HOW)
DRAFT_FIELDS = ("how", "minutes", "referral", "note")
DRAFT_LENGTH = 2000
"""What a draft keeps: the boxes of the form, as they stand."""
UNHEARD = frozenset({"tried"})
"""What counts as no talk."""


@dataclass(frozen=True)
class TalkValue:
    """One talk, or one try."""

    id: str
    how: str
    minutes: int
    note: str
    option_name: str
    """The place that it was about, or nothing."""
    by_name: str
    at: datetime

    @property
    def how_label(self) -> str:
        """How it went on, in plain words."""
        return HOW[self.how]


@dataclass(frozen=True)
class DraftValue:
    """What a link worker began to write, and when it was last kept."""

    attempt: str
    said: dict[str, str]
    turn: int
    at: datetime


@dataclass(frozen=True)
class Sum:
    """How many talks there were, how many tries reached nobody, and the minutes of both."""

    talks: int
    tries: int
    minutes: int


def summed(talks: Iterable[TalkValue]) -> Sum:
    """Counted and timed."""
    found = list(talks)
    tries = sum(one.how in UNHEARD for one in found)
    return Sum(len(found) - tries, tries, sum(one.minutes for one in found))
