"""Keeping what a look along the chain has found."""

from datetime import datetime, timedelta

from django.db import transaction

from kizuna.ledger.findings import Report
from kizuna.ledger.models import Verification

KEEP = timedelta(days=400)
MOST = 20
"""Faults that are kept; a chain that was written anew has thousands of the same kind."""


def record_verification(*, report: Report, now: datetime) -> None:
    """Keep the newest finding for `kizuna check` and for the page; forget those of last year."""
    faults = [{"kind": one.kind, "sentence": one.sentence} for one in report.faults[:MOST]]
    with transaction.atomic():
        Verification.objects.create(at=now, seals=report.seals, rows=report.rows, faults=faults)
        Verification.objects.filter(at__lt=now - KEEP).delete()
