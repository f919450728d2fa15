"""How bonds grew, month by month: counted, rounded, and never so few that a person shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kizuna.access.small_numbers import told
from kizuna.access.wording import N_
from kizuna.bonds.tie import inferred

MONTHS = 12
WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, FLOOR = 20, 620, 20, 280
LINES: dict[str, tuple[str, str]] = {
    "people": (N_("People who were asked"), ""),
    "ties": (N_("Ties among them"), "12 6"),
    "together": (N_("Seen together in groups, said by nobody"), "2 7"),
}
"""What is drawn: its name, and how its line is broken, so that nobody needs colours."""


@dataclass(frozen=True)
class Said:
    """One answer: who gave it, when, and whom they named of those who are known here."""

    person: str
    at: datetime
    others: frozenset[str]


@dataclass(frozen=True)
class Point:
    """How it stood at a moment, as it may be told. None: hidden."""

    at: datetime
    people: int | None
    ties: int | None
    together: int | None


@dataclass(frozen=True)
class Line:
    """One line of the picture: pieces of it where nothing is hidden, each as the points of a polyline."""

    name: str
    dashes: str
    pieces: tuple[str, ...]
    dots: tuple[tuple[int, int], ...]


def ends(now: datetime, months: int = MONTHS) -> tuple[datetime, ...]:
    """The beginnings of the last months in the time zone of `now`, and now."""
    found = [now]
    at = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    while len(found) < months:
        found.append(at)
        at = (at - timedelta(days=1)).replace(day=1)
    return tuple(sorted(set(found)))


def growth(
    answers: Sequence[Said],
    meetings: Mapping[tuple[str, str], Sequence[datetime]],
    moments: Sequence[datetime],
) -> tuple[Point, ...]:
    """Each moment by itself: the newest answer of each person until then, and who met lately by then."""
    left = sorted(answers, key=lambda one: one.at)
    current: dict[str, frozenset[str]] = {}
    found, at = [], 0
    for moment in moments:
        while at < len(left) and left[at].at <= moment:
            current[left[at].person] = left[at].others
            at += 1
        pairs = {
            (min(one, other), max(one, other))
            for one, others in current.items()
            for other in others
            if other in current and other != one
        }
        known = {pair: met for pair, met in meetings.items() if pair[0] in current and pair[1] in current}
        seen = sum((one.a, one.b) not in pairs for one in inferred(known, moment))
        found.append(Point(moment, told(len(current)), told(len(pairs)), told(seen)))
    return tuple(found)


def drawn(points: Sequence[Point]) -> tuple[Line, ...]:
    """The lines of the picture; a moment that is hidden leaves a gap."""
    figures = {name: [getattr(point, name) for point in points] for name in LINES}
    most = max((one for each in figures.values() for one in each if one), default=1)
    step = (RIGHT - LEFT) / max(1, len(points) - 1)

    def place(at: int, value: int) -> tuple[int, int]:
        return round(LEFT + at * step), round(FLOOR - (FLOOR - TOP) * value / most)

    lines = []
    for name, (label, dashes) in LINES.items():
        dots = {at: place(at, value) for at, value in enumerate(figures[name]) if value is not None}
        pieces: list[list[tuple[int, int]]] = []
        for at, dot in dots.items():
            if at - 1 not in dots:
                pieces.append([])
            pieces[-1].append(dot)
        shown = tuple(" ".join(f"{x},{y}" for x, y in piece) for piece in pieces if len(piece) > 1)
        lines.append(Line(label, dashes, shown, tuple(dots.values())))
    return tuple(lines)
