"""What is old goes."""

from datetime import datetime

from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.people.models import Consent, Dependence, Glass, Membership, Person, PersonName, StatusChange
from kizuna.people.queries import aged


def let_go(*, code: str, before: datetime | None, limit: int, by: Viewer, now: datetime) -> int:
    """Forget at most `limit` rows of a kind whose period is over; how many went. The caller notes it."""
    allow(by, "retention.run")
    with transaction.atomic():
        ids = aged(by, code, before, limit)
        if code == "people.consents":
            Consent.objects.filter(pk__in=ids).delete()
        elif code == "people.glasses":
            Glass.objects.filter(pk__in=ids).delete()
        else:
            for held in (Membership, PersonName, Dependence, StatusChange):
                held._default_manager.filter(person__in=ids).delete()
            Person.objects.filter(pk__in=ids).delete()
    return len(ids)
