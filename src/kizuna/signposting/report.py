"""The report on suggestions, as values: who can reach what is suggested, and what nothing was there for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kizuna.access.small_numbers import too_small
from kizuna.access.wording import N_
from kizuna.directory.needs import BY_CODE
from kizuna.signposting.chart import Chart
from kizuna.signposting.fairness import AGES, Cell, named

COLUMNS = ("shown", "chosen", "helped", "went", "stayed", "unknown")
SIDES: Mapping[str, str] = {"area": N_("By area"), "age": N_("By age"), "language": N_("By language")}


@dataclass(frozen=True)
class Side:
    """One way of counting those who were shown a list."""

    code: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class NewUnmet:
    """How often nothing was found for a need in an area on a day."""

    need: str
    area: str
    day: date
    n: int


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
class CameLine:
    """What became of the suggestions for one group of needs. Counts are None when they are hidden."""

    group: str
    label: str
    shown: int | None
    chosen: int | None
    helped: int | None
    went: int | None
    stayed: int | None

    @property
    def unknown(self) -> int | None:
        """Chosen, and nobody said what came of it."""
        known = (self.chosen, self.helped, self.went, self.stayed)
        if None in known:
            return None
        return (self.chosen or 0) - (self.helped or 0) - (self.went or 0) - (self.stayed or 0)

    @property
    def counts(self) -> tuple[int | None, ...]:
        """All of them, as the columns of the table stand."""
        return (self.shown, self.chosen, self.helped, self.went, self.stayed, self.unknown)


@dataclass(frozen=True)
class Report:
    """All of it, since a day."""

    since: date
    sides: tuple[Side, ...]
    unmet: tuple[UnmetLine, ...]
    places: tuple[PlaceLine, ...]
    map: Chart | None
    came: tuple[CameLine, ...] = ()

    @property
    def counted(self) -> bool:
        """Whether any list was shown at all."""
        return any(side.cells for side in self.sides)

    @property
    def unmet_shown(self) -> tuple[UnmetLine, ...]:
        """The needs whose count may be read."""
        return tuple(line for line in self.unmet if line.n is not None)

    @property
    def unmet_hidden(self) -> int:
        """How many needs came up too few times to be shown."""
        return len(self.unmet) - len(self.unmet_shown)

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
        for one in self.came:
            for name, count in zip(
                ("shown", "chosen", "helped", "went", "stayed", "unknown"), one.counts, strict=True
            ):
                yield (f"suggested with a link worker: {name}", one.group, _n(count), "", "", "")


def came_lines(rows: Sequence[tuple[str, int, int, int, int, int]]) -> tuple[CameLine, ...]:
    """One line for each (group, shown, chosen, helped, went, stayed); in each column the small are hidden."""
    counts = [(shown, chosen, helped, went, stayed) for _, shown, chosen, helped, went, stayed in rows]
    hidden = [too_small(column) for column in zip(*counts, strict=True)]
    return tuple(
        _came_line(row[0], [None if hide[at] else n for n, hide in zip(counts[at], hidden, strict=True)])
        for at, row in enumerate(rows)
    )


def _came_line(group: str, counts: Sequence[int | None]) -> CameLine:
    shown, chosen, helped, went, stayed = counts
    label = BY_CODE[group].label if group in BY_CODE else ""
    return CameLine(group, label, shown, chosen, helped, went, stayed)


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
