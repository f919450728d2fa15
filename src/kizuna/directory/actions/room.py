"""How much room a service has, in its provider's own word."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.viewer import Refused, Viewer
from kizuna.directory.actions.gate import allow_keeping, service_row
from kizuna.directory.actions.upkeep import told_anew, write_cards
from kizuna.directory.capacity import STATES
from kizuna.directory.models import ServiceCapacity
from kizuna.ledger.actions import note

MOST = 100_000


def set_capacity(
    *,
    service: object,
    state: str,
    unit: str = "",
    available: int | None = None,
    maximum: int | None = None,
    waiting_days: int | None = None,
    by: Viewer,
    now: datetime,
) -> None:
    """Say whether a service, or one unit of it, takes people now. Holds until it is said anew, or for a week.

    The row is our own: no import writes over it, and the later word counts.
    """
    row = service_row(by, service)
    allow_keeping(by, row)
    if state not in STATES:
        raise Refused(_("Choose one of the four answers."))
    numbers = (available, maximum, waiting_days)
    if any(number is not None and not 0 <= number <= MOST for number in numbers):
        raise Refused(_("Write whole numbers, from 0 on."))
    if maximum is not None and available is not None and available > maximum:
        raise Refused(_("There cannot be more free places than places."))
    said = {
        "state": state,
        "available": (available or None) if state == "places" else 0 if state == "none" else None,
        "maximum": maximum,
        "waiting_days": waiting_days if state == "waiting" else None,
        "updated": now,
    }
    with transaction.atomic():
        _write(row.pk, unit.strip()[:100], said)
        write_cards([row])
        note(verb="service.capacity", subject=row, by=by, now=now)
        told_anew(now)


def _write(service: UUID, unit: str, said: Mapping[str, Any]) -> None:
    own = ServiceCapacity.objects.filter(service=service, source=None, unit=unit)
    first = own.order_by("pk").values_list("pk", flat=True).first()
    if first is None:
        ServiceCapacity.objects.create(service_id=service, unit=unit, **said)
    else:
        own.filter(pk=first).update(**said)
