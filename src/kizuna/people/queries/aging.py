"""What is old enough to go."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from kizuna.access.deeds import allow
from kizuna.access.keeping import Held
from kizuna.access.viewer import Viewer
from kizuna.people.models import (
    Consent,
    Correction,
    Dependence,
    Device,
    Double,
    Glass,
    Invitation,
    Membership,
    Person,
    PersonName,
    StatusChange,
)
from kizuna.people.profile import STATUSES

# What may still point at a person who is otherwise forgotten: it goes with them.
OWN = (Consent, Dependence, Double, Membership, PersonName, StatusChange)


def _unheld() -> QuerySet[Person]:
    """Persons at whom nothing points any more, in this room and in every room above."""
    fields: list[Any] = list(Person._meta.get_fields(include_hidden=True))
    pointing = [
        Exists(each.related_model.objects.filter(**{each.field.name: OuterRef("pk")}))
        for each in fields
        if each.auto_created and not each.concrete and each.related_model not in OWN
    ]
    return Person.objects.filter(*(~each for each in pointing))


def _never_agreed() -> QuerySet[Person]:
    agreed = Consent.objects.filter(person=OuterRef("pk"))
    return _unheld().filter(~ERASED & ~Exists(agreed))


def _ended() -> QuerySet[Consent]:
    return Consent.objects.annotate(ended=Coalesce("withdrawn_at", "until")).filter(ended__isnull=False)


def _invited() -> QuerySet[Invitation]:
    return Invitation.objects.annotate(ended=Coalesce("accepted_at", "withdrawn_at", "expires_at"))


ERASED = Q(status=STATUSES[-1])
KINDS: dict[str, tuple[Callable[[], QuerySet[Any]], str]] = {
    "people.persons": (_never_agreed, "created_at"),
    "people.consents": (_ended, "ended"),
    "people.glasses": (lambda: Glass.objects.filter(reviewed_at__isnull=False), "opened_at"),
    "people.devices": (Device.objects.all, "at"),
    "people.corrections": (lambda: Correction.objects.filter(answered_at__isnull=False), "answered_at"),
    "people.invitations": (_invited, "ended"),
    "people.erased": (lambda: _unheld().filter(ERASED), "created_at"),
}


def _kind(code: str) -> tuple[QuerySet[Any], str]:
    """The rows of a kind and the field from which its period counts."""
    rows, since = KINDS[code]
    return rows(), since


def _due(code: str, before: datetime | None) -> QuerySet[Any, Any]:
    rows, since = _kind(code)
    due = rows.filter(**{f"{since}__lt": before}) if before else rows.none()
    return due.order_by(since, "pk").values_list("pk", flat=True)


def aged(viewer: Viewer, code: str, before: datetime | None, limit: int) -> list[UUID]:
    """Ids of at most so many rows of this kind whose period is over, the oldest first."""
    allow(viewer, "retention.see")
    return list(_due(code, before)[:limit])


def counted(viewer: Viewer, code: str, before: datetime | None) -> Held:
    """How many rows of this kind there are, how many are due, and since when the oldest counts."""
    allow(viewer, "retention.see")
    rows, since = _kind(code)
    found = rows.aggregate(total=Count("pk"), oldest=Min(since))
    return Held(due=_due(code, before).count(), **found)
