"""What whoever runs the site decides about background tasks, each with its line in the ledger."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.ledger.actions import note
from kizuna.work import actions as work

DECISIONS = {"again": work.try_again, "leave": work.leave, "cancel": work.cancel}


def decide_task(*, task: UUID, what: str, by: Viewer, now: datetime) -> bool:
    """Try a dead letter `again`, `leave` it, or `cancel` a task. False when there is nothing to decide."""
    allow(by, "work.keep")
    with transaction.atomic():
        if not DECISIONS[what](result=task, now=now):
            return False
        note(verb=f"task.{what}", subject=f"work.Job:{task}", by=by, now=now)
    return True
