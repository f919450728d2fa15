"""A link worker writes down that they rang, wrote, visited, or leave somebody be. Nothing is sent."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.people.queries import profile
from kizuna.places.identity import known
from kizuna.referrals.models import Reached
from kizuna.referrals.outreach import HOWS


def mark_reached(
    *, attempt: UUID, person: object, how: str, next_on: date | None, by: Viewer, now: datetime
) -> None:
    """Write it down once for its attempt. Without a day they stay on the list, unless they are left be."""
    allow_some(by, "outreach.mark")
    who = profile(by, person)
    allow(by, "outreach.mark", area=who.area_id)
    if how not in HOWS:
        raise Refused(_("Choose what you did."))
    if next_on is not None and next_on <= timezone.localdate(now):
        raise Refused(_("The next day lies in the future."))
    values = {
        "person_id": known(who.id),
        "how": how,
        "at": now,
        "by_id": known(by.account),
        "next_on": next_on,
    }
    with transaction.atomic():
        row, made = Reached.objects.get_or_create(id=attempt, defaults=values)
        if made:
            note(verb="outreach.marked", subject=row, person=who.id, by=by, now=now)
