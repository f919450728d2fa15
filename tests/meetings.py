"""A date of the test town's group, a place at it, and a secret calendar: what the doors are tried with."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings

from kizuna.activities.actions import load_events, new_calendar, take_seat
from kizuna.activities.group import NewEvent
from kizuna.activities.seats import feed_token, seat_token, stamp
from tests.town import HOUSE, Town


def group_date(town: Town) -> tuple[UUID, int]:
    """An event of the group in the North, and the number of its date next week."""
    at = town.now.replace(microsecond=0) + timedelta(days=7)
    new = NewEvent(str(town.group), "Singing", at, at + timedelta(hours=2), places=5)
    load_events(events=[new], by=HOUSE, now=town.now)
    return new.known_id, stamp(at)


def seat_link(town: Town) -> str:
    """The key to a place of somebody without an account."""
    event, _ = group_date(town)
    seat = take_seat(
        event=event,
        starts_at=town.now.replace(microsecond=0) + timedelta(days=7),
        name="Dee",
        reach="dee@linden.example",
        key="form:doors",
        by=HOUSE,
        now=town.now,
    )
    return seat_token(seat, settings.SECRET_KEYS, town.now)


def calendar_link(town: Town) -> str:
    """The key to Ana's own dates."""
    own = new_calendar(by=town.viewer("resident"), now=town.now)
    return feed_token(own, settings.SECRET_KEYS, town.now)


def seat_body(town: Town) -> dict[str, str]:
    """What a program sends for a place."""
    event, at = group_date(town)
    starts = datetime.fromtimestamp(at, UTC).isoformat()
    return {"event": str(event), "starts_at": starts, "name": "Dee", "reach": "+13055550144"}
