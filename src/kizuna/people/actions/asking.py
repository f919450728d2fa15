"""A link to their own data for people without an account. Nobody learns from asking whether we know them."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.access.deeds import allow
from kizuna.access.secrets import seal_link
from kizuna.access.viewer import Viewer
from kizuna.ledger.actions import note
from kizuna.outbox.actions import send
from kizuna.people.asking import LASTS, PURPOSE, REASON, Asker, number, read_key, task_key
from kizuna.people.models.filling import indexes
from kizuna.people.queries import asker, own_link
from kizuna.work.actions import enqueue, first_time

KINDS = {"email": "email", "sms": "phone"}


def ask_for_link(*, channel: str, address: str, by: Viewer, now: datetime) -> None:
    """Somebody asks for a link to this address. The same work for everybody: a task finds out later."""
    allow(by, "own_link.ask")
    with transaction.atomic():
        enqueue(
            "people.send_own_link",
            key=task_key(channel, indexes(address, KINDS[channel]), now),
            now=now,
        )


def send_own_link(*, key: str, by: Viewer, now: datetime) -> None:
    """Write to whoever left this address with us; where others read along, only that they ring or come by."""
    allow(by, "own_link.send")
    channel, marks = read_key(key)
    with transaction.atomic():
        found = asker(by, channel, marks)
        if found is None:
            return
        wanted = found.language.split("-")[0]
        language = wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with override(language):
            send(
                key=f"own:{number(key)}",
                channel=channel,
                address=found.address,
                subject=_("A message from %(site)s") % {"site": settings.SITE_NAME},
                text=_text(found, key, marks, now),
                topic="own data",
                until=now + LASTS,
                person=found.person or None,
                now=now,
            )


def _text(found: Asker, key: str, marks: list[str], now: datetime) -> str:
    if not found.person:
        return _("Please ring us or come by: then we answer you. If you asked us nothing, do nothing.")
    token = seal_link(
        {"person": found.person, "number": number(key), "marks": marks},
        settings.SECRET_KEYS,
        purpose=PURPOSE,
        now=now,
    )
    return _(
        "Here is your link. It works once, within 24 hours.\n\n%(link)s\n\nIf you did not ask for it, do "
        "nothing. Nobody has seen anything."
    ) % {"link": settings.BASE_URL + reverse("own_link", args=[token])}


def open_own_link(*, token: str, by: Viewer, now: datetime) -> str:
    """Open a link once; the person whose data it is, or empty when it does not work any more."""
    with transaction.atomic():
        found = own_link(by, token, now)
        if found is None or not first_time(key=f"own:{found[1]}", now=now):
            return ""
        person, _number = found
        themselves = Viewer(role="resident", person=person, reason=REASON)
        subject = f"people.Person:{person}"
        note(verb="person.own_link", subject=subject, person=person, by=themselves, now=now)
    return person
