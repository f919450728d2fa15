"""Drafts of talks: what is written so far lies here, and nowhere else."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import NotFound, Viewer
from kizuna.people import queries as people
from kizuna.places.identity import known
from kizuna.referrals.models import Draft, Talk
from kizuna.referrals.talks import DRAFT_FIELDS, DRAFT_LENGTH


def keep_draft(
    *, attempt: UUID, person: object, said: Mapping[str, str], turn: int, by: Viewer, now: datetime
) -> bool:
    """Keep what is written so far; whether this was news. What comes late, or twice, changes nothing.

    Once the talk itself is written down there is nothing to keep: a draft that comes after it is let go.
    """
    allow_some(by, "talk.write")
    who = people.profile(by, person)
    allow(by, "talk.write", area=who.area_id)
    words = {name: str(said.get(name, ""))[:DRAFT_LENGTH] for name in DRAFT_FIELDS}
    with transaction.atomic():
        if Talk.objects.filter(pk=attempt).exists():
            return False
        values = {
            "person_id": known(who.id),
            "account_id": known(by.account),
            "said": words,
            "turn": turn,
            "at": now,
        }
        row, made = Draft.objects.select_for_update().get_or_create(id=attempt, defaults=values)
        if made:
            return True
        if str(row.account_id) != by.account or str(row.person_id) != who.id:
            raise NotFound("draft")
        if row.turn >= turn:
            return False
        row.said, row.turn, row.at = words, turn, now
        row.save(update_fields=["said", "turn", "at"])
    return True


def drop_draft(*, person: object, by: Viewer, now: datetime) -> None:
    """Throw away what this link worker has begun to write about somebody."""
    allow_some(by, "talk.write")
    who = people.profile(by, person)
    allow(by, "talk.write", area=who.area_id)
    Draft.objects.filter(account=known(by.account), person__in=people.same_person(by, who.id)).delete()
