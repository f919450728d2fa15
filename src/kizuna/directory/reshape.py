"""What takes more than one column to read: opening times, numbers, languages, coordinates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from typing import Any

from kizuna.access.wording import N_
from kizuna.directory import mend
from kizuna.directory.hours import zone
from kizuna.directory.passing import NAMES, POINTERS
from kizuna.directory.phone import e164, split_extension
from kizuna.directory.spoken import code_known, codes_of

Values = dict[str, Any]
_LONG_HOURS = 16
_TYPES = {"physical", "postal", "virtual"}


@dataclass(frozen=True)
class Problem:
    """Something mended or doubtful in one row."""

    column: str
    text: str
    value: str = ""


@dataclass(frozen=True)
class Shaped:
    """The rows that one row becomes (mostly one), and what is doubtful about it."""

    rows: tuple[Values, ...]
    problems: tuple[Problem, ...] = ()


def _phone(values: Values, country: str, half_days: bool) -> Shaped:
    number, extension = split_extension(values["number"])
    dialled = e164(number, country)
    values |= {"number": dialled or number[:60], "extension": values["extension"] or extension}
    if dialled or (number.isdigit() and len(number) <= 6):
        return Shaped((values,))
    return Shaped(
        (values,), (Problem("number", N_("cannot be dialled; it is shown as it is written"), number),)
    )


def _language(values: Values, country: str, half_days: bool) -> Shaped:
    code = code_known(values["code"])
    codes = (code,) if code else codes_of(values["name"])
    return Shaped(tuple(values | {"code": each} for each in codes or ("",)))


def _location(values: Values, country: str, half_days: bool) -> Shaped:
    lat, lon = values["latitude"], values["longitude"]
    problems = []
    if lat is not None and lon is not None:
        on_earth = -90 <= lat <= 90 and -180 <= lon <= 180
        if not on_earth or (lat == 0 and lon == 0):
            problems.append(
                Problem("latitude", N_("is no place on earth: the place is unknown"), f"{lat}, {lon}")
            )
            lat = lon = None
    elif lat is not None or lon is not None:
        problems.append(Problem("latitude", N_("has only one of two numbers: the place is unknown")))
        lat = lon = None
    kind = values["location_type"].lower()
    values |= {"latitude": lat, "longitude": lon, "location_type": kind if kind in _TYPES else "physical"}
    return Shaped((values,), tuple(problems))


def _address(values: Values, country: str, half_days: bool) -> Shaped:
    kind = values["address_type"].lower()
    return Shaped((values | {"address_type": kind if kind in _TYPES else "physical"},))


def _service(values: Values, country: str, half_days: bool) -> Shaped:
    low, high = values["minimum_age"], values["maximum_age"]
    sensible = all(age is None or 0 <= age <= 130 for age in (low, high))
    if sensible and (low is None or high is None or low <= high):
        return Shaped((values,))
    values |= {"minimum_age": None, "maximum_age": None}
    return Shaped(
        (values,), (Problem("minimum_age", N_("these ages make no sense: left out"), f"{low}–{high}"),)
    )


def _clock(values: Values, column: str, half_days: bool) -> tuple[time | None, Problem | None]:
    try:
        return mend.clock(values[column], half_days=half_days), None
    except mend.Unreadable:
        text = N_("is no time of day: the hours of that day are unknown")
        return None, Problem(column, text, values[column])


def _hours_between(opens: time, closes: time) -> float:
    minutes = (closes.hour * 60 + closes.minute) - (opens.hour * 60 + opens.minute)
    return (minutes % 1440 or 1440) / 60


def _times(values: Values, half_days: bool) -> tuple[Values, list[Problem]]:
    """Opening and closing time; whether they can be read; what is odd about them."""
    opens, no_opening = _clock(values, "opens_at", half_days)
    closes, no_closing = _clock(values, "closes_at", half_days)
    problems = [p for p in (no_opening, no_closing) if p]
    blank = not values["opens_at"] and not values["closes_at"]
    if blank and not values["exception"]:
        problems.append(Problem("opens_at", N_("no times: the hours of that day are unknown")))
    elif not blank and not problems and (opens is None or closes is None):
        problems.append(Problem("opens_at", N_("only one of two times: the hours of that day are unknown")))
    readable = not problems
    if opens and closes and closes < opens:
        problems.append(Problem("closes_at", N_("runs past midnight"), f"{opens:%H:%M}–{closes:%H:%M}"))
        if _hours_between(opens, closes) > _LONG_HOURS:
            problems.append(Problem("closes_at", N_("runs longer than 16 hours: is this right?")))
    return {"opens_at": opens, "closes_at": closes, "readable": readable}, problems


def _schedule(values: Values, country: str, half_days: bool) -> Shaped:
    weekday = values.pop("weekday")
    times, problems = _times(values, half_days)
    problems += filter(None, [_timezone(values)])
    values |= times
    values["freq"] = values["freq"].upper()
    values["byday"] = values["byday"].upper().replace(" ", "")
    if weekday and not values["exception"]:
        values["freq"] = "WEEKLY"
        try:
            values["byday"] = mend.weekdays(weekday)
        except mend.Unreadable:
            values["readable"] = False
            problems.append(Problem("weekday", N_("is no weekday: the hours are unknown"), weekday))
    if values["exception"] and values["valid_from"] is None:
        # An exception without a day would close nothing, or everything: it says nothing.
        values["readable"] = False
    return Shaped((values,), tuple(problems))


def _timezone(values: Values) -> Problem | None:
    """A time zone has a name; a number says nothing of summer time."""
    found = values["timezone"]
    if not found or zone(found):
        return None
    values["timezone"] = ""
    return Problem("timezone", N_("is no time zone: the time of this site is taken"), found)


def _passed_on(values: Values) -> Values:
    """What it points to; all else together."""
    return {
        "organization_id": values.get("organization_id"),
        "service_id": values.get("service_id"),
        "link_table": values.get("link_entity", ""),
        "link": values.get("link_id"),
        "term_id": values.get("term_id"),
        "values": {name: value for name, value in values.items() if value and name not in POINTERS},
    }


_SHAPES: dict[str, Callable[[Values, str, bool], Shaped]] = {
    "phone": _phone,
    "language": _language,
    "location": _location,
    "address": _address,
    "service": _service,
    "schedule": _schedule,
}


def shaped(table: str, values: Values, *, country: str, half_days: bool) -> Shaped:
    """The row as it is written; for most tables just as it was read."""
    if table in NAMES:
        return Shaped((_passed_on(values),))
    shape = _SHAPES.get(table)
    return shape(values, country, half_days) if shape else Shaped((values,))
