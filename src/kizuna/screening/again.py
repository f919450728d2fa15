"""When somebody could be asked again, by questionnaire and by the rule of the site."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

STEPS = ("asked", "begun", "finished", "skipped")
"""How far people come: asked to tell us again, begun, finished, and finished with questions left out."""
LONGEST = 10 * 365


class WrongPeriods(ValueError):
    """One sentence for the person who runs this site."""


@dataclass(frozen=True)
class Waiting:
    """Somebody who asked to be contacted, or (with a questionnaire) could be asked again, and since when."""

    person: str
    instrument: str
    since: datetime


@dataclass(frozen=True)
class Due:
    """When somebody could be asked again."""

    instrument: str
    name: str
    """What the questionnaire is called, marked for translation."""
    due_at: datetime
    asked_at: datetime | None
    """When a message offered it to them; they have not answered since."""
    now: bool
    """Whether that day has come."""


@dataclass(frozen=True)
class Offer:
    """Whom a message may ask again: after which check-up, and of which questionnaire."""

    check_up: str
    person: str
    instrument: str


@dataclass(frozen=True)
class NewPassage:
    """How many people came so far (one of `STEPS`) with a questionnaire on a day."""

    day: date
    instrument: str
    step: str
    count: int


@dataclass(frozen=True)
class Passage:
    """How far people came with one questionnaire. None is hidden: so few people stand behind it."""

    instrument: str
    name: str
    asked: int | None
    begun: int | None
    finished: int | None
    skipped: int | None
    stopped: int | None
    """Begun and not finished."""


def periods(text: str) -> dict[str, int]:
    """`check-up=180, phq-9=28` as days by code; empty asks nobody. WrongPeriods with a sentence."""
    found: dict[str, int] = {}
    for part in filter(None, (each.strip() for each in text.split(","))):
        code, _, days = (each.strip() for each in part.partition("="))
        if not code.replace("-", "").replace("_", "").isalnum():
            raise WrongPeriods(f"{part!r} must be the code of a questionnaire and a number of days.")
        if not days.isdecimal() or not 7 <= int(days) <= LONGEST:
            raise WrongPeriods(f"{part!r} must be a questionnaire and a number of days from 7 to {LONGEST}.")
        found[code] = int(days)
    return found


def due_at(last: datetime, days: int) -> datetime:
    """When somebody could be asked again."""
    return last + timedelta(days=days)
