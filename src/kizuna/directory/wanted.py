"""What somebody looks for beside words: near a place, open at a time, in a language, free, in person."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from kizuna.access.viewer import Refused
from kizuna.access.wording import N_
from kizuna.directory import mend
from kizuna.directory.capacity import ACCEPTING
from kizuna.directory.needs import BY_CODE, meets
from kizuna.directory.option import Option
from kizuna.directory.recurrence import WEEKDAYS
from kizuna.directory.travel import LONGEST, WAYS, km_in

FARTHEST = 20_000.0
"""Kilometres: half around the earth."""
_SOON = timedelta(hours=3)


@dataclass(frozen=True)
class Wanted:
    """The filters of a search; None, "" and False let everything through."""

    lat: float | None = None
    lon: float | None = None
    """Degrees, WGS 84."""
    km: float | None = None
    """So far from there at most, in a straight line; what comes by telephone is near everywhere."""
    open_at: datetime | None = None
    """Aware. Unknown hours are not open."""
    language: str = ""
    """ISO 639."""
    accepting: bool = False
    """They said lately that they take people now."""
    need: str = ""
    """Code of a need or of a group of needs."""
    age: float | None = None
    """Years of the person it is for."""
    gender: str = ""
    """`female` or `male`: leaves out what is only for others."""
    step_free: bool = False
    free: bool = False
    way: str = ""
    """How it reaches people: one of `whom.WAYS`."""
    checked: bool = False
    """A human checked the listing lately."""

    @property
    def narrow(self) -> bool:
        """Whether it leaves anything out or changes the order."""
        return self != Wanted()

    @property
    def near(self) -> bool:
        """Whether a place was said."""
        return self.lat is not None and self.lon is not None


@dataclass(frozen=True)
class Why:
    """Why something was found: a code and the words that fill its sentence."""

    code: str
    words: str = ""


@dataclass(frozen=True)
class Found:
    """One answer: its score compares within one search only; `km` is None without a place."""

    option: Option
    score: float
    km: float | None
    source_id: str = ""
    """Its id in the package that it came from."""
    why: tuple[Why, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What a search gives: the best first, and what had to be looked past so that there is anything."""

    found: tuple[Found, ...]
    wanted: Wanted
    """The wishes as they were met."""
    looser: tuple[str, ...] = ()
    """Names of the wishes that were widened or left out, in the order of `widened`."""
    meant: tuple[tuple[str, str], ...] = ()
    """Words as they were typed, each with the word that was looked for as well."""


def place(text: str) -> tuple[float, float]:
    """Latitude and longitude from `25.77,-80.19`. Raises Refused with a sentence."""
    parts = text.split(",")
    try:
        lat, lon = (float(part) for part in parts)
    except ValueError:
        raise Refused(N_("Write the place as latitude and longitude: --near 25.77,-80.19")) from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise Refused(N_("Write the place as latitude and longitude: --near 25.77,-80.19"))
    return lat, lon


def moment(text: str, now: datetime) -> datetime:
    """The next `Sat 10:00` from `now` on, in its zone; "now" is now. Raises Refused with a sentence."""
    if text.strip().lower() == "now":
        return now
    day, _, clock = text.strip().rpartition(" ")
    try:
        weekday, at = mend.weekdays(day), mend.clock(clock, half_days=False)
    except mend.Unreadable:
        weekday, at = "", None
    if at is None or weekday not in WEEKDAYS:
        raise Refused(N_('Write the time as a day and an hour: --open-at "Sat 10:00"'))
    return next_time(WEEKDAYS.index(weekday), at, now)


def next_time(weekday: int, at: time, now: datetime) -> datetime:
    """The next such weekday (Monday is 0) at this hour, from `now` on, in its zone."""
    ahead = (weekday - now.weekday()) % 7
    then = datetime.combine(now.date() + timedelta(days=ahead), at, now.tzinfo)
    return then if then >= now else then + timedelta(days=7)


