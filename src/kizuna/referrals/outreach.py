"""Who may be isolated, because of what is known, each with why and since when it is known.

A reason is a fact that was told or written down, never a guess: when the fact changes, the reason goes.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kizuna.access.wording import N_
from kizuna.instruments.answers import Answers
from kizuna.people.profile import Profile
from kizuna.screening.needs import GROUPS_AT_RISK, groups_at_risk

OLD = 65
FRESH = timedelta(days=365)
"""A loss, and being new, are so for about a year."""
PASSING = frozenset({"loss", "new"})
LESS_MOBILE = frozenset({"limited", "wheelchair", "housebound"})
LOSSES = frozenset({"death", "break_up", "friend"})
WEEKS = (4, 8, 12, 26)
HOWS = {
    "rang": N_("I rang"),
    "wrote": N_("I wrote"),
    "visited": N_("I visited"),
    "leave": N_("Leave them be"),
}
MET = frozenset({"rang", "visited"})
"""What counts as having seen them."""

LABELS = {
    "alone_loss": N_("Lives alone, and lost someone within a year"),
    "unseen": N_("Not seen for a while"),
    "lonely": N_("Said that they are often lonely"),
    **{code: label for code, label, _ in GROUPS_AT_RISK},
}
STRONG = frozenset({"alone_loss", "unseen"})
"""One of these is enough to stand on the list; of the others it takes two."""


@dataclass(frozen=True)
class Known:
    """What is known of one person, for the reasons."""

    who: Profile
    answers: Answers | None = None
    """Of the last check-up, and when that was."""
    answered_at: datetime | None = None
    seen_at: datetime | None = None
    """When they last came to a group, told us how they are, or were rung or visited; None: never."""
    since: datetime | None = None
    """When their record was begun: nobody is missed before."""


@dataclass(frozen=True)
class Reason:
    """Why somebody stands on the list, and since when that is known; None: as their record says now."""

    code: str
    since: datetime | None = None

    @property
    def label(self) -> str:
        """The reason in words, marked for translation."""
        return LABELS[self.code]


@dataclass(frozen=True)
class Reach:
    """One person on the list."""

    who: Profile
    reasons: tuple[Reason, ...]
    seen_at: datetime | None
    marked: str = ""
    marked_at: datetime | None = None
    next_on: date | None = None


@dataclass(frozen=True)
class Outreach:
    """One page of the list, and how many are not on it."""

    total: int
    rows: tuple[Reach, ...]
    resting: int
    """Marked with a day that has not come yet."""
    left: int
    """To be left be."""
    not_agreed: int | None
    """People of the area who did not agree to support: nobody looks at why; None is hidden."""


def _signs(known: Known, now: datetime) -> dict[str, datetime]:
    """The groups that the last check-up shows; what passes with time is not counted after a year."""
    if known.answers is None or known.answered_at is None:
        return {}
    fresh = now - known.answered_at <= FRESH
    answers = {item: value for item, value in known.answers.items() if fresh or item not in PASSING}
    return {group.code: known.answered_at for group in groups_at_risk(answers) if group.found}


def _own_word(known: Known, found: dict[str, datetime], now: datetime) -> dict[str, datetime | None]:
    """The same with the record's word over the check-up's, where the record says anything."""
    told: dict[str, datetime | None] = dict(found)
    who = known.who
    if who.lives_alone is not None:
        told.pop("alone", None)
        if who.lives_alone:
            told["alone"] = None
    age = who.age(now)
    moves_badly = set(who.access_needs or ()) & LESS_MOBILE
    if (age is not None and age >= OLD) or moves_badly:
        told["older"] = None
    elif age is not None and who.access_needs is not None:
        told.pop("older", None)
    return told


def _said(known: Known, item: str) -> set[str]:
    value = (known.answers or {}).get(item, ())
    return {value} if isinstance(value, str) else set(value)


def reasons(known: Known, now: datetime, weeks: int) -> tuple[Reason, ...]:
    """Every reason that holds now, the weightiest first."""
    told = _own_word(known, _signs(known, now), now)
    found: list[Reason] = []
    fresh = known.answered_at is not None and now - known.answered_at <= FRESH
    if "alone" in told and fresh and _said(known, "loss") & LOSSES:
        found.append(Reason("alone_loss", known.answered_at))
    last = known.seen_at or known.since
    if last is None or now - last > timedelta(weeks=weeks):
        found.append(Reason("unseen", known.seen_at))
    if _said(known, "lonely") & {"often", "always"}:
        found.append(Reason("lonely", known.answered_at))
    return (*found, *(Reason(code, told[code]) for code, _, _ in GROUPS_AT_RISK if code in told))


def on_list(found: Collection[Reason], wanted: str = "") -> bool:
    """Whether these reasons put somebody on the list, or on the list of one reason alone."""
    codes = {reason.code for reason in found}
    if wanted:
        return wanted in codes
    return bool(codes & STRONG) or len(codes) > 1


def rests(how: str, next_on: date | None, today: date) -> bool:
    """Whether somebody stays off the list after this mark: until its day, or for good when left be."""
    return next_on > today if next_on else how == "leave"


def in_order(rows: Collection[Reach]) -> list[Reach]:
    """Those with the most reasons first, then whom nobody has seen for longest."""
    never = datetime.min
    return sorted(
        rows,
        key=lambda one: (
            -len(one.reasons),
            one.seen_at.replace(tzinfo=None) if one.seen_at else never,
            one.who.name,
            one.who.id,
        ),
    )
