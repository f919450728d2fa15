"""Forms that partners sent by e-mail: what they mean, and which partner an address is."""

from collections.abc import Iterator
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from kizuna.access.deeds import allow
from kizuna.access.viewer import SYSTEM, NotFound, Viewer
from kizuna.directory.needs import GROUPS
from kizuna.outbox.queries import reply_of
from kizuna.referrals.front_door import HOWS, PartnerValue, partner_token
from kizuna.referrals.mailed import LINES, TOPIC, Words, bare, is_form, read, understood
from kizuna.referrals.models import Intake, Partner
from kizuna.referrals.queries.front_door import partner_value

_HOUSE = SYSTEM("a form that came by e-mail")


def _everywhere(text: str) -> Iterator[str]:
    """What a sentence of ours is in each language of the site."""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            yield bare(gettext(text))


def _all(choices: dict[str, object]) -> dict[str, object]:
    return {said: value for text, value in choices.items() for said in _everywhere(text)}


def form_words(viewer: Viewer, areas: list[tuple[str, str]]) -> Words:
    """What may stand in the form, in any language of the site. `areas`: those that the partner may name."""
    allow(viewer, "help.find")
    yes, no = set(_everywhere("Yes")) | {"y"}, set(_everywhere("No")) | {"n"}
    ticked: dict[str, object] = dict.fromkeys(yes, True)
    return Words(
        lines={said: field for field, text in LINES.items() for said in _everywhere(text)},
        means={
            "shared": {**dict.fromkeys(yes, "yes"), **dict.fromkeys(no, "no")},
            "area": {bare(name): id for id, name in areas},
            "need": _all({need.label: need.code for need in GROUPS}),
            "how": _all({text: code for code, text in HOWS}) | {code: code for code, _text in HOWS},
            "agree": {**ticked, **dict.fromkeys(no, False)},
            "may_hear": ticked,
        },
    )


def partner_at(viewer: Viewer, address: str) -> PartnerValue | None:
    """The partner that is known by this address; None when no one is, or it refers to us no more."""
    allow(viewer, "reply.place")
    wanted = address.strip().casefold()
    rows = Partner.objects.filter(ended_at=None).order_by("opened_at", "pk")
    found = next((row for row in rows if row.email.strip().casefold() == wanted), None)
    return partner_value(found) if found else None


def mailed(
    viewer: Viewer, partner: PartnerValue, reply: UUID, areas: list[tuple[str, str]]
) -> tuple[dict[str, object], bool]:
    """What a form that this partner sent by mail says, and whether it was sent on already. NotFound."""
    allow(viewer, "intake.send", link=partner_token(partner.id))
    done = Intake.objects.filter(pk=reply, partner=UUID(partner.id)).exists()
    address, text = reply_of(_HOUSE, reply, TOPIC)
    if done:
        return {}, True
    if not text or address.strip().casefold() != partner.email.strip().casefold():
        raise NotFound("mailed")
    words = form_words(_HOUSE, areas)
    found = read(text, words)
    if not is_form(found):
        raise NotFound("mailed")
    return understood(found, words) | {"attempt": reply}, False
