"""A record rests: it is kept, and nobody uses it, until its person says so."""

from datetime import datetime

from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.ledger.actions import note
from kizuna.outbox.actions import call_back
from kizuna.people.actions.persons import _locked
from kizuna.people.actions.standing import silence
from kizuna.people.models import Consent, Person, records_of


def let_rest(*, person: object, warnings: bool = False, by: Viewer, now: datetime) -> None:
    """Nobody uses this record from the next request on. What waits to leave is stopped and stays stopped.

    `warnings`: those that may save their life still reach them. Agreements are neither ended nor used.
    """
    allow(by, "person.restrict", person=person)
    with transaction.atomic():
        row = _locked(person)
        fresh = row.restricted_at is None
        if not fresh and row.warned_at_rest == warnings:
            return
        row.restricted_at, row.warned_at_rest = row.restricted_at or now, warnings
        row.save(update_fields=["restricted_at", "warned_at_rest"])
        _stop(row, now)
        if fresh:
            note(verb="person.restricted", subject=row, person=row.pk, by=by, now=now)


def _stop(row: Person, now: datetime) -> None:
    """What waits to leave to them, and to those whom an agreement of theirs named."""
    silence(row, now, but_life_safety=row.warned_at_rest)
    for consent in Consent.objects.filter(person__in=records_of(row.pk)):
        call_back(cause=f"consent:{consent.pk}", now=now)


def use_again(*, person: object, by: Viewer, now: datetime) -> None:
    """The record is used again, by those who were allowed to before. Only its person says so."""
    allow(by, "person.restrict", person=person)
    with transaction.atomic():
        row = _locked(person)
        if row.restricted_at is None:
            return
        row.restricted_at, row.warned_at_rest = None, False
        row.save(update_fields=["restricted_at", "warned_at_rest"])
        note(verb="person.unrestricted", subject=row, person=row.pk, by=by, now=now)
