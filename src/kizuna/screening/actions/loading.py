"""Many check-ups at once: for the demo town, and for moving in from another system."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import islice
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.instruments.definition import Instrument
from kizuna.instruments.queries import instrument
from kizuna.ledger.actions import note_many
from kizuna.ledger.entry import Note
from kizuna.screening.flow import CHECK_UP
from kizuna.screening.ladder import due
from kizuna.screening.models import CheckUp, Concern, ContactRequest
from kizuna.screening.safety import danger
from kizuna.screening.values import NewCheckUp, id_for

BATCH = 2000


def _batches(rows: Iterable[NewCheckUp]) -> Iterator[list[NewCheckUp]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch


def _check_up(new: NewCheckUp, found: Instrument) -> CheckUp:
    return CheckUp(
        id=UUID(new.id),
        person_id=UUID(new.person),
        area_id=UUID(new.area),
        instrument=found.code,
        version=found.version,
        answers=new.answers,
        needs=list(new.needs),
        channel=new.channel,
        at=new.at,
        changed_at=new.at,
    )


def _concern(new: NewCheckUp, found: Instrument) -> Concern | None:
    """The concern that these answers mean, if the person can be reached."""
    told = danger(found, new.answers) if new.asked_contact else None
    if told is None:
        return None
    return Concern(
        id=id_for(new.id, "concern"),
        check_up_id=UUID(new.id),
        person_id=UUID(new.person),
        area_id=UUID(new.area),
        kinds=list(told.kinds),
        opened_at=new.at,
        due_at=due(new.at, timezone.get_default_timezone()),
        owner_id=UUID(new.taken_by) if new.taken_by else None,
        taken_at=new.taken_at,
        closed_at=new.closed_at,
        closed_what=new.closed_what or None,
    )


def _request(new: NewCheckUp) -> ContactRequest:
    return ContactRequest(
        id=id_for(new.id, "contact"),
        check_up_id=UUID(new.id),
        person_id=UUID(new.person),
        area_id=UUID(new.area),
        details={"best_time": new.best_time, "language": settings.LANGUAGE_CODE},
        asked_at=new.at,
        answered_at=new.contacted_at,
        answered_by_id=UUID(new.contacted_by) if new.contacted_by else None,
    )


def _notes(rows: Sequence[models.Model], verb: str, by: Viewer) -> list[Note]:
    return [Note(verb, row, row.person_id, by) for row in rows]  # type: ignore[attr-defined]


def load_check_ups(*, rows: Iterable[NewCheckUp], by: Viewer, now: datetime) -> int:
    """Add check-ups of people who are known already, with what followed; returns how many. Nobody is told."""
    allow(by, "check_up.load")
    count, of = 0, lru_cache(lambda code: instrument(by, code or CHECK_UP))
    for batch in _batches(rows):
        check_ups = [_check_up(new, of(new.instrument)) for new in batch]
        concerns = [concern for new in batch if (concern := _concern(new, of(new.instrument)))]
        requests = [_request(new) for new in batch if new.asked_contact]
        with transaction.atomic():
            CheckUp.objects.bulk_create(check_ups)
            Concern.objects.bulk_create(concerns)
            ContactRequest.objects.bulk_create(requests)
            note_many(notes=_notes(check_ups, "check_up.recorded", by), now=now)
            note_many(notes=_notes(concerns, "concern.opened", by), now=now)
        count += len(batch)
    return count
