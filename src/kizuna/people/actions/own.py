"""What people put right about themselves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.access.viewer import Viewer
from kizuna.outbox.actions import send
from kizuna.people.actions.persons import _changing, correct_person
from kizuna.people.models import Person

WAYS = {"email": "email", "phone": "sms"}


def correct_own(*, changes: Mapping[str, Any], by: Viewer, now: datetime) -> None:
    """Change what is held about the one who looks; nothing when nothing is different.

    The number or address that is no longer theirs hears that it was changed: who did not do it can say so.
    """
    with transaction.atomic():
        row = _changing(by, by.person)
        if not changes:
            return
        before = {name: getattr(row, name) or "" for name in WAYS}
        shared = row.shared_contact
        correct_person(person=row.pk, changes=changes, by=by, now=now)
        if shared or row.status != "living":
            return
        after = Person.objects.get(pk=row.pk)
        for name, channel in WAYS.items():
            if before[name] and before[name] != (getattr(after, name) or ""):
                _tell_old_way(after, channel, before[name], now)


def _tell_old_way(row: Person, channel: str, address: str, now: datetime) -> None:
    wanted = (row.preferred_language or (row.languages[0] if row.languages else "")).split("-")[0]
    with override(wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        send(
            key=f"way-changed:{row.pk}:{channel}:{now:%Y%m%d%H%M%S%f}",
            channel=channel,
            address=address,
            subject=_("A message from %(site)s") % {"site": settings.SITE_NAME},
            text=_(
                "We no longer write to you here, because this was changed under “My data”. "
                "If it was not you, ring us or come by."
            ),
            topic="own data",
            person=row.pk,
            now=now,
        )
