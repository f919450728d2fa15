"""A course as a drawing: numbers in, places on a sheet out. The same data stands beside it as a table."""

from dataclasses import dataclass

from kizuna.screening.over_time import Course

WIDTH, HEIGHT = 480, 200
LEFT, RIGHT, TOP, BOTTOM = 44, 16, 14, 30


@dataclass(frozen=True)
class Dot:
    """One score on the sheet."""

    x: float
    y: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Band:
    """A band as a stripe; every second one is shaded."""

    y: float
    height: float
    shaded: bool


@dataclass(frozen=True)
class Line:
    """A grey line with its number."""

    y: float
    text: str


@dataclass(frozen=True)
class Chart:
    """Everything that the drawing shows."""

    dots: tuple[Dot, ...]
    path: str
    bands: tuple[Band, ...]
    lines: tuple[Line, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    wide: int = WIDTH - LEFT - RIGHT


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def chart(course: Course) -> Chart | None:
    """The drawing of a course; None with fewer than two scores: a single point says nothing over time."""
    points = course.scored
    if len(points) < 2 or course.most <= course.least:
        return None
    first, last = points[0].at, points[-1].at
    span = (last - first).total_seconds() or 1.0

    def across(place: int) -> float:
        gone = (points[place].at - first).total_seconds() / span
        return round(LEFT + 10 + gone * (WIDTH - LEFT - RIGHT - 24), 1)

    def up(value: float) -> float:
        part = (value - course.least) / (course.most - course.least)
        return round(HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM), 1)

    dots = tuple(
        Dot(across(place), up(point.value or 0.0), _number(point.value or 0.0))
        for place, point in enumerate(points)
    )
    edges = [low for low, _ in course.edges] or [course.least]
    ends = [*edges[1:], course.most]
    bands = tuple(
        Band(up(above), round(up(low) - up(above), 1), bool(place % 2))
        for place, (low, above) in enumerate(zip(edges, ends, strict=True))
    )
    marks = sorted({*edges, course.least, course.most})
    path = " ".join(f"{'M' if place == 0 else 'L'}{dot.x} {dot.y}" for place, dot in enumerate(dots))
    return Chart(dots, path, bands, tuple(Line(up(mark), _number(mark)) for mark in marks))
