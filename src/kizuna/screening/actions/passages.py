"""Counting how far people come with a questionnaire: a day, a questionnaire and a number, nothing else."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kizuna.access.deeds import allow
from kizuna.access.secrets import blinds
from kizuna.access.viewer import Viewer
from kizuna.ledger.actions import note
from kizuna.screening.again import NewPassage
from kizuna.screening.models import Passage
from kizuna.work.actions import first_time


def count_passage(
    *, instrument: str, steps: Iterable[str], attempt: object = None, by: Viewer, now: datetime
) -> None:
    """Count these steps; with an `attempt` once for it: a page that is loaded again is no second person.

    Who answers leaves no trace, not even in the ledger.
    """
    allow(by, "passage.count")
    with transaction.atomic():
        if attempt is not None:
            key, *former = [
                f"passage:{mark}" for mark in blinds(str(attempt), settings.SECRET_KEYS, "passage")
            ]
            if not first_time(key=key, former=former, now=now):
                return
        for step in steps:
            rows = Passage.objects.filter(day=timezone.localdate(now), instrument=instrument, step=step)
            if not rows.update(count=F("count") + 1):
                Passage.objects.get_or_create(day=timezone.localdate(now), instrument=instrument, step=step)
                rows.update(count=F("count") + 1)


def load_passages(*, rows: Iterable[NewPassage], by: Viewer, now: datetime) -> int:
    """Keep counts of days that are known already, each day and step once; returns how many."""
    allow(by, "check_up.load")
    new = [Passage(day=one.day, instrument=one.instrument, step=one.step, count=one.count) for one in rows]
    with transaction.atomic():
        Passage.objects.bulk_create(new)
        note(verb="figures.loaded", subject="screening.Passage:*", by=by, now=now)
    return len(new)
