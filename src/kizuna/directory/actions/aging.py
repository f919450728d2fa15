"""Lets go of what people told us about listings when its period is over."""

from datetime import datetime

from django.db import transaction
from django.db.models import Model

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.directory.actions.caring import recheck
from kizuna.directory.models import Change, Fault
from kizuna.directory.queries import aged

AGING: dict[str, type[Model]] = {"directory.faults": Fault, "directory.changes": Change}
"""Which table holds each kind that goes by its age; the fields of a change go with it."""


def let_go(*, code: str, before: datetime | None, limit: int, by: Viewer, now: datetime) -> int:
    """Forget at most `limit` rows of this kind whose period is over; how many went. The caller notes it."""
    allow(by, "retention.run")
    with transaction.atomic():
        rows = AGING[code]._default_manager.filter(pk__in=aged(by, code, before, limit))
        listings = list(rows.values_list("service", flat=True))
        gone = len(listings)
        rows.delete()
        recheck(listings, now)
    return gone
