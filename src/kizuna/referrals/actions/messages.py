"""What leaves the house about a referral: never a name, never a need, only a link that the consent guards."""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kizuna.access.viewer import Viewer
from kizuna.outbox.actions import send
from kizuna.people import queries as people
from kizuna.referrals.case import LINK_LIVES
from kizuna.referrals.models import Referral
from kizuna.referrals.queries import address_of, link_url


def send_link(row: Referral, by: Viewer, now: datetime) -> bool:
    """A new link to the provider, which ends every older one. False when there is no address to send to."""
    address = address_of(by, row.kind, row.option) or row.send_to
    if not address:
        row.link_nonce, row.link_until = "", None
        row.save(update_fields=["link_nonce", "link_until"])
        return False
    row.link_nonce, row.link_until = uuid4().hex, now + LINK_LIVES
    row.save(update_fields=["link_nonce", "link_until"])
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
    return True


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
