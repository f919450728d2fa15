"""Members and letters of groups brought from elsewhere: kept, and sent to nobody."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.viewer import Refused, Viewer
from kizuna.activities.models import Letter, Member
from kizuna.activities.talking import LETTERS, NewLetter
from kizuna.ledger.actions import note_many
from kizuna.ledger.entry import Note

BATCH = 1000


def load_members(
    *, members: Iterable[tuple[object, object]], since: datetime, by: Viewer, now: datetime
) -> int:
    """Keep who belongs to which group, as pairs of ids; who does already stays. How many pairs."""
    allow(by, "letter.hear")
    rows = [
        Member(group_id=UUID(str(g)), person_id=UUID(str(p)), asked_at=since, since=since) for g, p in members
    ]
    with transaction.atomic():
        Member.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
        notes = (Note("member.joined", f"group:{row.group_id}", row.person_id, by) for row in rows)
        note_many(notes=notes, now=now)
    return len(rows)


def load_letters(*, letters: Iterable[NewLetter], by: Viewer, now: datetime) -> int:
    """Keep letters of members; those that are here already stay. How many were given."""
    allow(by, "letter.hear")
    rows = [
        Letter(
            id=one.id,
            group_id=UUID(one.group),
            person_id=UUID(one.person),
            subject=one.subject,
            text=one.text,
            state=one.state,
            at=one.at,
        )
        for one in letters
    ]
    if any(row.state not in LETTERS for row in rows):
        raise Refused("A letter is in a state that there is not.")
    with transaction.atomic():
        Letter.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
        note_many(notes=(Note(f"letter.{row.state}", row, row.person_id, by) for row in rows), now=now)
    return len(rows)
