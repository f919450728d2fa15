"""Forgetting a person."""

from datetime import datetime

from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.ledger.actions import note
from kizuna.places.identity import known
from kizuna.screening.models import CheckUp, Concern, ContactRequest, Spent


def erase(*, person: object, by: Viewer, now: datetime) -> None:
    """Erase the check-ups, concerns and requests of a person. A second time finds nothing to erase.

    Pages that are still open somewhere hold the same answers: sent again, they must not bring anything back.
    """
    allow(by, "person.erase", person=person)
    id = known(person)
    with transaction.atomic():
        first = CheckUp.objects.filter(person=id).first()
        if first is None:
            return
        note(verb="check_ups.erased", subject=first, person=id, by=by, now=now)
        attempts = CheckUp.objects.filter(person=id).values_list("pk", flat=True)
        Spent.objects.bulk_create([Spent(attempt=pk) for pk in attempts], ignore_conflicts=True)
        Concern.objects.filter(person=id).delete()
        ContactRequest.objects.filter(person=id).delete()
        CheckUp.objects.filter(person=id).delete()
