"""Somebody came by the square on a poster: a number a month, and nothing of who it was."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.activities.models import PosterUse
from kizuna.activities.poster import GROUP
from kizuna.places.identity import known


def count_poster(*, kind: str, id: object, by: Viewer, now: datetime) -> None:
    """One more who opened the page of a group or an area from its poster. No line in the ledger says who."""
    allow(by, "group.see")
    of: dict[str, Any] = {"group_id" if kind == GROUP else "area_id": known(id)}
    with transaction.atomic():
        row, _ = PosterUse.objects.get_or_create(month=timezone.localdate(now).replace(day=1), **of)
        PosterUse.objects.filter(pk=row.pk).update(opened=F("opened") + 1)
