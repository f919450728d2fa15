"""Forgetting a person."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.ledger.actions import note
from kizuna.places.identity import known
from kizuna.screening.models import CheckUp, Concern, ContactRequest, Spent, Worry


def _forget_worries(person: UUID) -> None:
    """What is closed goes; what is open stays, without the link, until somebody has looked into it."""
    Worry.objects.filter(person=person, closed_at__isnull=False).delete()
    Worry.objects.filter(person=person).update(person=None)


def erase(*, person: object, by: Viewer, now: datetime) -> None:
    """Erase the check-ups, concerns and requests of a person. A second time finds nothing to erase.

    Pages that are still open somewhere hold the same answers: sent again, they must not bring anything back.
    """
    allow(by, "person.erase", person=person)
    id = known(person)
    with transaction.atomic():
        _forget_worries(id)
        first = CheckUp.objects.filter(person=id).first()
        if first is None:
            return
        note(verb="check_ups.erased", subject=first, person=id, by=by, now=now)
        attempts = CheckUp.objects.filter(person=id).values_list("pk", flat=True)
        Spent.objects.bulk_create([Spent(attempt=pk) for pk in attempts], ignore_conflicts=True)
        Concern.objects.filter(person=id).delete()
        ContactRequest.objects.filter(person=id).delete()
        CheckUp.objects.filter(person=id).delete()
