"""A partner refers somebody by e-mail: the form is read, and its sender is asked whether it is theirs."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.secrets import seal_link
from kizuna.access.viewer import SYSTEM, Viewer
from kizuna.outbox.actions import collected, forget_replies, hand_on, send
from kizuna.outbox.queries import waiting_with
from kizuna.places.identity import known
from kizuna.referrals.actions.letters import site_line
from kizuna.referrals.front_door import PURPOSE, PartnerValue, partner_token
from kizuna.referrals.mailed import TOPIC, WAITS, Words, is_form, read, understood
from kizuna.referrals.models import Partner
from kizuna.referrals.queries import areas_near, form_words, partner_at

_HOUSE = SYSTEM("a form that came by e-mail")


def take_mailed(*, reply: UUID, by: Viewer, now: datetime) -> None:
    """Read what a partner's address sent; what is no form of ours goes on to a human.

    An address can be forged, so nobody is referred by it: a link goes to the address by which the partner is
    known, where the form is looked at once more, as on the page. The same letter again changes nothing.
    """
    allow(by, "reply.place")
    channel, address, waiting = waiting_with(by, reply, TOPIC)
    partner = partner_at(by, address) if channel == "email" else None
    words = _words(partner) if partner else None
    for one in waiting:
        found = read(one.text, words) if words else {}
        with transaction.atomic():
            if partner is None or words is None or not is_form(found):
                hand_on(reply=one.id, topic=TOPIC, now=now)
            elif collected(ids=[one.id], now=now):
                agreed = understood(found, words).get("agree") is not False
                _answer(partner.id, one.id, agreed, now)
                if not agreed:
                    forget_replies(topic=TOPIC, reply=one.id, now=now)


def _words(partner: PartnerValue) -> Words:
    sender = Viewer(role="provider", token=partner_token(partner.id))
    return form_words(_HOUSE, areas_near(sender, partner))


def _answer(partner: str, reply: UUID, agreed: bool, now: datetime) -> None:
    row = Partner.objects.get(pk=known(partner))
    payload = [str(row.pk), row.link_nonce]
    token = seal_link(payload, settings.SECRET_KEYS, purpose=PURPOSE, now=now)
    link = settings.BASE_URL + reverse("referrals:refer_mailed", args=[token, reply])
    with translation.override(settings.LANGUAGE_CODE):
        said = (
            _("We have your form. Open this link, look at it once more and send it on: %(link)s")
            % {"link": link},
            _("Until then nobody is referred. After %(days)s days the form is forgotten.")
            % {"days": WAITS.days},
        )
        no = _("We have your form. It says that they did not agree, so nothing of it is kept.")
        send(
            key=f"mailed:{reply}",
            address=row.email,
            subject=_("We have your form"),
            text="\n\n".join((*(said if agreed else (no,)), site_line())),
            topic="referral",
            now=now,
        )


def forget_mailed(*, by: Viewer, now: datetime) -> int:
    """Forget the forms that nobody sent on in time; how many."""
    allow(by, "reply.place")
    return forget_replies(topic=TOPIC, before=now - WAITS, now=now)
