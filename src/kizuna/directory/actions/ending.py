"""A source dropped a listing: nothing is deleted, a curator says what it means."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kizuna.access.viewer import Refused, Viewer
from kizuna.directory.actions.caring import recheck
from kizuna.directory.actions.gate import allow_care, service_row
from kizuna.directory.actions.upkeep import new_edition
from kizuna.directory.models import Service
from kizuna.ledger.actions import note


def settle_gone(*, service: object, ended: bool, by: Viewer, now: datetime) -> None:
    """It has ended; or it is offered all the same, and stays here until its source lists it again."""
    with transaction.atomic():
        row = service_row(by, service)
        allow_care(by, row)
        if not row.gone:
            raise Refused(_("This was decided already."))
        said = {"status": "defunct"} if ended else {"status": "active", "withdrawn": False, "kept": True}
        Service.objects.filter(pk=row.pk).update(**said, last_modified=now, card=None)
        note(verb="service.ended" if ended else "service.kept", subject=row, by=by, now=now)
        recheck([row.pk], now)
        new_edition(now, [row.pk])
