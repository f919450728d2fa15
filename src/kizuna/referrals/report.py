"""The report on referrals and outcomes, as values: everything in it may be told."""

from dataclasses import dataclass
from datetime import datetime

from kizuna.access.wording import N_
from kizuna.referrals.moved import Moved
from kizuna.referrals.telling import HIDDEN_SHARE, HIDDEN_SPREAD, NEVER, NOBODY, Share, Spread
from kizuna.referrals.timespan import Timespan

BAR = 90
"""So many of a hundred referrals should end in a known result in time."""
SIDES = {"area": N_("By area"), "age": N_("By age"), "language": N_("By language")}


@dataclass(frozen=True)
class Line:
    """A count with its words, which are marked for translation. None: hidden."""

    code: str
    label: str
    n: int | None


@dataclass(frozen=True)
class Unmet:
    """A need for which there was nothing, and one for which there was no place."""

    need: str
    label: str
    not_found: int | None
    no_places: int | None


@dataclass(frozen=True)
class GroupLine:
    """One kind of people. `n` None: hidden, and then so is everything else of it."""

    value: str
    label: str
    n: int | None
    known_end: Share = HIDDEN_SHARE
    begun: Share = HIDDEN_SHARE
    answer: Spread = HIDDEN_SPREAD
    changes: tuple[float | None, ...] = ()
    """The mean change on each scale of the report, where it may be told."""


@dataclass(frozen=True)
class Side:
    """One way of counting people."""

    code: str
    label: str
    lines: tuple[GroupLine, ...]


@dataclass(frozen=True)
class Report:
    """What was asked for people in a time and an area, and what came of it."""

    span: Timespan
    area: str
    """Its id; empty for the whole site."""
    area_name: str
    as_of: datetime
    days: int
    """After so many days the end should be known."""
    frozen: datetime
    """When the scores stood as they are told."""
    hidden: bool = False
    """There are too few people here, or beside here, to tell anything of this area alone."""
    people: int | None = 0
    funnel: tuple[Line, ...] = ()
    """Each as many as came so far or farther: asked, answered, accepted, begun, done."""
    ends: tuple[Line, ...] = ()
    """Where they stand now: each referral once."""
    reasons: tuple[tuple[str, tuple[Line, ...]], ...] = ()
    """For each end without the help, its words and why."""
    known_end: Share = NOBODY
    bar_met: bool | None = None
    young: int | None = 0
    """Referrals that were asked so short ago that nothing is expected yet."""
    not_come: Share = NOBODY
    contact: Spread = NEVER
    uncontacted: int | None = 0
    answer: Spread = NEVER
    unmet: tuple[Unmet, ...] = ()
    goals: tuple[Line, ...] = ()
    moved: tuple[Moved, ...] = ()
    moved_later: bool = False
    """The span is a quarter: scores are told for whole years."""
    sides: tuple[Side, ...] = ()


@dataclass(frozen=True)
class Indicator:
    """One figure for measuring a community: None where there is nothing, or too few to be told.

    `value`: a share from 0 to 1, or days; `answers`: on how many referrals it stands, rounded.
    """

    code: str
    value: float | None
    low: float | None = None
    high: float | None = None
    answers: int | None = None
    hidden: bool = False


def indicators(found: Report) -> tuple[Indicator, ...]:
    """What this room offers for indices."""
    return (
        _of_share("referrals.known_end", found.known_end, found.hidden),
        _of_share("referrals.not_come", found.not_come, found.hidden),
        _of_spread("referrals.days_to_contact", found.contact, found.hidden),
        _of_spread("referrals.days_to_answer", found.answer, found.hidden),
    )


def _of_share(code: str, share: Share, hidden: bool) -> Indicator:
    if share.percent is None:
        return Indicator(code, None, hidden=hidden or share.hidden)
    value = share.percent / 100
    low = {"least": value, "most": 0.0}.get(share.bound)
    high = {"least": 1.0, "most": value}.get(share.bound)
    return Indicator(code, None if share.bound else value, low, high, share.of)


def _of_spread(code: str, found: Spread, hidden: bool) -> Indicator:
    if found.middle is None or found.low is None or found.high is None:
        return Indicator(code, None, hidden=hidden or found.hidden)
    return Indicator(code, found.middle, found.low, found.high, found.n)
