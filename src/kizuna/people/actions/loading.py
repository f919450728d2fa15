"""Many people at once: for the demo town, and for moving in from another system."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.ledger.actions import note_many
from kizuna.ledger.entry import Note
from kizuna.people.models import Consent, Dependence, Household, Membership, Person
from kizuna.people.models.filling import CHANGEABLE, filled
from kizuna.people.profile import NewPerson

BATCH = 2000


def _batches(rows: Iterable[NewPerson]) -> Iterator[list[NewPerson]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch


def _household(name: str) -> UUID:
    """An id of ours for a household that another system calls by this name."""
    return uuid5(NAMESPACE_URL, f"kizuna:household:{name}")


def _person(new: NewPerson, now: datetime) -> Person:
    given = {field: getattr(new, field) for field in CHANGEABLE if hasattr(new, field)}
    return filled(Person(pk=UUID(new.id), created_at=now), given, now)


def _consents(batch: Sequence[NewPerson], by: Viewer) -> list[Consent]:
    return [
        Consent(
            person_id=UUID(new.id),
            purpose=each.purpose,
            recipient=each.recipient,
            what=list(each.what),
            emergency_only=each.emergency_only,
            given_at=each.given_at,
            until=each.until,
            how=each.how,
            recorded_by=by.name,
        )
        for new in batch
        for each in new.consents
    ]


def _load(batch: Sequence[NewPerson], by: Viewer, now: datetime) -> None:
    for area in {new.area for new in batch}:
        allow(by, "person.load", area=area)
    Person.objects.bulk_create([_person(new, now) for new in batch], batch_size=BATCH)
    homes = {_household(new.household): new.area for new in batch if new.household}
    Household.objects.bulk_create(
        [Household(pk=home, area_id=area, created_at=now) for home, area in homes.items()],
        ignore_conflicts=True,
        batch_size=BATCH,
    )
    Membership.objects.bulk_create(
        [
            Membership(household_id=_household(new.household), person_id=UUID(new.id), role=new.home_role)
            for new in batch
            if new.household
        ],
        batch_size=BATCH,
    )
    Dependence.objects.bulk_create(
        [
            Dependence(person_id=UUID(new.id), what={"kind": kind, "note": ""})
            for new in batch
            for kind in new.dependences
        ],
        batch_size=BATCH,
    )
    consents = _consents(batch, by)
    Consent.objects.bulk_create(consents, batch_size=BATCH)
    notes = [Note("person.added", f"people.Person:{UUID(new.id)}", UUID(new.id), by) for new in batch]
    notes += [Note("consent.given", f"people.Consent:{each.pk}", each.person_id, by) for each in consents]
    note_many(notes=notes, now=now)


def load_people(
    *,
    rows: Iterable[NewPerson],
    by: Viewer,
    now: datetime,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Insert all of these persons with households and consents, or none; returns how many.

    `progress` is told how many are in so far, after each batch.
    """
    loaded = 0
    with transaction.atomic():
        for batch in _batches(rows):
            _load(batch, by, now)
            loaded += len(batch)
            if progress:
                progress(loaded)
    return loaded
