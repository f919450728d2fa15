"""Taking back what a list brought, as long as nobody has worked with it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.ledger.actions import note_many
from kizuna.ledger.entry import Note
from kizuna.people.models import Consent, Household, Membership, Person

TRIES = 5


def unload_people(*, ids: Iterable[object], by: Viewer, now: datetime) -> frozenset[str]:
    """Remove these persons as if they had never come; gives back the ids of those who went.

    Whoever has a check-up, a referral or anything else by now stays, with everything.
    """
    rows = Person.objects.filter(pk__in=[UUID(str(id)) for id in ids])
    for area in rows.order_by().values_list("area", flat=True).distinct():
        allow(by, "person.load", area=area)
    going = set(rows.values_list("pk", flat=True))
    with transaction.atomic():
        for _ in range(TRIES):
            try:
                with transaction.atomic():
                    _remove(going)
                break
            except ProtectedError as kept:
                held = {getattr(row, "person_id", None) or row.pk for row in kept.protected_objects}
                going = going - held if going & held else set()
        else:
            going = set()
        notes = (Note("person.unloaded", f"people.Person:{one}", one, by) for one in going)
        note_many(notes=notes, now=now)
    return frozenset(map(str, going))


def _remove(ids: set[UUID]) -> None:
    if not ids:
        return
    Consent.objects.filter(person__in=ids).delete()
    homes = set(Membership.objects.filter(person__in=ids).values_list("household", flat=True))
    Membership.objects.filter(person__in=ids).delete()
    still = Membership.objects.filter(household__in=homes).values_list("household", flat=True)
    Household.objects.filter(pk__in=homes - set(still)).delete()
    Person.objects.filter(pk__in=ids).delete()
