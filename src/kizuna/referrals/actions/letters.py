"""What partners are written: their link, and what became of a referral, by its number and without a name."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kizuna.access.viewer import Viewer
from kizuna.directory.needs import GROUPS
from kizuna.outbox.actions import expect_reply, send
from kizuna.referrals.front_door import HOWS, LINK_LIVES, OUTCOME, reference
from kizuna.referrals.mailed import LINES, TOPIC
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
            _("Or answer this e-mail with these lines, filled in. We ask you back whether it was you."),
            empty_form(),
            _("The link works for %(days)s days. Share it with the people who work for you, and nobody else.")
            % {"days": LINK_LIVES.days},
            site_line(),
        )
        send(
            key=f"partner:{row.pk}:{row.link_nonce}",
            address=row.email,
            subject=_("Your link to refer somebody"),
            text="\n\n".join(paragraphs),
            topic="referral",
            now=now,
        )
    expect_reply(address=row.email, topic=TOPIC, until=now + LINK_LIVES, now=now)


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
            text="\n\n".join((_words(row, what) % {"number": number}, site_line())),
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


def empty_form() -> str:
    """The lines that a partner can fill in and send by e-mail, with what may be chosen in brackets."""
    choices = {
        "need": [need.label for need in GROUPS],
        "how": [words for _code, words in HOWS],
        "shared": ["Yes", "No"],
        "agree": ["Yes", "No"],
        "may_hear": ["Yes", "No"],
    }
    lines = []
    for field, words in LINES.items():
        lines.append(f"{_(words).rstrip('?')}: ")
        if field in choices:
            lines.append(f"({' / '.join(_(one) for one in choices[field])})")
    return "\n".join(lines)


def site_line() -> str:
    """Who writes."""
    return settings.ORGANISATION or settings.SITE_NAME
