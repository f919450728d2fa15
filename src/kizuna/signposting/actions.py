"""Counting what people looked for and nothing was there for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kizuna.access.deeds import allow
from kizuna.access.secrets import blinds
from kizuna.access.viewer import SYSTEM, Viewer
from kizuna.directory.needs import BY_CODE
from kizuna.ledger.actions import note_many
from kizuna.ledger.entry import Note
from kizuna.signposting.models import UnmetNeed
from kizuna.work.actions import first_time


def record_unmet(*, attempt: object, needs: Sequence[str], area: str, by: Viewer, now: datetime) -> None:
    """Count that nothing suitable was found for these needs, in this area ("" when unknown).

    Once for an attempt and these needs: a page that is loaded again is no second person.
    """
    allow(by, "unmet.record")
    # Blind, so that nobody can ever tell who looked.
    marks = blinds(f"{attempt}:{sorted(set(needs))}", settings.SECRET_KEYS, "unmet")
    key, *former = [f"unmet:{mark}" for mark in marks]
    where: Any = UUID(area) if area else None
    day = timezone.localdate(now)
    # The house writes the note: whoever looks for help leaves no trace, not even in the ledger.
    by = SYSTEM("signposting: nothing suitable")
    with transaction.atomic():
        if not first_time(key=key, former=former, now=now):
            return
        rows = [
            UnmetNeed.objects.get_or_create(need=code, area_id=where, day=day)[0]
            for code in dict.fromkeys(needs)
            if code in BY_CODE
        ]
        UnmetNeed.objects.filter(pk__in=[row.pk for row in rows]).update(n=F("n") + 1)
        note_many(notes=(Note("unmet.counted", row, None, by) for row in rows), now=now)
