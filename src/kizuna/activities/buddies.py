"""Buddies: members who meet newcomers at the door because they want to."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kizuna.access.wording import N_

GREETINGS: dict[str, str] = {
    "open": N_("Nobody meets them yet"),
    "given": N_("A buddy was told"),
    "met": N_("They were met at the door"),
    "off": N_("They do not come"),
}
"""How the wish of a newcomer to be met at the door stands."""


@dataclass(frozen=True)
class Candidate:
    """A buddy of a group: since when, and how many newcomers they meet just now."""

    person: str
    since: datetime
    load: int = 0


@dataclass(frozen=True)
class GreetingValue:
    """A newcomer who wants to be met, as their buddy or the organiser sees it."""

    id: str
    name: str
    state: str
    starts_at: datetime | None = None
    """At which date; None: they joined, and come when they come."""
    buddy: str = ""
    """Who meets them, by name; empty: nobody yet."""
    reach: str = ""
    """How the buddy may reach them; empty where they did not agree to it."""

    @property
    def state_text(self) -> str:
        """How it stands, to be translated where it is shown."""
        return GREETINGS[self.state]


@dataclass(frozen=True)
class Buddies:
    """What a member or an organiser sees of who meets newcomers in a group."""

    group: str
    group_name: str
    keeps: bool
    member: bool
    buddy: bool
    """Whether the one who looks is a buddy here."""
    mine: tuple[GreetingValue, ...] = ()
    every: tuple[GreetingValue, ...] = ()
    names: tuple[tuple[int, str], ...] = ()
    """For an organiser: the buddies, by their membership."""


_NO_NAME = re.compile(
    r"://|www\.|@|[^\s.]{2,}\.[a-z]{2,}(?!\w)|(?:\d[\s().-]*){6}|[\x00-\x1f\x7f-\x9f]", re.IGNORECASE
)
LONGEST_NAME = 60


def is_name(text: str) -> bool:
    """Whether a name that anybody typed may stand in a message of ours: no address, number or second line."""
    return 0 < len(text.strip()) <= LONGEST_NAME and not _NO_NAME.search(text)


def whose_turn(candidates: Iterable[Candidate]) -> str:
    """The buddy who meets the fewest just now, then who has been one for longest; empty: there is none."""
    in_turn = sorted(candidates, key=lambda one: (one.load, one.since, one.person))
    return in_turn[0].person if in_turn else ""
