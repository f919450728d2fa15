"""A link worker writes down what somebody wants to reach, and whether they did."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.access.wording import N_
from kizuna.directory.needs import BY_CODE as NEEDS
from kizuna.ledger.actions import note, note_many
from kizuna.ledger.entry import Note
from kizuna.people import queries as people
from kizuna.people.queries import visible_by
from kizuna.places.identity import known
from kizuna.referrals.goals import LONGEST, STATE, NewGoal
from kizuna.referrals.models import Goal


def set_goal(
    *,
    attempt: UUID,
    person: object,
    words: str,
    need: str = "",
    look_again_on: date | None = None,
    by: Viewer,
    now: datetime,
) -> UUID:
    """Write a goal down once for its attempt, in the words of the person."""
    allow_some(by, "goal.keep")
    who = people.profile(by, person)
    allow(by, "goal.keep", area=who.area_id)
    text = words.strip()
    if not text or len(text) > LONGEST:
        raise Refused(N_("Write in a few words what they want to reach."))
    if need and need not in NEEDS:
        raise Refused(N_("Choose a need from the list."))
    if look_again_on is not None and look_again_on < timezone.localdate(now):
        raise Refused(N_("This day is over. Choose one that is still to come."))
    with transaction.atomic():
        row, made = Goal.objects.get_or_create(
            id=attempt,
            defaults={
                "person_id": known(who.id),
                "area_id": known(who.area_id),
                "words": text,
                "need": need,
                "look_again_on": look_again_on,
                "set_by_id": known(by.account) if by.account else None,
                "set_at": now,
            },
        )
        if made:
            note(verb="goal.set", subject=row, person=who.id, by=by, now=now)
        elif str(row.person_id) != who.id:
            raise NotFound("goal")
    return row.pk


def mark_goal(*, goal: object, state: str, by: Viewer, now: datetime) -> str:
    """Say where a goal stands; the person it is of. The same again changes nothing."""
    allow_some(by, "goal.keep")
    with transaction.atomic():
        row = Goal.objects.select_for_update().filter(visible_by(by, "person"), pk=known(goal)).first()
        if row is None:
            raise NotFound("goal")
        who = people.profile(by, row.person_id)
        allow(by, "goal.keep", area=who.area_id)
        if state not in STATE:
            raise Refused(N_("Choose where the goal stands from the page."))
        if row.state != state:
            row.state, row.ended_at = state, None if state == "open" else now
            row.save(update_fields=["state", "ended_at"])
            note(verb=f"goal.{state}", subject=row, person=row.person_id, by=by, now=now)
    return who.id


def load_goals(*, goals: Sequence[NewGoal], by: Viewer, now: datetime) -> int:
    """Write many goals with what became of them, all or nothing; how many."""
    allow(by, "referral.load")
    rows = [
        Goal(
            id=one.id,
            person_id=known(one.person),
            area_id=known(one.area),
            words=one.words,
            need=one.need,
            state=one.state,
            set_by_id=known(one.set_by),
            set_at=one.set_at,
            ended_at=one.ended_at,
        )
        for one in goals
    ]
    with transaction.atomic():
        Goal.objects.bulk_create(rows, batch_size=1000)
        note_many(notes=[Note("goal.set", row, row.person_id, by) for row in rows], now=now)
    return len(rows)
