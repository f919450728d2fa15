"""Forgetting a person."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.ledger.actions import note
from kizuna.people.queries import same_person
from kizuna.places.identity import known
from kizuna.screening.models import Asking, CheckUp, Concern, ContactRequest, Spent, TextRound, Worry
from kizuna.screening.queries import reach_of


def _forget_worries(ids: frozenset[UUID]) -> None:
    """What is closed goes; what is open stays, without the link, until somebody has looked into it."""
    Worry.objects.filter(person__in=ids, closed_at__isnull=False).delete()
    Worry.objects.filter(person__in=ids).update(person=None)


def erase(*, person: object, by: Viewer, now: datetime) -> None:
    """Erase the check-ups, concerns and requests of a person. A second time finds nothing to erase.

    A concern that is still open stays with a way to reach the person until it is closed: life comes first.

    Pages that are still open somewhere hold the same answers: sent again, they must not bring anything back.
    """
    allow(by, "person.erase", person=person)
    id = known(person)
    ids = same_person(by, person) | {id}
    with transaction.atomic():
        _forget_worries(ids)
        TextRound.objects.filter(person__in=ids).delete()
        first = CheckUp.objects.filter(person__in=ids).first()
        if first is None:
            return
        note(verb="check_ups.erased", subject=first, person=id, by=by, now=now)
        attempts = CheckUp.objects.filter(person__in=ids).values_list("pk", flat=True)
        Spent.objects.bulk_create([Spent(attempt=pk) for pk in attempts], ignore_conflicts=True)
        open_ones = _kept_open(ids, by)
        Concern.objects.filter(person__in=ids).exclude(pk__in=[row.pk for row in open_ones]).delete()
        ContactRequest.objects.filter(person__in=ids).delete()
        Asking.objects.filter(person__in=ids).delete()
        under = {row.check_up_id for row in open_ones}
        CheckUp.objects.filter(person__in=ids).exclude(pk__in=under).delete()
        CheckUp.objects.filter(pk__in=under).update(answers={}, needs=[], relation="")


def _kept_open(ids: frozenset[UUID], by: Viewer) -> list[Concern]:
    """The open concerns of a person, each with its own copy of who it is and how to reach them."""
    found = list(Concern.objects.select_for_update().filter(person__in=ids, closed_at__isnull=True))
    for row in found:
        if row.reach is None:
            row.reach = reach_of(by, row)
            row.save(update_fields=["reach"])
    return found
