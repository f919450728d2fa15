"""Forgetting a person."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.ledger.actions import note
from kizuna.people.queries import same_person
from kizuna.places.identity import known
from kizuna.screening.models import CheckUp, Concern, ContactRequest, Spent, Worry


def _forget_worries(ids: frozenset[UUID]) -> None:
    """What is closed goes; what is open stays, without the link, until somebody has looked into it."""
    Worry.objects.filter(person__in=ids, closed_at__isnull=False).delete()
    Worry.objects.filter(person__in=ids).update(person=None)


def erase(*, person: object, by: Viewer, now: datetime) -> None:
    """Erase the check-ups, concerns and requests of a person. A second time finds nothing to erase.

    Pages that are still open somewhere hold the same answers: sent again, they must not bring anything back.
    """
    allow(by, "person.erase", person=person)
    id = known(person)
    ids = same_person(by, person) | {id}
    with transaction.atomic():
        _forget_worries(ids)
        first = CheckUp.objects.filter(person__in=ids).first()
        if first is None:
            return
        note(verb="check_ups.erased", subject=first, person=id, by=by, now=now)
        attempts = CheckUp.objects.filter(person__in=ids).values_list("pk", flat=True)
        Spent.objects.bulk_create([Spent(attempt=pk) for pk in attempts], ignore_conflicts=True)
        Concern.objects.filter(person__in=ids).delete()
        ContactRequest.objects.filter(person__in=ids).delete()
        CheckUp.objects.filter(person__in=ids).delete()
