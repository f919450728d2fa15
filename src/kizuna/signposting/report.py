"""The report on suggestions, as values: who can reach what is suggested, and what nothing was there for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kizuna.access.wording import N_
from kizuna.directory.needs import BY_CODE
from kizuna.signposting.chart import Chart
from kizuna.signposting.fairness import AGES, Cell, named, too_small

SIDES: Mapping[str, str] = {"area": N_("By area"), "age": N_("By age"), "language": N_("By language")}


@dataclass(frozen=True)
class Side:
    """One way of counting those who were shown a list."""

    code: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class UnmetLine:
    """A need for which nothing suitable was found. `n` is None when it is hidden."""

    need: str
    label: str
    n: int | None


@dataclass(frozen=True)
class PlaceLine:
    """An area in the table beside the map."""

    number: int
    name: str
    n: int | None


@dataclass(frozen=True)
class Report:
    """All of it, since a day."""

    since: date
    sides: tuple[Side, ...]
    unmet: tuple[UnmetLine, ...]
    places: tuple[PlaceLine, ...]
    map: Chart | None

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The same figures as rows of one table; what is hidden says so."""
        yield ("part", "value", "n", "found_percent", "reached_percent", "suited_percent")
        for side in self.sides:
            for cell in side.cells:
                parts = ("", "", "") if cell.n is None else (cell.found, cell.reached, cell.suited)
                yield (side.code, cell.label or cell.value or "unknown", _n(cell.n), *map(str, parts))
        for line in self.unmet:
            yield ("nothing suitable, by need", line.need, _n(line.n), "", "", "")
        for place in self.places:
            yield ("nothing suitable, by area", place.name, _n(place.n), "", "", "")


def _n(count: int | None) -> str:
    return "hidden" if count is None else str(count)


def side_of(code: str, cells: tuple[Cell, ...], areas: Mapping[str, str]) -> Side:
    """One way of counting with the names of its kinds; languages are named where they are shown."""
    labels = {"area": areas, "age": AGES}.get(code, {})
    return Side(code, SIDES[code], named(cells, labels))


def unmet_lines(counts: Mapping[str, int]) -> tuple[UnmetLine, ...]:
    """The needs that are still known, the most often unmet first."""
    codes = sorted((code for code in counts if code in BY_CODE), key=lambda code: (-counts[code], code))
    hidden = too_small(counts[code] for code in codes)
    return tuple(
        UnmetLine(code, BY_CODE[code].label, None if hide else counts[code])
        for code, hide in zip(codes, hidden, strict=True)
    )
