"""Anybody says that a listing is wrong; a curator looks into it."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.directory.actions.answering import tell_mended
from kizuna.directory.actions.caring import recheck
from kizuna.directory.actions.gate import allow_care, service_row
from kizuna.directory.faults import MOST_OPEN, WHAT
from kizuna.directory.ids import known_ids
from kizuna.directory.models import Fault, Service
from kizuna.directory.queries import followed
from kizuna.ledger.actions import note


def report_fault(
    *, service: object, what: str, words: str = "", reach: str = "", by: Viewer, now: datetime
) -> UUID | None:
    """Say that something is wrong with a listing. None when many said so and one more says nothing new."""
    allow(by, "listing.report")
    ids = followed(by, "service", [service]).values() or known_ids([service])
    row = Service.objects.filter(pk__in=ids, withdrawn=False).first()
    if row is None:
        raise NotFound("service")
    if what not in WHAT:
        raise Refused(_("Choose what is wrong."))
    with transaction.atomic():
        if Fault.objects.filter(service=row, status="open").count() >= MOST_OPEN:
            return None
        made = Fault.objects.create(
            id=uuid4(), service=row, what=what, words=words[:2000], reach=reach[:254], at=now
        )
        note(verb="fault.reported", subject=made, by=by, now=now)
        recheck([row.pk], now)
    return made.pk


def close_fault(*, fault: object, by: Viewer, now: datetime) -> None:
    """A curator looked into it. A second time changes nothing."""
    with transaction.atomic():
        row = Fault.objects.filter(pk__in=known_ids([fault])).select_related("service").first()
        if row is None:
            allow(by, "listing.care", area=next(iter(by.areas), None))
            raise NotFound("fault")
        allow_care(by, service_row(by, row.service_id))
        if row.status == "closed":
            return
        Fault.objects.filter(pk=row.pk).update(status="closed", closed_at=now)
        note(verb="fault.closed", subject=row, by=by, now=now)
        tell_mended(row, now)
        recheck([row.service_id], now)
