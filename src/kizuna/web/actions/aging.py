"""What is old goes: lists that were brought, and answers that were kept to be given twice."""

from datetime import datetime

from django.db import transaction

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.web.models import Answer, BroughtList
from kizuna.web.queries import aged


def let_go(*, code: str, before: datetime | None, limit: int, by: Viewer, now: datetime) -> int:
    """Forget at most `limit` rows of a kind whose period is over; how many went. The caller notes it."""
    allow(by, "retention.run")
    table = Answer if code == "web.answers" else BroughtList
    with transaction.atomic():
        ids = aged(by, code, before, limit)
        table._default_manager.filter(pk__in=ids).delete()
    return len(ids)
