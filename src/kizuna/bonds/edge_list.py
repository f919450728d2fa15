"""Lists of ties and of people, from rows of text to values; what is wrong is said with its row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kizuna.access.viewer import Refused

PAIRS = (
    ("from", "to"), ("source", "target"), ("a", "b"), ("ego", "alter"), ("person_a", "person_b"),
    ("person1", "person2"), ("pid1", "pid2"), ("id1", "id2"), ("hh1", "hh2"), ("u", "v"), ("i", "j"),
    ("node1", "node2"), ("by", "about"),
)  # fmt: skip
"""Headings under which others write the two people of a tie."""
IDS = ("id", "person", "person_id", "pid", "node", "name")
DETAILS = ("gives", "gets", "strength", "since", "seen")
"""What else may be said of a tie, each in a column of its own."""
YES = frozenset({"yes", "true", "1", "y", "t"})
NO = frozenset({"no", "false", "0", "n", "f"})


@dataclass(frozen=True)
class EdgeList:
    """Ties as read: people by number in the order in which they were met."""

    names: tuple[str, ...]
    a: Sequence[int]
    b: Sequence[int]
    kinds: tuple[str, ...] = ()
    """For each row its kind; empty when the list has no such column."""
    details: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """For each row what else is said of the tie, by the columns that the list has."""
    rows: int = 0
    with_self: int = 0
    """Rows that tie somebody to themselves: left out."""


@dataclass(frozen=True)
class Listed:
    """One person of a list of people."""

    id: str
    asked: bool | None = None
    """None: the list does not say."""
    agreed: bool | None = None
    languages: frozenset[str] = frozenset()
    lat: float | None = None
    lon: float | None = None
    values: Mapping[str, str] = field(default_factory=dict)


def which(header: Sequence[str], columns: str = "") -> tuple[int, int]:
    """Where the two people of a tie stand; `columns`: their headings as `ONE,OTHER`. Refused when unclear."""
    names = [name.strip().casefold() for name in header]
    if columns:
        wanted = [name.strip().casefold() for name in columns.split(",")]
        if len(wanted) != 2 or any(name not in names for name in wanted):
            raise Refused(f"The list has no columns {columns!r}. It has: {', '.join(header)}.")
        return names.index(wanted[0]), names.index(wanted[1])
    for one, other in PAIRS:
        if one in names and other in names:
            return names.index(one), names.index(other)
    if len(names) == 2:
        return 0, 1
    raise Refused(
        f"Row 1: it is not clear which columns hold the two people. Name them with --columns ONE,OTHER. "
        f"The list has: {', '.join(header)}."
    )


def _checked(header: Sequence[str], only: str) -> tuple[int, str] | None:
    """Which column must hold which value, from `COLUMN=VALUE`."""
    if not only:
        return None
    column, _, value = only.partition("=")
    names = [name.strip().casefold() for name in header]
    if column.strip().casefold() not in names:
        raise Refused(f"The list has no column {column!r}. It has: {', '.join(header)}.")
    return names.index(column.strip().casefold()), value.strip()


def ties(rows: Iterable[Sequence[str]], *, columns: str = "", only: str = "") -> EdgeList:
    """Ties from rows of text with a heading; raises Refused with the row and what is wrong with it."""
    lines = iter(rows)
    header = next(lines, None)
    if not header or not any(cell.strip() for cell in header):
        raise Refused("The list is empty. Its first row names the columns, like from,to.")
    one, other = which(header, columns)
    narrowed = _checked(header, only)
    place = {name.strip().casefold(): at for at, name in enumerate(header)}
    kind = place.get("kind")
    details: dict[str, list[str]] = {name: [] for name in DETAILS if name in place}
    number: dict[str, int] = {}
    a, b, kinds = [], [], []
    read = selfs = 0
    for row, cells in enumerate(lines, 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise Refused(f"Row {row}: {len(cells)} columns where the heading has {len(header)}.")
        if narrowed and cells[narrowed[0]].strip() != narrowed[1]:
            continue
        read += 1
        pair = _pair(cells, one, other, row)
        said = _kind(cells[kind], row) if kind is not None else ""
        u, v = (number.setdefault(name, len(number)) for name in pair)
        if u == v:
            selfs += 1
            continue
        a.append(u)
        b.append(v)
        kinds.append(said)
        for name, each in details.items():
            each.append(cells[place[name]].strip())
    if not read:
        raise Refused("The list names no tie. Below its heading each row names two people.")
    return EdgeList(tuple(number), a, b, tuple(kinds) if kind is not None else (), details, read, selfs)


def _pair(cells: Sequence[str], one: int, other: int, row: int) -> tuple[str, str]:
    a, b = cells[one].strip(), cells[other].strip()
    if not a or not b:
        raise Refused(f"Row {row}: a tie needs two people, and one of them is empty.")
    return a, b


def _kind(text: str, row: int) -> str:
    said = text.strip().casefold()
    if len(said) > 40:
        raise Refused(f"Row {row}: the kind of this tie is longer than 40 letters. One word says it.")
    return said


def _truth(text: str, what: str, row: int) -> bool | None:
    said = text.strip().casefold()
    if not said:
        return None
    if said not in YES | NO:
        raise Refused(f"Row {row}: {what} is {text.strip()!r}. Write yes or no, or leave it empty.")
    return said in YES


def _degrees(text: str, what: str, most: float, row: int) -> float | None:
    if not text.strip():
        return None
    try:
        value = float(text)
    except ValueError:
        value = most + 1
    if not -most <= value <= most:
        raise Refused(f"Row {row}: {what} is {text.strip()!r}. It is a number from -{most:g} to {most:g}.")
    return value


def people(rows: Iterable[Sequence[str]], *, id_column: str = "", only: str = "") -> dict[str, Listed]:
    """People from rows of text with a heading, by their id; raises Refused with the row."""
    lines = iter(rows)
    header = next(lines, None)
    if not header or not any(cell.strip() for cell in header):
        raise Refused("The list of people is empty. Its first row names the columns, like id,asked.")
    names = [name.strip().casefold() for name in header]
    wanted = [id_column.strip().casefold()] if id_column else [name for name in IDS if name in names]
    if id_column and wanted[0] not in names:
        raise Refused(f"The list of people has no column {id_column!r}. It has: {', '.join(header)}.")
    key = names.index(wanted[0]) if wanted else 0
    narrowed = _checked(header, only) if only and only.partition("=")[0].strip().casefold() in names else None
    found: dict[str, Listed] = {}
    for row, cells in enumerate(lines, 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise Refused(f"Row {row}: {len(cells)} columns where the heading has {len(header)}.")
        if narrowed and cells[narrowed[0]].strip() != narrowed[1]:
            continue
        one = _person(dict(zip(names, (cell.strip() for cell in cells), strict=True)), names[key], row)
        if one.id in found:
            raise Refused(f"Row {row}: {one.id!r} stands in the list of people twice.")
        found[one.id] = one
    return found


def _person(cells: Mapping[str, str], key: str, row: int) -> Listed:
    if not cells[key]:
        raise Refused(f"Row {row}: this person has no id.")
    spoken = cells.get("languages", "").replace("|", ";").replace(",", ";").split(";")
    return Listed(
        id=cells[key],
        asked=_truth(cells.get("asked", ""), "asked", row),
        agreed=_truth(cells.get("agreed", ""), "agreed", row),
        languages=frozenset(one.strip().casefold() for one in spoken if one.strip()),
        lat=_degrees(cells.get("lat", ""), "lat", 90, row),
        lon=_degrees(cells.get("lon", ""), "lon", 180, row),
        values={name: value for name, value in cells.items() if name != key},
    )


def everybody(edges: EdgeList, listed: Mapping[str, Listed]) -> tuple[tuple[str, ...], tuple[bool, ...]]:
    """All names, those of the ties first, and for each whether they were asked.

    Without a list of people, whoever stands in a tie counts as asked. With one, those it lists who have ties
    do, unless it says otherwise; somebody on it without a tie only when it says so: perhaps nobody asked.
    """
    tied = set(edges.names)
    names = (*edges.names, *(name for name in listed if name not in tied))
    if not listed:
        return names, (True,) * len(names)
    asked = []
    for name in names:
        one = listed.get(name)
        said = one.asked if one else False
        asked.append(bool(one) and name in tied if said is None else said)
    return names, tuple(asked)
