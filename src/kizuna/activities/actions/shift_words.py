"""What volunteers are told about their roles and shifts, and what organisers are told of volunteers."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kizuna.access.viewer import SYSTEM
from kizuna.access.wording import N_
from kizuna.activities.models import Group, Shift, Volunteer
from kizuna.activities.shifts import mine_token
from kizuna.outbox.actions import send
from kizuna.people.profile import Contact
from kizuna.people.queries import contact

HOUSE = SYSTEM("activities: a volunteer is told")
CHANNELS = {"email": "email", "text": "sms", "phone": "voice"}
WORDS = {
    "offered": (
        N_("Thank you for offering your help: %(group)s"),
        N_("%(group)s has your offer and answers you. Your page, with everything you can change: %(link)s"),
    ),
    "welcome": (
        N_("You are welcome to help: %(group)s"),
        N_("%(group)s is glad that you help: %(role)s. Choose your shifts here: %(link)s"),
    ),
    "declined": (
        N_("About your offer to help: %(group)s"),
        N_("Thank you for your offer. %(group)s has nobody to take on for this now: %(role)s."),
    ),
    "ended": (
        N_("Thank you for your help: %(group)s"),
        N_("You do not help any more at %(group)s: %(role)s. Thank you for all that you did."),
    ),
    "ask": (
        N_("Can you help? %(group)s"),
        N_("%(group)s looks for somebody: %(role)s, %(when)s, %(where)s. Yes or no, both are fine: %(link)s"),
    ),
    "booked": (
        N_("You help: %(group)s"),
        N_("You help: %(role)s, %(when)s, %(where)s. Can you not come? One tap is enough: %(link)s"),
    ),
    "waiting": (
        N_("You would step in: %(group)s"),
        N_(
            "There are enough people for now: %(role)s, %(when)s. We write to you when somebody is needed. "
            "Your page: %(link)s"
        ),
    ),
    "moved up": (
        N_("You are needed: %(group)s"),
        N_(
            "Somebody cancelled, and you step in: %(role)s, %(when)s, %(where)s. Can you not come? One tap "
            "is enough: %(link)s"
        ),
    ),
    "called off": (
        N_("It does not take place: %(group)s"),
        N_("Nobody is needed: %(role)s, %(when)s. Thank you for being ready."),
    ),
    "soon": (
        N_("You help soon: %(group)s"),
        N_(
            "You help: %(role)s, %(when)s, %(where)s. Can you not come? One tap is enough, so that somebody "
            "else can: %(link)s"
        ),
    ),
}
"""Subject and text of each message to a volunteer."""
NO_CALL = frozenset({"offered", "booked", "waiting", "soon"})
"""What stands on the page anyway: for these nobody has to ring somebody."""


def way_to(volunteer: Volunteer, now: datetime) -> Contact | None:
    """How to write to a volunteer; None for who cannot be reached, or shares the way with others."""
    way = contact(HOUSE, volunteer.person_id, now)
    return None if way is None or way.shared else way


def language_of(way: Contact) -> str:
    """The language in which somebody is written to: one that this site speaks."""
    return way.language if way.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def own_page(volunteer: Volunteer, now: datetime) -> str:
    """The address of a volunteer's own page, with its key."""
    token = mine_token(volunteer.pk, settings.SECRET_KEYS, now)
    return settings.BASE_URL + reverse("activities:my_shifts", args=[token])


def say(
    volunteer: Volunteer,
    what: str,
    key: str,
    facts: Mapping[str, str],
    now: datetime,
    until: datetime | None = None,
) -> bool:
    """One message to a volunteer, if there is a way. By its key it leaves once, however often it is asked."""
    way = way_to(volunteer, now)
    if way is None or (way.channel == "phone" and what in NO_CALL):
        return False
    with translation.override(language_of(way)):
        subject, text = (_(words) % {**facts, "link": own_page(volunteer, now)} for words in WORDS[what])
    deliver(volunteer, way, key, subject, text, now, until)
    return True


def deliver(
    volunteer: Volunteer,
    way: Contact,
    key: str,
    subject: str,
    text: str,
    now: datetime,
    until: datetime | None = None,
) -> None:
    """Hand words for a volunteer to the outbox."""
    send(
        key=key,
        channel=CHANNELS[way.channel],
        address=way.address,
        subject=subject,
        text=text,
        topic="activities",
        person=volunteer.person_id,
        cause=f"activities.Volunteer:{volunteer.pk}",
        until=until,
        now=now,
    )


def say_of_shift(volunteer: Volunteer, shift: Shift, what: str, now: datetime) -> bool:
    """One message about a shift, with when and where it is in the volunteer's language."""
    way = way_to(volunteer, now)
    if way is None:
        return False
    with translation.override(language_of(way)):
        form = pgettext("date and hour as Django writes it, with year", "l j F Y, H:i")
        when = date_format(localtime(shift.starts_at), form)
    group = shift.role.group
    facts = {
        "group": group.name,
        "role": shift.role.name,
        "when": when,
        "where": shift.place or group.place_name or group.address or "–",
    }
    key = f"shift:{shift.pk}:{volunteer.pk}:{what}"
    return say(volunteer, what, key, facts, now, until=shift.starts_at)


def tell_group(group: Group, key: str, subject: str, text: str, now: datetime) -> None:
    """A message to the address of a group, without anybody's name: names are for its pages."""
    if not group.email:
        return
    link = settings.BASE_URL + reverse("activities:volunteers", args=[group.pk])
    with translation.override(settings.LANGUAGE_CODE):
        facts = {"group": group.name, "link": link}
        said, words = _(subject) % facts, _(text) % facts
    send(
        key=key,
        address=group.email,
        subject=said,
        text=words,
        topic="activities",
        cause=f"activities.Group:{group.pk}",
        now=now,
    )
