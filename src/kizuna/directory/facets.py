"""What the search index holds of a service beside its words, and what a search asks of that.

The index is a sieve: it never loses what fits. Whatever it lets through is looked at again as it is today.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from math import cos, radians

from kizuna.directory.freshness import FRESH_DAYS
from kizuna.directory.listing import Card
from kizuna.directory.needs import BY_CODE
from kizuna.directory.wanted import Wanted
from kizuna.directory.weekly import slots, slots_at

EVERYWHERE = "everywhere"
"""It comes by telephone or on-line, so that no place is too far."""
BARE = "bare"
"""Its card is not gathered yet: whatever is asked, it may fit."""
OLDEST = 200.0
_KM_A_DEGREE = 111.0
"""A little less than the least there is, so that a box is never too small."""
_SLACK = 1.02


@dataclass(frozen=True)
class Facets:
    """One service: marks, places (degrees, WGS 84), ages in years, and the day somebody checked it."""

    marks: frozenset[str] = frozenset()
    points: tuple[tuple[float, float], ...] = ()
    youngest: float = 0.0
    oldest: float = OLDEST
    assured: int = 0
    """Proleptic day number; 0 when nobody ever checked it."""


NOTHING = Facets()
UNGATHERED = Facets(marks=frozenset({BARE}), assured=date.max.toordinal())


@dataclass(frozen=True)
class Box:
    """A box around a place, degrees. `west` and `east` are None where it goes around the earth."""

    south: float
    north: float
    west: float | None
    east: float | None


@dataclass(frozen=True)
class Narrow:
    """What must be there: of each group of marks at least one; a need; a box; an age; a day of checking."""

    marks: tuple[frozenset[str], ...] = ()
    needs: frozenset[str] = frozenset()
    box: Box | None = None
    age: float | None = None
    since: int = 0
    only: frozenset[str] | None = None
    """Ids, where only these can fit."""

    @property
    def any(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.marks or self.needs or self.box or self.since) or not (
            self.age is None and self.only is None
        )


def facets(
    card: Card, *, youngest: float | None, oldest: float | None, assured: date | None, tz: str
) -> Facets:
    """What the index holds of a service with this card. `tz`: where rows without a zone of their own are."""
    marks = {f"l:{code}" for code in card.languages or ()}
    marks |= {f"w:{way}" for way in card.ways or ()}
    marks |= {f"g:{gender}" for gender in card.genders or ("all",)}
    marks |= slots(card.openings, tz)
    if card.cost == 0:
        marks.add("free")
    if card.remote:
        marks.add(EVERYWHERE)
    if any(place.step_free for place in card.places):
        marks.add("step-free")
    points = tuple((p.lat, p.lon) for p in card.places if p.lat is not None and p.lon is not None)
    return Facets(
        frozenset(marks),
        points,
        0.0 if youngest is None else youngest,
        OLDEST if oldest is None else oldest,
        assured.toordinal() if assured else 0,
    )


def box(lat: float, lon: float, km: float) -> Box:
    """A box that holds every place within so many kilometres."""
    high = km / _KM_A_DEGREE * _SLACK
    south, north = max(-90.0, lat - high), min(90.0, lat + high)
    narrowest = cos(radians(max(abs(south), abs(north))))
    wide = high / narrowest if narrowest > 1e-6 else 360.0
    if wide >= 90 or lon - wide < -180 or lon + wide > 180:
        return Box(south, north, None, None)
    return Box(south, north, lon - wide, lon + wide)


def codes_of(need: str) -> frozenset[str]:
    """Codes one of which a service has that meets this need, as `needs.meets` has it."""
    group, _, fine = need.partition(".")
    if fine:
        return frozenset({need, group})
    return frozenset(code for code in BY_CODE if code.partition(".")[0] == group)


def narrow(
    wanted: Wanted, *, tz: str, holidays: frozenset[date], now: datetime, only: Iterable[str] | None = None
) -> Narrow:
    """What the index can say of these wishes."""
    marks: list[frozenset[str]] = []
    if wanted.open_at is not None:
        marks.append(slots_at(wanted.open_at, tz, holidays))
    if wanted.language:
        marks.append(frozenset({f"l:{wanted.language}"}))
    if wanted.way:
        marks.append(frozenset({f"w:{wanted.way}"}))
    if wanted.gender:
        marks.append(frozenset({f"g:{wanted.gender}", "g:all"}))
    if wanted.free:
        marks.append(frozenset({"free"}))
    if wanted.step_free:
        marks.append(frozenset({"step-free", EVERYWHERE}))
    near = None
    if wanted.lat is not None and wanted.lon is not None and wanted.km is not None:
        near = box(wanted.lat, wanted.lon, wanted.km)
    return Narrow(
        tuple(marks),
        codes_of(wanted.need) if wanted.need else frozenset(),
        near,
        wanted.age,
        now.date().toordinal() - FRESH_DAYS - 1 if wanted.checked else 0,
        None if only is None else frozenset(only),
    )
