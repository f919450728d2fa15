"""Ties between two persons as values: what was said of them, by whom, and what nobody was asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from kizuna.access.wording import N_

KINDS: dict[str, str] = {
    "family": N_("Family"),
    "friend": N_("Friend"),
    "neighbour": N_("Neighbour"),
    "group": N_("From a group"),
    "colleague": N_("From work"),
    "professional": N_("Somebody whose job it is"),
}
LINKING = frozenset({"professional"})
"""Kinds that lead to people with means or power of their job: linking ties."""
SUPPORT: dict[str, str] = {
    "emotional": N_("Listens and cheers up"),
    "informational": N_("Knows things and gives advice"),
    "practical": N_("Lends a hand"),
}
STRENGTHS: dict[int, str] = {1: N_("Know each other"), 2: N_("Close"), 3: N_("Very close")}
SEEN: dict[str, str] = {
    "week": N_("In the last week"),
    "month": N_("In the last month"),
    "year": N_("In the last year"),
    "longer": N_("Longer ago"),
}
"""When two last saw or heard each other, the latest first. Empty: not said."""
FIRST_YEAR = 1900

Said = Literal["a", "b", "both", "inferred"]
State = Literal["observed", "named", "not observed"]
SAID: dict[str, str] = {
    "a": N_("Said by one of the two"),
    "b": N_("Said by one of the two"),
    "both": N_("Said by both"),
    "inferred": N_("Seen from taking part together"),
}

HALF_LIFE = timedelta(days=90)
"""How long it takes until a meeting counts half."""
LOOK_BACK = 8 * HALF_LIFE
"""Meetings that are older count less than 1 in 256 and are left out."""
CROWD = 30
"""Where more than this came together, not everybody meets everybody: such a meeting joins nobody."""
ENOUGH = 2.0
"""As much as two meetings today: from then on two people are taken to know each other."""


@dataclass(frozen=True)
class Report:
    """What one person says of their tie with another. None and empty: not said, never "no"."""

    by: str
    about: str
    kind: str
    gives: frozenset[str] = frozenset()
    """Support that the speaker gives."""
    gets: frozenset[str] = frozenset()
    """Support that the speaker gets."""
    strength: int | None = None
    since: int | None = None
    """The year from which on they know each other."""
    seen: str = ""


@dataclass(frozen=True)
class Tie:
    """What is known of one pair, `a` before `b` in order. `gives`: from a to b; `gets`: from b to a."""

    a: str
    b: str
    kinds: frozenset[str]
    said: Said
    gives: frozenset[str] = frozenset()
    gets: frozenset[str] = frozenset()
    strength: int | None = None
    since: int | None = None
    seen: str = ""
    seen_on: date | None = None
    """The day on which they last took part together, where that is what it was inferred from."""
    weight: float = 1.0
    """1 when somebody said it; less for what was inferred, the longer ago the less."""


def combined(reports: Iterable[Report]) -> list[Tie]:
    """One tie a pair, from what either of the two said; the weaker strength where they differ."""
    pairs: dict[tuple[str, str], list[Report]] = {}
    for one in reports:
        if one.by != one.about:
            pairs.setdefault((min(one.by, one.about), max(one.by, one.about)), []).append(one)
    return [_tie(a, b, said) for (a, b), said in sorted(pairs.items())]


def _tie(a: str, b: str, reports: list[Report]) -> Tie:
    by = {one.by for one in reports}
    from_a = [one for one in reports if one.by == a]
    from_b = [one for one in reports if one.by == b]
    said: Said = "both" if len(by) == 2 else "a" if from_a else "b"
    return Tie(
        a,
        b,
        frozenset(one.kind for one in reports),
        said,
        gives=frozenset().union(*(one.gives for one in from_a), *(one.gets for one in from_b)),
        gets=frozenset().union(*(one.gets for one in from_a), *(one.gives for one in from_b)),
        strength=min((one.strength for one in reports if one.strength), default=None),
        since=min((one.since for one in reports if one.since), default=None),
        seen=min((one.seen for one in reports if one.seen), key=list(SEEN).index, default=""),
    )


def familiarity(meetings: Iterable[datetime], now: datetime, half_life: timedelta = HALF_LIFE) -> float:
    """How much meetings up to `now` count together: each 1 on its day, half of it a half-life later."""
    return float(sum(0.5 ** ((now - at) / half_life) for at in meetings if at <= now))


def inferred(
    together: Mapping[tuple[str, str], Iterable[datetime]], now: datetime, enough: float = ENOUGH
) -> list[Tie]:
    """Ties of pairs who took part together often enough and lately enough; weight 0 to 1."""
    found = []
    for (one, other), meetings in sorted(together.items()):
        at = [each for each in meetings if each <= now]
        counted = familiarity(at, now)
        if one != other and counted >= enough:
            a, b = min(one, other), max(one, other)
            weight = 1 - 0.5 ** (counted / enough)
            day = max(at).date()
            found.append(Tie(a, b, frozenset({"group"}), "inferred", seen_on=day, weight=round(weight, 4)))
    return found


def joined(said: Iterable[Tie], seen: Iterable[Tie]) -> list[Tie]:
    """What was said, and what was inferred of the pairs of which nobody said anything."""
    known = {(one.a, one.b): one for one in said}
    return [*known.values(), *(one for one in seen if (one.a, one.b) not in known)]


def state(asked: bool, ties: int) -> State:
    """What is known of one person's ties: asked themselves, only named by others, or nobody was asked."""
    if asked:
        return "observed"
    return "named" if ties else "not observed"


def between(tie: bool, a_asked: bool, b_asked: bool) -> Literal["tie", "not named", "not observed"]:
    """What is known of a pair. Without a word of either of the two it is not observed, never absent."""
    if tie:
        return "tie"
    return "not named" if a_asked or b_asked else "not observed"
