"""What partners are written: their link, and what became of a referral, by its number and without a name."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kizuna.access.viewer import Viewer
from kizuna.outbox.actions import send
from kizuna.referrals.front_door import LINK_LIVES, OUTCOME, reference
from kizuna.referrals.models import Intake, Partner
from kizuna.referrals.queries import partner_link

HEARS = frozenset({"received"})
"""What every partner hears: it says nothing about the person."""


def write_link(row: Partner, by: Viewer, now: datetime) -> None:
    """Send a partner its link, to the address by which it is known."""
    with translation.override(settings.LANGUAGE_CODE):
        paragraphs = (
            _("People who work at %(name)s can refer somebody to the link workers of %(site)s by this link.")
            % {"name": row.name, "site": settings.SITE_NAME},
            partner_link(by, row, now),
            _("Nobody needs an account. Only refer people who agreed to it. You hear back at this address."),
            _("The link works for %(days)s days. Share it with the people who work for you, and nobody else.")
            % {"days": LINK_LIVES.days},
            _site(),
        )
        send(
            key=f"partner:{row.pk}:{row.link_nonce}",
            address=row.email,
            subject=_("Your link to refer somebody"),
            text="\n\n".join(paragraphs),
            topic="referral",
            now=now,
        )


def tell_partner(row: Intake, what: str, now: datetime) -> None:
    """Tell the partner what happened, by number; of the person only what they agreed to."""
    if what not in HEARS and not row.may_hear:
        return
    with translation.override(settings.LANGUAGE_CODE):
        number = reference(row.pk)
        send(
            key=f"intake:{row.pk}:{what}",
            address=row.partner.email,
            subject=_("About your referral %(number)s") % {"number": number},
            text="\n\n".join((_words(row, what) % {"number": number}, _site())),
            topic="referral",
            cause=f"intake:{row.pk}",
            person=row.person_id,
            now=now,
        )


def _words(row: Intake, what: str) -> str:
    if what == "received":
        return _("We have your referral %(number)s. A link worker gets in touch with them soon.")
    if what == "contacted":
        return _("A link worker has been in touch about your referral %(number)s.")
    said = _("Your referral %(number)s is closed. What came of it: %(outcome)s.")
    return said.replace("%(outcome)s", _(OUTCOME[row.outcome]))


def _site() -> str:
    return settings.ORGANISATION or settings.SITE_NAME
