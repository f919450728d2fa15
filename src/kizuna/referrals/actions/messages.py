"""What leaves the house about a referral: never a name, never a need, only a link that the consent guards."""

from datetime import datetime
from secrets import choice
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kizuna.access.secrets import blind
from kizuna.access.viewer import SYSTEM, Viewer
from kizuna.outbox.actions import send
from kizuna.people import queries as people
from kizuna.referrals.case import LINK_LIVES
from kizuna.referrals.handing import CODE_PURPOSE, new_code
from kizuna.referrals.models import Referral
from kizuna.referrals.pathway import START
from kizuna.referrals.queries import address_of, link_url, short_url

_HOUSE = SYSTEM("an answer is told")
LINK = ["link_nonce", "link_until", "link_code", "code_index"]


def send_link(row: Referral, by: Viewer, now: datetime) -> bool:
    """A new link to the provider, which ends every older one. False when there is no way to send it."""
    address = "" if row.send_sms else address_of(by, row.kind, row.option) or row.send_to
    row.link_nonce, row.link_until, row.link_code = "", None, ""
    if address or row.send_sms:
        row.link_nonce, row.link_until = uuid4().hex, now + LINK_LIVES
    if row.send_sms:
        row.link_code = new_code(choice)
    row.code_index = blind(row.link_code, settings.SECRET_KEYS, CODE_PURPOSE) if row.link_code else ""
    row.save(update_fields=LINK)
    if row.send_sms:
        _text(row, by, now)
    elif address:
        _mail(row, address, by, now)
    return bool(address or row.send_sms)


def _text(row: Referral, by: Viewer, now: datetime) -> None:
    """The link as a text message. It holds no content: not the service, not the person, not what for."""
    with translation.override(settings.LANGUAGE_CODE):
        send(
            key=f"referral:{row.pk}:{row.link_nonce}",
            channel="sms",
            address=row.send_sms,
            subject="",
            text=_("%(site)s has a question for you. Open it without an account: %(url)s")
            % {"site": settings.SITE_NAME, "url": short_url(by, row)},
            topic="referral",
            cause=f"consent:{row.consent}" if row.consent else "",
            person=row.person_id,
            now=now,
        )


def _mail(row: Referral, address: str, by: Viewer, now: datetime) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        send(
            key=f"referral:{row.pk}:{row.link_nonce}",
            address=address,
            subject=_("Someone in %(site)s asks for a place") % {"site": settings.SITE_NAME},
            text=_letter(row, link_url(by, row, now)),
            topic="referral",
            cause=f"consent:{row.consent}" if row.consent else "",
            person=row.person_id,
            now=now,
        )


def _letter(row: Referral, url: str) -> str:
    paragraphs = (
        _("Someone in %(site)s would like a place at %(option)s.")
        % {"site": settings.SITE_NAME, "option": row.option_name},
        _("Open this link to see what they need and to answer. You do not need an account."),
        url,
        _("The link works for %(days)s days. Only share it with the people who answer for your service.")
        % {"days": LINK_LIVES.days},
        _("This message holds nothing about the person, on purpose."),
        settings.ORGANISATION or settings.SITE_NAME,
    )
    return "\n\n".join(paragraphs)


def tell_person(row: Referral, by: Viewer, now: datetime) -> None:
    """Tell the person that the question is out. Nothing goes to an address that others read too."""
    way = people.contact(by, row.person_id, now)
    if way is None or way.shared or way.channel != "email":
        return
    known = dict(settings.LANGUAGES)
    with translation.override(way.language if way.language in known else settings.LANGUAGE_CODE):
        paragraphs = (
            _("We have asked for the place that you chose."),
            _("You do not need to do anything now. Your link worker tells you the answer."),
            _("You can take your yes back at any time: tell your link worker."),
            settings.ORGANISATION or settings.SITE_NAME,
        )
        send(
            key=f"referral:{row.pk}:person",
            person=row.person_id,
            address=way.address,
            subject=_("A message from %(site)s") % {"site": settings.SITE_NAME},
            text="\n\n".join(paragraphs),
            topic="referral",
            now=now,
        )


def tell_answer(row: Referral, now: datetime) -> None:
    """Somebody who asked themselves hears that there is an answer; what it is stands behind their log-in."""
    if row.requested_by_id is not None or not row.step_set.filter(before=START, by_role="resident").exists():
        return
    way = people.contact(_HOUSE, row.person_id, now)
    if way is None or way.shared or way.channel != "email":
        return
    with translation.override(
        way.language if way.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    ):
        paragraphs = (
            _("There is an answer for you. Sign in to read it."),
            settings.BASE_URL + reverse("home"),
            settings.ORGANISATION or settings.SITE_NAME,
        )
        send(
            key=f"referral:{row.pk}:answer:{row.updated_at.isoformat()}",
            person=row.person_id,
            address=way.address,
            subject=_("A message from %(site)s") % {"site": settings.SITE_NAME},
            text="\n\n".join(paragraphs),
            topic="referral",
            now=now,
        )
