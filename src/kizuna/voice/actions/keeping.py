"""Forgetting: at somebody's wish, and when a period is over."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.ledger.actions import note
from kizuna.people.queries import same_person
from kizuna.voice.models import About, Report
from kizuna.voice.queries import aged
from kizuna.voice.steps import OVER


def erase(*, person: object, by: Viewer, now: datetime) -> None:
    """Forget what a person reported, and that a report was about them.

    What is not decided yet stays without their name and address: it may be about somebody else's safety.
    """
    allow(by, "person.erase", person=person)
    id = UUID(str(person))
    with transaction.atomic():
        ids = same_person(by, id) | {id}
        About.objects.filter(person__in=ids).delete()
        mine = Report.objects.filter(person__in=ids)
        mine.filter(state__in=OVER).delete()
        mine.update(person=None, reach="", named=False, tell="page")
        note(verb="voice.erased", subject=f"person:{id}", person=id, by=by, now=now)


def let_go(*, code: str, before: datetime | None, limit: int, by: Viewer, now: datetime) -> int:
    """Forget at most `limit` rows of this kind whose period is over; how many went. The caller notes it."""
    allow(by, "retention.run")
    with transaction.atomic():
        ids = aged(by, code, before, limit)
        Report.objects.filter(pk__in=ids).delete()
    return len(ids)
