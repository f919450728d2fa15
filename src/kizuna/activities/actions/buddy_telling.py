"""What a buddy is told of a newcomer, and the organiser when nobody can meet them."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from kizuna.access.viewer import SYSTEM
from kizuna.access.wording import N_
from kizuna.activities.actions.posting import ask_organiser
from kizuna.activities.buddies import is_name
from kizuna.activities.models import Greeting
from kizuna.outbox.actions import send
from kizuna.people.queries import contacts, profiles

HOUSE = SYSTEM("activities: who meets newcomers")
CHANNELS = {"email": "email", "text": "sms", "phone": "voice"}
WORDS = {
    "date": N_(
        "Somebody new comes to the group “%(group)s” on %(when)s and would be glad if you met them at the "
        "door: %(name)s. If you cannot, say so here: %(page)s"
    ),
    "member": N_(
        "Somebody new joined the group “%(group)s” and would be glad if you met them when they first come: "
        "%(name)s. If you cannot, say so here: %(page)s"
    ),
    "off": N_("%(name)s does not come to the group “%(group)s” on %(when)s. You need to meet nobody."),
}
"""What a buddy is told; how to reach the newcomer stands on the page alone."""


def newcomer_name(row: Greeting) -> str:
    """What the newcomer wants to be called."""
    if row.seat:
        return row.seat.name
    found = profiles(HOUSE, [row.member.person_id]) if row.member else {}
    return next((one.call_them for one in found.values()), "")


def tell_buddy(row: Greeting, now: datetime) -> None:
    """Somebody new comes and would be glad to be met by this buddy."""
    _send(row, "date" if row.seat else "member", f"given:{int(now.timestamp())}", now)


def tell_off(row: Greeting, now: datetime) -> None:
    """The newcomer does not come after all."""
    _send(row, "off", "off", now)


def tell_no_buddy(row: Greeting, now: datetime) -> None:
    """Nobody can meet the newcomer: the organiser looks who could."""
    ask_organiser(row.group, f"greeting:{row.pk}:{int(now.timestamp())}", now)


def _send(row: Greeting, words: str, key: str, now: datetime) -> None:
    way = contacts(HOUSE, [row.person_id], now).get(str(row.person_id))
    if way is None:
        return
    form = pgettext("date and hour as Django writes it, with year", "l j F Y, H:i")
    page = settings.BASE_URL + reverse("activities:buddies", args=[row.group_id])
    with override(way.language if way.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        facts = {
            "group": row.group.name,
            "name": newcomer_name(row),
            "when": date_format(localtime(row.seat.starts_at), form) if row.seat else "",
            "page": page,
        }
        bare = _("There is something new for you. Sign in to read it: %(page)s")
        send(
            key=f"greeting:{row.pk}:{key}",
            channel=CHANNELS[way.channel],
            address=way.address,
            subject=_("A message from %(site)s") % {"site": settings.SITE_NAME},
            # What a stranger writes as a name is not to lead a member anywhere in our name.
            text=(bare if way.shared or not is_name(facts["name"]) else _(WORDS[words])) % facts,
            topic="group",
            person=row.person_id,
            cause=f"activities.Greeting:{row.pk}",
            until=row.seat.starts_at if row.seat else None,
            now=now,
        )
