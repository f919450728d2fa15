"""A friendly message to somebody who has not been seen for a while: drafted, changed and sent by a human."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.access.deeds import allow
from kizuna.access.viewer import SYSTEM, Viewer
from kizuna.activities.group import absence_id
from kizuna.activities.models import Group, Nudge
from kizuna.activities.queries import missed
from kizuna.ledger.actions import note
from kizuna.outbox.actions import send
from kizuna.people.queries import contact
from kizuna.places.identity import known

HOUSE = SYSTEM("activities: somebody is missed")
CHANNELS = {"email": "email", "text": "sms", "phone": "voice"}


def nudge(*, group: object, person: object, text: str, by: Viewer, now: datetime) -> None:
    """Write to somebody whom this organiser misses; a second time changes nothing.

    Whether there was a way to reach them is not told: that is more than an organiser may know.
    """
    with transaction.atomic():
        row = Group.objects.filter(pk=known(group)).first()
        allow(by, "absence.pass_on", area=row.area_id if row else None)
        last = missed(by, group, person, now)
        account = UUID(by.account) if by.account else None
        made, new = Nudge.objects.get_or_create(
            id=absence_id(last.group, last.person, last.at),
            defaults={
                "group_id": UUID(last.group),
                "person_id": UUID(last.person),
                "written_at": now,
                "written_by_id": account,
            },
        )
        if not new:
            return
        note(verb="absence.written", subject=made, person=made.person_id, by=by, now=now)
        way = contact(HOUSE, made.person_id, now)
        if way is None or way.shared or row is None:
            return
        with override(way.language if way.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
            subject = _("A word from %(group)s") % {"group": row.name}
        send(
            key=f"nudge:{made.pk}",
            channel=CHANNELS[way.channel],
            address=way.address,
            subject=subject,
            text=text,
            topic="activities",
            person=made.person_id,
            cause=f"activities.Nudge:{made.pk}",
            now=now,
        )
