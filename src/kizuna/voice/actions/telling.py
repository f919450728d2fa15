"""Messages about reports: that one waits, and that there is something new. Never what stands in it."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.outbox.actions import send
from kizuna.people.profile import AccountValue
from kizuna.voice.models import Report
from kizuna.voice.report import report_token


def tell_readers(row: Report, who: Iterable[AccountValue], what: str, now: datetime) -> int:
    """Ask those who decide to look; how many were asked. `what` makes the message one."""
    told = 0
    for one in who:
        if not one.email:
            continue
        told += 1
        with override(settings.LANGUAGE_CODE):
            send(
                key=f"report:{row.pk}:{what}:{one.id}",
                address=one.email,
                subject=_("A report waits for you"),
                text=_("Somebody reported something. Please look today. It stands here: %(link)s")
                % {"link": settings.BASE_URL + reverse("voice:reports")},
                topic="duty",
                cause=f"voice.Report:{row.pk}",
                now=now,
            )
    return told


def tell_reporter(row: Report, now: datetime) -> None:
    """Say that there is something new on their secret page, if they want to be written to."""
    if row.tell != "write" or not row.reach:
        return
    token = report_token(row.pk, settings.SECRET_KEYS, now)
    with override(row.language or settings.LANGUAGE_CODE):
        send(
            key=f"report:{row.pk}:{row.state}:{int(row.since.timestamp())}",
            channel="email" if "@" in row.reach else "sms",
            address=row.reach,
            subject=_("A message from %(site)s") % {"site": settings.SITE_NAME},
            text=_("There is something new on your page: %(link)s")
            % {"link": settings.BASE_URL + reverse("voice:own", args=[token])},
            topic="report",
            cause=f"voice.Report:{row.pk}",
            now=now,
        )
