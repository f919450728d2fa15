"""Places at one date of a meeting: who has one, who waits, and who moves up when one becomes free."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from kizuna.access.secrets import open_link, seal_link
from kizuna.access.wording import N_
from kizuna.activities.group import EventValue
from kizuna.frame.seldom import Counts, too_often

One = TypeVar("One")
SEATS: dict[str, str] = {
    "booked": N_("You have a place"),
    "waiting": N_("You are on the waiting list"),
    "cancelled": N_("Your place is cancelled"),
    "came": N_("You were there"),
    "missed": N_("You had a place"),
}
HOLDS = ("booked", "came", "missed")
"""States that take up a place."""
OPEN = ("booked", "waiting")
REMINDED = timedelta(hours=26)
"""So long before the date whoever has a place is reminded, and asked whether they still come."""
LONGEST_NEEDS = 500
MOST_TO_ONE, MOST_IN_ALL = 6, 600
"""An hour: places asked for with one address or number, and with all. Nobody is flooded in another's name."""
_LINK, _FEED = "activities.seat", "activities.calendar"
_EVER = timedelta(days=36_500)


@dataclass(frozen=True)
class SeatValue:
    """A place of somebody, as they see it themselves."""

    id: str
    state: str
    date: EventValue
    name: str = ""
    over: bool = False
    reminded: bool = False
    """Whether a message comes before the date: who asked for the place just then needs none."""
    needs: str = ""
    """What they need to come along, for the organiser to read."""

    @property
    def state_text(self) -> str:
        """How it stands, to be translated where it is shown."""
        return SEATS[self.state]

    @property
    def open(self) -> bool:
        """Whether it can still be given up."""
        return self.state in OPEN and not self.over


@dataclass(frozen=True)
class Sheet:
    """Who has a place at a date and who waits, for the organiser; `hidden`: whom they may not find."""

    date: EventValue
    seats: tuple[SeatValue, ...]
    waiting: tuple[SeatValue, ...]
    hidden: int = 0


@dataclass(frozen=True)
class DateValue:
    """One date with its room: `left` is None where nobody counts places."""

    date: EventValue
    left: int | None
    waiting: int
    open: bool
    """Whether anybody may take a place here."""


def first_state(held: int, waiting: int, places: int | None) -> str:
    """What somebody who asks now gets: a place while there is one and nobody waits for it, else a wait."""
    full = places is not None and held + waiting >= places
    return "waiting" if full else "booked"


def moving_up(held: int, waiting: Sequence[One], places: int | None) -> Sequence[One]:
    """Those who get the places that are free now, in the order in which they asked."""
    return waiting if places is None else waiting[: max(0, places - held)]


def is_reminded(reach: str, asked_at: datetime, starts_at: datetime) -> bool:
    """Whether somebody who has a place gets a message before the date."""
    return bool(reach) and asked_at < starts_at - REMINDED


def too_many_to(cache: Counts, reach: str, keys: Sequence[str]) -> bool:
    """Whether places were asked for too often within the hour with this way to reach somebody, or in all."""
    to_one = too_often(cache, "activities:reach", reach.casefold(), MOST_TO_ONE, keys)
    return too_often(cache, "activities:all", "", MOST_IN_ALL, keys) or to_one


def stamp(at: datetime) -> int:
    """The date of a meeting as a number that stands in an address: seconds since 1970."""
    return int(at.timestamp())


def moment(number: int) -> datetime:
    """The date of such a number; raises ValueError for one of no date."""
    try:
        return datetime.fromtimestamp(number, UTC)
    except (OverflowError, OSError):
        raise ValueError(number) from None


def opens(id: object) -> str:
    """What the viewer of such a link carries."""
    return f"activities.Seat:{id}"


def seat_token(id: object, keys: Sequence[str], now: datetime) -> str:
    """The key to one's place, for a link."""
    return seal_link([str(id)], keys, purpose=_LINK, now=now)


def seat_of(token: str, keys: Sequence[str], now: datetime) -> str:
    """The place that a link opens; raises BadSeal for one that is not ours."""
    return str(open_link(token, keys, purpose=_LINK, now=now, max_age=_EVER)[0])


def feed_token(id: object, keys: Sequence[str], now: datetime) -> str:
    """The key to somebody's own dates, for a calendar program."""
    return seal_link([str(id)], keys, purpose=_FEED, now=now)


def feed_of(token: str, keys: Sequence[str], now: datetime) -> str:
    """The feed that a key opens; raises BadSeal for one that is not ours."""
    return str(open_link(token, keys, purpose=_FEED, now=now, max_age=_EVER)[0])
