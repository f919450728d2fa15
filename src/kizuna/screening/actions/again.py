"""Asking people to tell us again how they are: one kind message, once, where they agreed."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.ledger.actions import note
from kizuna.outbox.actions import send
from kizuna.people.profile import Contact
from kizuna.people.queries import contacts
from kizuna.places.identity import known
from kizuna.screening.actions.passages import count_passage
from kizuna.screening.again import Offer
from kizuna.screening.flow import CHECK_UP
from kizuna.screening.models import Asking
from kizuna.screening.queries import to_offer

CHANNELS = {"email": "email", "text": "sms"}
"""Who likes to be rung is rung by a human: they stand on the link worker's list."""


def offer_again(*, by: Viewer, now: datetime, limit: int = 500) -> int:
    """Offer it to those who are due, each in a transaction of their own; how many messages were written."""
    allow(by, "check_up.offer")
    found = list(to_offer(by, now, limit))
    ways = contacts(by, [one.person for one in found], now)
    return sum(_offer(one, ways.get(one.person), by, now) for one in found)


def _offer(one: Offer, way: Contact | None, by: Viewer, now: datetime) -> int:
    """Others read a shared telephone or address: it gets nothing."""
    if way is None or way.shared or way.channel not in CHANNELS:
        return 0
    with transaction.atomic():
        asking, made = Asking.objects.get_or_create(
            check_up_id=known(one.check_up),
            defaults={"person_id": known(one.person), "instrument": one.instrument, "at": now},
        )
        if not made:
            return 0
        _write(one, way, now)
        count_passage(instrument=one.instrument, steps=["asked"], by=by, now=now)
        note(verb="check_up.offered", subject=asking, person=one.person, by=by, now=now)
    return 1


def _write(one: Offer, way: Contact, now: datetime) -> None:
    if one.instrument == CHECK_UP:
        page = reverse("screening:start")
    else:
        page = reverse("screening:scale", args=[one.instrument])
    language = way.language if way.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with override(language):
        said = {"site": settings.ORGANISATION or settings.SITE_NAME, "link": settings.BASE_URL + page}
        text = _(
            "This is %(site)s. If you like, answer a few questions again:\n%(link)s\n\n"
            "You need not. To end our messages, reply STOP."
        )
        send(
            key=f"again:{one.check_up}",
            channel=CHANNELS[way.channel],
            address=way.address,
            subject=_("How is it going?"),
            text=text % said,
            person=one.person,
            now=now,
        )
