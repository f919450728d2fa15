"""What somebody looks for beside words: near a place, open at a time, in a language."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from kizuna.access.viewer import Refused
from kizuna.access.wording import N_
from kizuna.directory import mend
from kizuna.directory.option import Option
from kizuna.directory.recurrence import WEEKDAYS


@dataclass(frozen=True)
class Wanted:
    """The filters of a search; None and "" let everything through."""

    lat: float | None = None
    lon: float | None = None
    """Degrees, WGS 84."""
    km: float | None = None
    open_at: datetime | None = None
    language: str = ""
    """ISO 639."""
    accepting: bool = False
    """They said lately that they take people now."""

    @property
    def narrow(self) -> bool:
        """Whether it leaves anything out or changes the order."""
        return self.lat is not None or self.open_at is not None or bool(self.language) or self.accepting


@dataclass(frozen=True)
class Found:
    """One answer: its score compares within one search only; `km` is None without a place."""

    option: Option
    score: float
    km: float | None
    source_id: str
    """Its id in the package that it came from."""


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
    """The next `Sat 10:00` from `now` on, in the zone of `now`. Raises Refused with a sentence."""
    day, _, clock = text.strip().rpartition(" ")
    try:
        weekday, at = mend.weekdays(day), mend.clock(clock, half_days=False)
    except mend.Unreadable:
        weekday, at = "", None
    if at is None or weekday not in WEEKDAYS:
        raise Refused(N_('Write the time as a day and an hour: --open-at "Sat 10:00"'))
    return _next(weekday, at, now)


def _next(weekday: str, at: time, now: datetime) -> datetime:
    ahead = (WEEKDAYS.index(weekday) - now.weekday()) % 7
    then = datetime.combine(now.date() + timedelta(days=ahead), at, now.tzinfo)
    return then if then >= now else then + timedelta(days=7)
