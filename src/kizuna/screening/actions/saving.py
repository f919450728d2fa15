"""Putting questions aside for somebody who comes back by a private link, and forgetting them."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.ledger.actions import note
from kizuna.screening.models import Saved

KEPT = timedelta(days=7)
"""So long a private link opens what was put aside."""


def put_aside(*, state: dict[str, Any], by: Viewer, now: datetime) -> tuple[str, datetime]:
    """Keep where somebody is in the questions, sealed; returns what stands in the link, and until when."""
    allow(by, "check_up.save")
    secret, until = secrets.token_urlsafe(24), now + KEPT
    with transaction.atomic():
        row = Saved.objects.create(
            id=uuid4(), secret=hashlib.sha256(secret.encode()).hexdigest(), packed=state, until=until
        )
        # Who it was is not written down: a stranger's line would lead from a time to a sealed row.
        note(verb="check_up.put_aside", subject=f"screening.Saved:{row.pk}", by=by, now=now)
    return f"{row.pk.hex}{secret}", until


def throw_away(*, saved: UUID, by: Viewer, now: datetime) -> None:
    """Forget what was put aside. A second time changes nothing."""
    allow(by, "check_up.save")
    Saved.objects.filter(pk=saved).delete()
