"""What people who ask or offer are told. Messages say nothing of what it is about: phones are shared."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kizuna.access.wording import N_
from kizuna.activities.actions.telling import is_gone
from kizuna.activities.aid import aid_token
from kizuna.activities.models import Aid, AidMatch
from kizuna.outbox.actions import send

WORDS = {
    "given": (
        N_("It is written down"),
        N_("What you told us is written down. Look at it, or take it back: %(link)s"),
    ),
    "refused": (
        N_("About what you told us"),
        N_("We cannot pass on what you told us. Your page says what you can do: %(link)s"),
    ),
    "proposed": (
        N_("There may be somebody for you"),
        N_("There may be somebody for you. Look, and say yes or no by %(day)s: %(link)s"),
    ),
    "agreed": (
        N_("You both said yes"),
        N_("You both said yes. Your page says how to reach each other: %(link)s"),
    ),
    "over": (
        N_("It does not come about this time"),
        N_("It does not come about this time. Nobody is to blame. Your page: %(link)s"),
    ),
    "thanked": (
        N_("Thank you"),
        N_("Somebody says thank you for what you did. Your page: %(link)s"),
    ),
    "expired": (
        N_("Is it still so?"),
        N_("What you told us was for a time, and that is over. Is it still so? Then tell us again: %(link)s"),
    ),
}
"""Subject and text of each message."""


def tell_aid(aid: Aid, what: str, now: datetime, match: AidMatch | None = None) -> None:
    """A message to whoever asks or offers. By its key it leaves once, however often it is asked.

    None to who died, moved away or wants no contact, but for the answer to a form that they just sent.
    """
    if what != "given" and is_gone(aid.person_id):
        return
    with translation.override(aid.language or settings.LANGUAGE_CODE):
        link = settings.BASE_URL + reverse(
            "activities:aid", args=[aid_token(aid.pk, settings.SECRET_KEYS, now)]
        )
        day = date_format(localtime(match.answer_by), "DATE_FORMAT") if match else ""
        subject, text = (_(words) % {"link": link, "day": day} for words in WORDS[what])
    send(
        key=f"aid:{aid.pk}:{what}:{match.pk if match else ''}",
        channel="email" if "@" in aid.reach else "sms",
        address=aid.reach,
        subject=subject,
        text=text,
        topic="activities",
        person=aid.person_id,
        cause=f"activities.Aid:{aid.pk}",
        now=now,
    )
