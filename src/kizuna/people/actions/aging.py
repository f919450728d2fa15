"""What is old goes."""

from datetime import datetime

from django.db import transaction
from django.db.models import Model

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.people.models import (
    Consent,
    Correction,
    Dependence,
    Glass,
    Invitation,
    Membership,
    Person,
    PersonName,
    StatusChange,
)
from kizuna.people.queries import aged

ALONE: dict[str, type[Model]] = {
    "people.consents": Consent,
    "people.corrections": Correction,
    "people.glasses": Glass,
    "people.invitations": Invitation,
}
"""Kinds whose rows go by themselves."""


def let_go(*, code: str, before: datetime | None, limit: int, by: Viewer, now: datetime) -> int:
    """Forget at most `limit` rows of a kind whose period is over; how many went. The caller notes it."""
    allow(by, "retention.run")
    with transaction.atomic():
        ids = aged(by, code, before, limit)
        if code in ALONE:
            ALONE[code]._default_manager.filter(pk__in=ids).delete()
        else:
            for held in (Membership, PersonName, Dependence, StatusChange):
                held._default_manager.filter(person__in=ids).delete()
            Person.objects.filter(pk__in=ids).delete()
    return len(ids)
