"""Forgetting: at somebody's wish, and when a period is over."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.bonds.models import Answer, Call, PhoneTree, Tie
from kizuna.bonds.queries import aged
from kizuna.ledger.actions import note
from kizuna.people.queries import same_person

AGING: dict[str, Any] = {"bonds.answers": Answer, "bonds.trees": PhoneTree}


def erase(*, person: object, by: Viewer, now: datetime) -> None:
    """Forget whom a person named, who named them, and their calls."""
    allow(by, "person.erase", person=person)
    id = UUID(str(person))
    with transaction.atomic():
        ids = same_person(by, id) | {id}
        Tie.objects.filter(Q(person__in=ids) | Q(other__in=ids)).delete()
        Answer.objects.filter(person__in=ids).delete()
        Call.objects.filter(Q(person__in=ids) | Q(caller__in=ids)).delete()
        Call.objects.filter(helper__in=ids).update(helper=None, fix="ring yourself")
        note(verb="bonds.erased", subject=f"person:{id}", person=id, by=by, now=now)


def let_go(*, code: str, before: datetime | None, limit: int, by: Viewer, now: datetime) -> int:
    """Forget at most `limit` rows of this kind whose period is over; how many went. The caller notes it."""
    allow(by, "retention.run")
    with transaction.atomic():
        ids = aged(by, code, before, limit)
        AGING[code].objects.filter(pk__in=ids).delete()
    return len(ids)
