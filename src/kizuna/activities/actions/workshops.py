"""Writes about workshops: what is to be learnt, how sure people feel, and what they learnt."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Viewer
from kizuna.activities.actions.volunteering import add_skill
from kizuna.activities.models import Event, Rating, Seat, Workshop
from kizuna.activities.queries import to_rate
from kizuna.activities.seats import opens
from kizuna.activities.skills import SKILLS
from kizuna.activities.workshop import SURE
from kizuna.ledger.actions import note
from kizuna.places.identity import known


def keep_workshop(
    *, event: object, starts_at: datetime, skills: Sequence[str], materials: str, by: Viewer, now: datetime
) -> None:
    """Say what is to be learnt at a date; no skill makes it an ordinary meeting again."""
    with transaction.atomic():
        row = Event.objects.select_related("group").filter(pk=known(event)).first()
        allow(by, "group.keep", area=row.group.area_id if row else None)
        if row is None:
            raise NotFound("event")
        found, _made = Workshop.objects.update_or_create(
            event=row,
            starts_at=starts_at,
            defaults={"skills": [code for code in SKILLS if code in skills], "materials": materials},
            create_defaults={
                "id": uuid4(),
                "skills": [code for code in SKILLS if code in skills],
                "materials": materials,
            },
        )
        note(verb="workshop.kept", subject=found, by=by, now=now)


def rate_workshop(
    *, seat: object, said: Mapping[str, int], keep: bool = False, by: Viewer, now: datetime
) -> None:
    """Somebody says how sure they feel, before or after; said again, the last one counts.

    `keep`: after it, what was to be learnt is written down as what they can do, if they have a record.
    """
    with transaction.atomic():
        allow(by, "seat.link", link=opens(seat))
        place = Seat.objects.select_for_update().filter(pk=known(seat)).first()
        asked = to_rate(by, seat, now)
        if place is None:
            raise NotFound("seat")
        row = Workshop.objects.get(event=place.event_id, starts_at=place.starts_at)
        clean = {code: said[code] for code in asked.workshop.skills if said.get(code) in SURE}
        rating, _made = Rating.objects.get_or_create(workshop=row, seat=place, defaults={"at": now})
        setattr(rating, asked.moment, clean)
        rating.at = now
        rating.save()
        note(verb="workshop.rated", subject=row, person=place.person_id, by=by, now=now)
        if keep and asked.moment == "after" and place.person_id:
            learnt = [
                code for code in asked.workshop.skills if add_skill(place.person_id, code, "workshop", now)
            ]
            if learnt:
                note(verb="skill.noted", subject=row, person=place.person_id, by=by, now=now)
