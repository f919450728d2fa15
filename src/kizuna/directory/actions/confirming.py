"""A human says that a listing is right: by one click in a letter, with an account, or as its curator."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Viewer
from kizuna.directory.actions.asking import address_of
from kizuna.directory.actions.caring import recheck
from kizuna.directory.actions.gate import allow_keeping, service_row
from kizuna.directory.actions.upkeep import told_anew
from kizuna.directory.ids import known_ids
from kizuna.directory.models import Confirmation, Service
from kizuna.directory.provider_link import opens_confirmation
from kizuna.directory.queries import still_asked
from kizuna.ledger.actions import note, note_many
from kizuna.ledger.entry import Note


def _checked(rows: Sequence[Service], address: str, by: Viewer, now: datetime) -> None:
    """These listings were checked today; in the caller's transaction."""
    said = {"assured_date": timezone.localdate(now), "assurer_email": address}
    Service.objects.filter(pk__in=[row.pk for row in rows]).update(**said)
    note_many(notes=[Note("service.confirmed", row, None, by) for row in rows], now=now)
    told_anew(now, [row.pk for row in rows])
    recheck([row.pk for row in rows], now)


def confirm_letter(*, confirmation: object, by: Viewer, now: datetime) -> int:
    """Everything that a letter asks about is right, says whoever holds its link; how many listings that is.

    A second time changes nothing on the same day. Listings that moved to another address are left out.
    """
    row = Confirmation.objects.filter(pk__in=known_ids([confirmation])).first()
    if row is None:
        raise NotFound("confirmation")
    allow(by, "listing.link", link=opens_confirmation(row.pk))
    with transaction.atomic():
        ids = still_asked(by, row.pk)
        today = timezone.localdate(now)
        rows = list(Service.objects.filter(pk__in=ids).exclude(assured_date=today))
        if rows:
            _checked(rows, row.address, by, now)
        if row.answered_at is None:
            Confirmation.objects.filter(pk=row.pk).update(answered_at=now)
            note(verb="confirmation.answered", subject=row, by=by, now=now)
    return len(ids)


def confirm_service(*, service: object, by: Viewer, now: datetime) -> None:
    """One listing is right today, says its provider or its curator."""
    row = service_row(by, service)
    allow_keeping(by, row)
    with transaction.atomic():
        _checked([row], address_of(row) if by.role == "provider" else "", by, now)