def reach(minutes: float, way: str) -> float:
    """Kilometres in so many minutes. Raises Refused for no such way, or for a time that is none."""
    if way not in WAYS:
        raise Refused(N_("Say how you go there: foot, bus or car."))
    if not 0 < minutes <= LONGEST:
        raise Refused(N_("Minutes are a number from 1 to 240."))
    return max(0.2, km_in(minutes, way))


def known_need(code: str) -> str:
    """A code of a need. Raises Refused for any other."""
    if code and code not in BY_CODE:
        raise Refused(N_("There is no need of that name."))
    return code


def fits(one: Option, wanted: Wanted) -> bool:
    """Whether an option is as wanted, but for its place and its hours. What is unknown does not do.

    Ages and gender are otherwise: who says nothing takes everybody.
    """
    if wanted.need and not meets(wanted.need, one.needs):
        return False
    if wanted.language and wanted.language not in (one.languages or ()):
        return False
    if wanted.free and one.cost != 0:
        return False
    if wanted.step_free and not (one.step_free or one.remote):
        return False
    if wanted.way and wanted.way not in (one.ways or ()):
        return False
    if wanted.accepting and not takes_people(one):
        return False
    return not (wanted.checked and one.freshness != "fresh") and _for_them(one, wanted)


def _for_them(one: Option, wanted: Wanted) -> bool:
    if wanted.gender and one.genders and wanted.gender not in one.genders:
        return False
    if wanted.age is None:
        return True
    old_enough = one.min_age is None or wanted.age >= one.min_age
    # A limit of 25 includes all of the year in which one is 25.
    return old_enough and (one.max_age is None or wanted.age < one.max_age + 1)


def met(one: Option, wanted: Wanted) -> tuple[Why, ...]:
    """The wishes that a listing meets in so many words, as reasons why it is shown."""
    said = {
        "need": wanted.need,
        "language": wanted.language,
        "free": wanted.free,
        "step_free": wanted.step_free and one.step_free,
        "way": wanted.way,
        "open_at": wanted.open_at is not None,
        "accepting": wanted.accepting,
        "age": wanted.age is not None and (one.min_age is not None or one.max_age is not None),
        "gender": wanted.gender if one.genders else "",
        "checked": wanted.checked,
    }
    return tuple(Why(code, value if isinstance(value, str) else "") for code, value in said.items() if value)


def takes_people(one: Option) -> bool:
    """Whether they said lately that they take people; a group with a place left does."""
    return one.capacity in ACCEPTING if one.kind == "service" else bool(one.places_left)


def on_at(one: Option, when: datetime) -> bool:
    """Whether a group meets at this moment, or within the next hours."""
    return one.next_start is not None and when - _SOON < one.next_start <= when + _SOON


def widened(wanted: Wanted) -> Iterator[tuple[str, Wanted]]:
    """Ever looser wishes, each with the name of what was widened: the place first, then the need."""
    if wanted.near and wanted.km is not None:
        km = wanted.km
        while km < FARTHEST / 10:
            km = 2 * km if km < 100 else 10 * km
            wanted = replace(wanted, km=km)
            yield "km", wanted
        wanted = replace(wanted, km=None)
        yield "km", wanted
    group = wanted.need.partition(".")[0]
    if group != wanted.need:
        wanted = replace(wanted, need=group)
        yield "need", wanted
    if wanted.need:
        wanted = replace(wanted, need="")
        yield "need", wanted


SHAKY = ("checked", "accepting", "open_at", "way", "step_free", "free", "gender", "age", "language")
"""Wishes that a page leaves out one after the other when nothing is left: what listings seldom say first."""


def without(wanted: Wanted) -> Iterator[tuple[str, Wanted]]:
    """The wishes with ever more of them left out, each with the name of what was left out."""
    empty = Wanted()
    for name in SHAKY:
        if getattr(wanted, name) != getattr(empty, name):
            wanted = replace(wanted, **{name: getattr(empty, name)})
            yield name, wanted
