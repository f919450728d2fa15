"""Somebody whom no link worker sees agrees again, at a link worker's desk: a code shows that it is them.

A worker who only kept a record's address, or guesses a name, opens nothing: the code goes to the person.
"""

import secrets
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.access.deeds import allow_some
from kizuna.access.secrets import BadSeal, open_link, seal_link
from kizuna.access.viewer import SYSTEM, NotFound, Refused, Viewer
from kizuna.ledger.actions import note
from kizuna.outbox.actions import send
from kizuna.people.actions.consents import _write_down
from kizuna.people.actions.guessing import forget_tries, try_once
from kizuna.people.actions.persons import _locked
from kizuna.people.asking import Asker
from kizuna.people.coming_back import HOWS, LASTS, PURPOSE, plain
from kizuna.people.consent import LINK_WORKERS, SUPPORT
from kizuna.people.queries import returning

HOUSE = SYSTEM("coming back")
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""No vowels, so that no code is a word; none that is mistaken for a number."""


def _digest(code: str) -> str:
    return salted_hmac(PURPOSE, plain(code)).hexdigest()


def _bucket(what: str) -> str:
    return salted_hmac(PURPOSE, what).hexdigest()


def ask_back(*, name: str, channel: str, address: str, by: Viewer, now: datetime) -> str:
    """Send a code to somebody who says this name and this number or address; a token for `come_back`.

    The answer is the same whether or not anybody is known by them: the code comes, or it does not.
    """
    allow_some(by, "consent.hear")
    if not try_once(bucket=_bucket(by.account), by=HOUSE, now=now):
        raise Refused(_("You asked for several codes. Wait a while, then try again."))
    code = "".join(secrets.choice(LETTERS) for _letter in range(6))
    found = returning(by, name, channel, address)
    if found is not None:
        with transaction.atomic():
            _send(found, channel, code, now)
            note(verb="consent.code_sent", subject=_locked(found.person), person=found.person, by=by, now=now)
    held = {"person": found.person if found else str(uuid4()), "digest": _digest(code), "by": by.account}
    return seal_link(held | {"way": [channel, address, name]}, settings.SECRET_KEYS, purpose=PURPOSE, now=now)


def _send(to: Asker, channel: str, code: str, now: datetime) -> None:
    language = to.language.split("-")[0]
    with override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        words = _(
            "%(site)s: your code is %(code)s. Read it to the person who helps you only if you want their "
            "help again."
        )
        send(
            key=f"coming-back:{uuid4()}",
            channel=channel,
            address=to.address,
            subject=_("Your code") if channel == "email" else "",
            text=words % {"site": settings.SITE_NAME, "code": f"{code[:3]}-{code[3:]}"},
            topic="account",
            now=now,
        )


def come_back(*, token: str, code: str, how: str, by: Viewer, now: datetime) -> str | None:
    """Record that they agree again, said as `how`; their id. None when the code does not work."""
    allow_some(by, "consent.hear")
    if how not in HOWS:
        raise Refused(_("Say how the person agreed: %(ways)s.") % {"ways": ", ".join(HOWS)})
    try:
        held = open_link(token, settings.SECRET_KEYS, purpose=PURPOSE, now=now, max_age=LASTS)
    except BadSeal:
        return None
    right = secrets.compare_digest(held["digest"], _digest(code))
    if held["by"] != by.account or not try_once(bucket=_bucket(token), by=HOUSE, now=now) or not right:
        return None
    channel, address, name = held["way"]
    found = returning(by, name, channel, address)  # what was so when the code left may have changed
    if found is None or found.person != held["person"]:
        return None
    with transaction.atomic():
        row = _locked(found.person)
        if row.restricted_at is not None:
            raise NotFound("person")
        _write_down(row, SUPPORT, LINK_WORKERS, how, by=by, now=now)
        forget_tries(bucket=_bucket(by.account), by=HOUSE, now=now)
    return str(row.pk)
