"""People of the demo town in whom a newcomer sees what a record can hold. Everybody in it is made up."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.people import actions as people
from kizuna.people.consent import LINK_WORKERS, SUPPORT
from kizuna.web.town.ids import town_id
from kizuna.web.town.stories import STORIES, Story

DAY = timedelta(days=1)


def tell_stories(
    *, areas: Mapping[str, str], keepers: tuple[str, str], by: Viewer, now: datetime
) -> dict[str, UUID]:
    """Add them with what happened to them; their ids by code. `keepers`: the two accounts of link workers."""
    allow(by, "town.load")
    who = {story.code: _add(story, areas, by, now - 40 * DAY) for story in STORIES}
    _homes(who, by, now)
    _ends(who, by, now)
    people.merge_persons(keep=who["teodora"], other=who["dora"], take=("email",), by=by, now=now - 3 * DAY)
    people.block(person=who["leona"], other=who["dario"], by=by, now=now - 5 * DAY)
    reason = "A former partner looks for them. Their new address must not be known."
    people.protect(person=who["rosalind"], keepers=keepers, reason=reason, by=by, now=now - 8 * DAY)
    people.find_doubles(by=by, now=now)
    return who


def _add(story: Story, areas: Mapping[str, str], by: Viewer, now: datetime) -> UUID:
    known: dict[str, Any] = dict(story.known)
    person = people.add_person(
        name=story.name,
        area=areas[story.area],
        person_id=town_id("person", story.code),
        by=by,
        now=now,
        **known,
    )
    people.give_consent(
        person=person,
        purpose=SUPPORT,
        recipient=LINK_WORKERS,
        how="spoken",
        emergency_only=story.emergency_only,
        until=now + story.agrees_for if story.agrees_for else None,
        by=by,
        now=now,
    )
    for kind, words in story.depends_on:
        people.add_dependence(person=person, kind=kind, words=words, by=by, now=now)
    return person


def _homes(who: Mapping[str, UUID], by: Viewer, now: datetime) -> None:
    """A home with somebody who cares for the other, and who may speak for her."""
    people.live_together(
        persons=[who["philippa"], who["gareth"]], roles=["parent", "carer"], by=by, now=now - 30 * DAY
    )
    people.let_speak(
        person=who["philippa"],
        speaker=who["gareth"],
        role="carer",
        evidence="She said so herself, with me beside her.",
        by=by,
        now=now - 30 * DAY,
    )
    people.let_speak(
        person=who["philippa"],
        name="Bronwen Marlowe, her daughter",
        role="proxy",
        evidence="I saw the power of attorney on paper.",
        until=timezone.localdate(now + 300 * DAY),
        by=by,
        now=now - 30 * DAY,
    )


def _ends(who: Mapping[str, UUID], by: Viewer, now: datetime) -> None:
    """Somebody died, somebody moved away, somebody wants to be left in peace."""
    weeks_ago = now - 20 * DAY
    people.set_status(
        person=who["ambrose"],
        status="died",
        on=timezone.localdate(weeks_ago),
        why="His sister rang.",
        by=by,
        now=now - 18 * DAY,
    )
    people.set_status(
        person=who["ilse"],
        status="moved_away",
        on=timezone.localdate(weeks_ago),
        why="Told me on the day she left.",
        by=by,
        now=weeks_ago,
    )
    people.leave_in_peace(person=who["casper"], quiet=True, by=by, now=weeks_ago)
