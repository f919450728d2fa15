"""A workshop that was held elsewhere or is invented: kept with what people said of it, and told to nobody."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.activities.actions.volunteering import add_skill
from kizuna.activities.models import Rating, Seat, Workshop
from kizuna.activities.workshop import TookPart
from kizuna.ledger.actions import note, note_many
from kizuna.ledger.entry import Note
from kizuna.places.identity import known

_PLACES = UUID("6f0a1d52-3f5c-5e0b-9a1c-2f7a3c1f6b77")


def load_workshop(
    *,
    event: object,
    starts_at: datetime,
    skills: Sequence[str],
    materials: str,
    people: Sequence[TookPart],
    by: Viewer,
    now: datetime,
) -> int:
    """Keep one workshop with those who took part and how sure they felt; how many. Twice is once."""
    allow(by, "workshop.load")
    with transaction.atomic():
        row, made = Workshop.objects.get_or_create(
            event_id=known(event),
            starts_at=starts_at,
            defaults={"skills": list(skills), "materials": materials},
        )
        if not made:
            return 0
        for number, one in enumerate(people):
            seat = Seat.objects.create(
                id=uuid5(_PLACES, f"{row.event_id} {starts_at.isoformat()} {number}"),
                event_id=row.event_id,
                starts_at=starts_at,
                person_id=known(one.person),
                name=one.name,
                state="came",
                key=f"workshop:{row.pk}:{number}",
                asked_at=starts_at,
            )
            Rating.objects.create(workshop=row, seat=seat, before=one.before, after=one.after, at=starts_at)
            for code in skills if one.keep else ():
                add_skill(known(one.person), code, "workshop", now)
        note(verb="workshop.kept", subject=row, by=by, now=now)
        note_many(notes=(Note("workshop.rated", row, known(one.person), by) for one in people), now=now)
    return len(people)
