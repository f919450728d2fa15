"""Files of postcodes: which column holds what, in the shapes that people have; rows to places."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kizuna.access.wording import N_
from kizuna.places.geometry import on_earth
from kizuna.places.postcode import key, latin_digits

MOST_NAMED = 100
"""Bad rows that are named; all are counted."""
_CODE = (
    "postcode",
    "pcds",
    "pcd8",
    "pcd7",
    "pcd",
    "pcd2",
    "postalcode",
    "zip",
    "zipcode",
    "plz",
    "cp",
    "code",
)
_LAT = ("lat", "latitude", "y")
_LON = ("lon", "long", "lng", "longitude", "x")
_COUNTRY = ("country", "countrycode")
_NOWHERE = 99.9
"""British files give codes without a place (closed ones, islands) a latitude of 99.999999."""


@dataclass(frozen=True)
class Columns:
    """Where a row holds what, from 0. `country` is None when the file says none."""

    code: int
    lat: int
    lon: int
    country: int | None = None
    header: bool = True


@dataclass(frozen=True)
class PostcodeRow:
    """One postcode and its middle, degrees."""

    key: str
    lat: float
    lon: float


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be read: its number in the file from 1, and why."""

    row: int
    text: str
    value: str


@dataclass
class Reading:
    """What came of the rows so far."""

    read: int = 0
    bad: int = 0
    nowhere: int = 0
    other_country: int = 0
    named: list[BadRow] = field(default_factory=list)

    def name(self, row: int, text: str, value: str) -> None:
        """Count a bad row, and name it while there are not too many."""
        self.bad += 1
        if len(self.named) < MOST_NAMED:
            self.named.append(BadRow(row, text, value[:40]))


def columns(first: Sequence[str]) -> Columns | None:
    """Which columns the file has, by its first row; None when that cannot be told.

    GeoNames has no header: country, code, name and so on, latitude tenth and longitude eleventh.
    """
    names = {
        "".join(char for char in latin_digits(cell).lower() if char.isalnum()): at
        for at, cell in reversed(list(enumerate(first)))
    }
    found = [_first(names, wanted) for wanted in (_CODE, _LAT, _LON)]
    if None not in found:
        code, lat, lon = (at for at in found if at is not None)
        return Columns(code, lat, lon, _first(names, _COUNTRY))
    if (
        len(first) >= 11
        and len(first[0].strip()) == 2
        and None not in (_number(first[9]), _number(first[10]))
    ):
        return Columns(1, 9, 10, 0, header=False)
    if len(first) == 3 and None not in (_number(first[1]), _number(first[2])):
        return Columns(0, 1, 2, header=False)
    return None


def _first(names: Mapping[str, int], wanted: Sequence[str]) -> int | None:
    return next((names[name] for name in wanted if name in names), None)


def _number(text: str) -> float | None:
    """A number with a point or a comma, in the digits of any script; None when it is none."""
    try:
        found = float(latin_digits(text).strip().replace(",", "."))
    except ValueError:
        return None
    return found if abs(found) < 1000 else None


def rows(
    lines: Iterable[Sequence[str]], where: Columns, country: str, reading: Reading
) -> Iterator[PostcodeRow]:
    """The places of the rows, one by one; what is wrong goes into `reading`, with the row's number."""
    for number, line in enumerate(lines, 1):
        if (number == 1 and where.header) or not any(cell.strip() for cell in line):
            continue
        reading.read += 1
        found = _row(number, line, where, country, reading)
        if found:
            yield found


def _row(
    number: int, line: Sequence[str], where: Columns, country: str, reading: Reading
) -> PostcodeRow | None:
    if max(where.code, where.lat, where.lon) >= len(line):
        reading.name(number, N_("The row is too short."), "")
        return None
    if where.country is not None and line[where.country].strip().upper() not in {"", country}:
        reading.other_country += 1
        return None
    code, lat, lon = key(line[where.code], country), _number(line[where.lat]), _number(line[where.lon])
    if not code:
        reading.name(number, N_("This is no postcode."), line[where.code])
        return None
    if lat is None or lon is None:
        if not line[where.lat].strip() and not line[where.lon].strip():
            reading.nowhere += 1
            return None
        reading.name(number, N_("Latitude or longitude is no number."), line[where.lat])
        return None
    if lat >= _NOWHERE:
        reading.nowhere += 1
        return None
    if not on_earth(lat, lon):
        reading.name(number, N_("This place lies off the earth."), f"{line[where.lat]} {line[where.lon]}")
        return None
    return PostcodeRow(code, lat, lon)
