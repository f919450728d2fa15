"""By which rules of this site referrals go their way, and what they owe next."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Viewer
from kizuna.people import queries as people
from kizuna.places.identity import known_all
from kizuna.places.queries import under
from kizuna.referrals.due import Calendar, Due, due
from kizuna.referrals.models import Intake, Referral
from kizuna.referrals.pathway import BY_CODE, STEPS, Step


def site_calendar(viewer: Viewer) -> Calendar:
    """The working days of this site."""
    return Calendar(settings.COUNTRY, settings.REGION, ZoneInfo(settings.TIME_ZONE))


def site_steps(viewer: Viewer) -> tuple[Step, ...]:
    """The steps of the pathway with those that this site adds."""
    return (*STEPS, *settings.REFERRAL_STEPS)


def next_due(viewer: Viewer, row: Referral, now: datetime) -> Due | None:
    """What this referral owes next, as it stands since `updated_at`; None once it is closed."""
    if BY_CODE[row.status].closed:
        return None
    return due(
        row.status,
        asked_at=row.requested_at,
        since=row.updated_at,
        followed_up_at=row.followed_up_at,
        weeks=row.estimate_weeks,
        periods=settings.DUE_DAYS,
        calendar=site_calendar(viewer),
    )


def workers_near(viewer: Viewer, area: object) -> list[str]:
    """The accounts of the link workers of an area, the one who looks after fewest open referrals first."""
    allow_some(viewer, "account.see")
    near = [w.id for w in people.accounts_with_role(viewer, "worker") if str(area) in under(viewer, w.areas)]
    load = dict.fromkeys(near, 0)
    for table in (Referral, Intake):
        rows = table._default_manager.filter(due_at__isnull=False, owner__in=known_all(near)).order_by()
        for who, n in rows.values_list("owner").annotate(n=Count("pk")):
            load[str(who)] += n
    return sorted(near, key=lambda who: (load[who], who))
