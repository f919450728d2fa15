"""Two workshops of the demo town: one that was held, with how sure people felt, and one to come. Made up."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from django.utils import timezone

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.activities import actions
from kizuna.activities.group import NewEvent
from kizuna.activities.workshop import TookPart
from kizuna.web.town import loading
from kizuna.web.town.life import Town

HELD = ("First aid for the mind", ("mental_first_aid", "listening"))
COMING = ("Ready for a storm", ("coping", "first_aid"))
MATERIALS = (
    "A pen and something to drink. We hand out a sheet that fits on the fridge.\n"
    "To read before, if you like: https://www.who.int/publications/i/item/9789241548205"
)
MOST, SILENT = 16, 3
"""People at the workshop that was held, and how many of them said nothing after it."""


def plant_workshops(*, group: str, people: Sequence[int], town: Town, by: Viewer, now: datetime) -> None:
    """One workshop nine days ago, and one in twelve days, both with what is to be learnt."""
    allow(by, "town.load")
    rng, evening = (
        Random(len(people)),
        timezone.localtime(now).replace(hour=18, minute=0, second=0, microsecond=0),
    )
    held, coming = (
        NewEvent(group, title, at, at + timedelta(hours=2), places=MOST)
        for (title, _), at in ((HELD, _day(evening, -9)), (COMING, _day(evening, 12)))
    )
    actions.load_events(events=[held, coming], by=by, now=now)
    took = [_took_part(town, number, place, rng) for place, number in enumerate(people[:MOST])]
    for event, skills, there in ((held, HELD[1], took), (coming, COMING[1], [])):
        actions.load_workshop(
            event=event.known_id,
            starts_at=event.starts_at,
            skills=skills,
            materials=MATERIALS,
            people=there,
            by=by,
            now=now,
        )


def _day(evening: datetime, days: int) -> datetime:
    """The same hour on the clock, days before or after, also over a change of the clocks."""
    there = evening.replace(tzinfo=None) + timedelta(days=days)
    return timezone.make_aware(there).astimezone(UTC)


def _took_part(town: Town, number: int, place: int, rng: Random) -> TookPart:
    before = {code: rng.choice((1, 2, 2, 3)) for code in HELD[1]}
    after = {code: min(5, sure + rng.choice((0, 1, 1, 2))) for code, sure in before.items()}
    who = town.people[number]
    name = who.called or who.name.partition(" ")[0]
    return TookPart(
        loading.person_id(number), name, before, {} if place < SILENT else after, keep=place % 3 == 0
    )
