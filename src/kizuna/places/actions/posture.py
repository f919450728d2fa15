"""Putting an area into an emergency, prolonging it, ending it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.memo import forget
from kizuna.access.viewer import Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.places.actions.areas import held
from kizuna.places.area import ALL_AREAS
from kizuna.places.models import PostureChange
from kizuna.places.posture import kind_of_change, wrong_end, wrong_reason


def set_posture(*, area: object, until: datetime | None, why: str, by: Viewer, now: datetime) -> str:
    """Put an area, and so everything below it, in an emergency until then; None ends it.

    Returns what it did: `raised`, `prolonged` or `lowered`. Ending what is not on changes nothing. `why` is
    read by everybody in the area.
    """
    allow(by, "posture.set", area=area)
    why = " ".join(why.split())
    problem = wrong_reason(why) or (wrong_end(until, now) if until else None)
    if problem:
        raise Refused(_(problem))
    with transaction.atomic():
        row = held(area)
        before = row.emergency_until
        kind = kind_of_change(before, until, now)
        if until == before or (until is None and (before is None or before <= now)):
            return kind
        row.emergency_until = until
        row.save(update_fields=["emergency_until"])
        forget(ALL_AREAS)
        PostureChange.objects.create(area=row, kind=kind, until=until, why=why, by=by.name, at=now)
        note(verb=f"posture.{kind}", subject=row, by=by, now=now)
    return kind
