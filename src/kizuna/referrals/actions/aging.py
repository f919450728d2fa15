"""What is old goes."""

from datetime import datetime

from django.db import transaction
from django.db.models import Model

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.referrals.models import Draft, Flag, Goal, Intake, Measuring, Reached, Referral, Talk, ToDo, Visit
from kizuna.referrals.queries import aged

TABLES: dict[str, type[Model]] = {
    "referrals.referrals": Referral,
    "referrals.outreach": Reached,
    "referrals.talks": Talk,
    "referrals.todos": ToDo,
    "referrals.intakes": Intake,
    "referrals.drafts": Draft,
    "referrals.flags": Flag,
    "referrals.visits": Visit,
    "referrals.goals": Goal,
    "referrals.measurings": Measuring,
}


def let_go(*, code: str, before: datetime | None, limit: int, by: Viewer, now: datetime) -> int:
    """Forget at most `limit` rows of a kind whose period is over; how many went. The caller notes it."""
    allow(by, "retention.run")
    with transaction.atomic():
        ids = aged(by, code, before, limit)
        TABLES[code]._default_manager.filter(pk__in=ids).delete()
    return len(ids)
