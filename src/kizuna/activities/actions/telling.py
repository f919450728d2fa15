"""What people who have a place at a date are told, and when."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kizuna.access.viewer import SYSTEM
from kizuna.access.wording import N_
from kizuna.activities.models import Seat
from kizuna.activities.seats import seat_token
from kizuna.outbox.actions import send
from kizuna.people.queries import visible_as_gone

HOUSE = SYSTEM("activities: whom nobody writes to")
WORDS = {
    "booked": (
        N_("Your place: %(group)s"),
        N_(
            "You have a place: %(group)s, %(when)s, %(where)s. Can you not come? Tell us with one tap: "
            "%(link)s"
        ),
    ),
    "waiting": (
        N_("You are on the waiting list: %(group)s"),
        N_(
            "All places are taken: %(group)s, %(when)s. You are on the waiting list. We write to you when a "
            "place is free. Your page: %(link)s"
        ),
    ),
    "moved up": (
        N_("A place is free for you: %(group)s"),
        N_(
            "A place became free and is yours: %(group)s, %(when)s, %(where)s. Can you not come? Tell us "
            "with one tap: %(link)s"
        ),
    ),
    "called off": (
        N_("It does not take place: %(group)s"),
        N_("%(group)s does not take place on %(when)s. We are sorry. Other dates: %(link)s"),
    ),
    "soon": (
        N_("Soon: %(group)s"),
        N_(
            "You have a place: %(group)s, %(when)s, %(where)s. Can you not come? Tell us with one tap, so "
            "that somebody else can: %(link)s"
        ),
    ),
}
"""Subject and text of each message about a place."""


ANSWERS = frozenset({"booked", "waiting"})


def is_gone(person: UUID | None) -> bool:
    """Whether this is somebody whom we know and to whom nobody writes any more."""
    return person is not None and visible_as_gone(HOUSE).filter(pk=person).exists()


def tell(seat: Seat, what: str, now: datetime) -> bool:
    """A message to whoever left a way to be reached. By its key it leaves once, however often it is asked.

    None to who died, moved away or wants no contact, but for the answer to a form that they just sent.
    """
    if not seat.reach or (what not in ANSWERS and is_gone(seat.person_id)):
        return False
    with translation.override(seat.language or settings.LANGUAGE_CODE):
        facts = _facts(seat, now)
        subject, text = (_(words) % facts for words in WORDS[what])
    send(
        key=f"seat:{seat.pk}:{what}",
        channel="email" if "@" in seat.reach else "sms",
        address=seat.reach,
        subject=subject,
        text=text,
        topic="activities",
        person=seat.person_id,
        cause=f"activities.Seat:{seat.pk}",
        until=seat.starts_at,
        now=now,
    )
    return True


def _facts(seat: Seat, now: datetime) -> dict[str, str]:
    group = seat.event.group
    form = pgettext("date and hour as Django writes it, with year", "l j F Y, H:i")
    token = seat_token(seat.pk, settings.SECRET_KEYS, now)
    return {
        "group": group.name,
        "when": date_format(localtime(seat.starts_at), form),
        "where": seat.event.place or group.place_name or group.address or "–",
        "link": settings.BASE_URL + reverse("activities:seat", args=[token]),
    }
