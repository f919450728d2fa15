"""A map of figures by area: outlines where somebody drew them, dots where nobody did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kizuna.places.area import Outline
from kizuna.places.drawing import draw, pixels

WIDE = 640
MARGIN = 30.0
SHADES = 4


@dataclass(frozen=True)
class Spot:
    """One area on the map. `shade` is 0 for none up to `SHADES`; `n` None is hidden."""

    number: int
    name: str
    x: float
    y: float
    shade: int
    n: int | None
    path: str = ""
    """Its outline; without one it is a dot."""

    @property
    def opacity(self) -> str:
        """How dark it is drawn."""
        return f"{0.06 + 0.16 * self.shade:.2f}"


@dataclass(frozen=True)
class Chart:
    """A whole map of figures, in the units of its drawing."""

    width: float
    height: float
    spots: tuple[Spot, ...]


def shades(counts: Sequence[int | None]) -> list[int]:
    """How dark each count is drawn: by its share of the largest; a hidden one as light as can be."""
    most = max((n for n in counts if n), default=0)
    return [1 if n is None else -(-SHADES * n // most) if n else 0 for n in counts]


def chart(outlines: Sequence[Outline], counts: Mapping[str, int | None]) -> Chart | None:
    """The map of these areas with their counts; None without any area."""
    if not outlines:
        return None
    numbers = [counts.get(one.area.id, 0) for one in outlines]
    dark = shades(numbers)
    drawn = draw(outlines, whole="") if all(one.boundary for one in outlines) else None
    if drawn is None:
        return _dots(outlines, numbers, dark)
    spots = tuple(
        Spot(shape.number, shape.name, shape.x, shape.y, dark[at], numbers[at], shape.path)
        for at, shape in enumerate(drawn.shapes)
    )
    return Chart(drawn.width, drawn.height, spots)


def _dots(outlines: Sequence[Outline], numbers: Sequence[int | None], dark: Sequence[int]) -> Chart:
    """Each area as a dot at its middle, as wide as the page allows."""
    at = [pixels(one.area.lat, one.area.lon, 16) for one in outlines]
    left, top = min(x for x, _ in at), min(y for _, y in at)
    wide, high = max(x for x, _ in at) - left, max(y for _, y in at) - top
    scale = (WIDE - 2 * MARGIN) / max(wide, high, 1.0)
    spots = tuple(
        Spot(
            number,
            one.area.name,
            round((x - left) * scale + MARGIN, 1),
            round((y - top) * scale + MARGIN, 1),
            dark[number - 1],
            numbers[number - 1],
        )
        for number, (one, (x, y)) in enumerate(zip(outlines, at, strict=True), 1)
    )
    return Chart(WIDE, round(high * scale + 2 * MARGIN, 1), spots)
