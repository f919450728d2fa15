"""Messages about reports: that one waits, and that there is something new. Never what stands in it."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.access.viewer import SYSTEM
from kizuna.outbox.actions import send
from kizuna.people.profile import AccountValue
from kizuna.people.queries import contacts
from kizuna.voice.models import About, Report
from kizuna.voice.report import about_token, report_token

HOUSE = SYSTEM("voice: a decision is told")
CHANNELS = {"email": "email", "text": "sms", "phone": "voice"}


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


def tell_reported(row: Report, now: datetime) -> None:
    """Whoever it is about hears that something was decided. The message says nothing of it."""
    about = list(About.objects.filter(report=row))
    ways = contacts(HOUSE, [one.person_id for one in about], now)
    for one in about:
        way = ways.get(str(one.person_id))
        if way is None:
            continue
        token = about_token(one.pk, settings.SECRET_KEYS, now)
        alone = not way.shared and way.channel != "phone"
        page = reverse("voice:about", args=[token]) if alone else reverse("voice:about_me")
        with override(way.language if way.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
            said = _("There is something new on your page: %(link)s")
            bare = _("There is something new for you. Sign in to read it: %(page)s")
            send(
                key=f"report:{row.pk}:about:{one.pk}:{int(row.since.timestamp())}",
                channel=CHANNELS[way.channel],
                address=way.address,
                subject=_("A message from %(site)s") % {"site": settings.SITE_NAME},
                text=(said if alone else bare)
                % {"link": settings.BASE_URL + page, "page": settings.BASE_URL + page},
                topic="report",
                person=one.person_id,
                cause=f"voice.Report:{row.pk}",
                now=now,
            )


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
