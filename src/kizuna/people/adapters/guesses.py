"""Counting guesses at an account, apart for each browser that has signed in to it before.

Somebody who hammers at an address from elsewhere makes everybody else wait, but never its owner at home.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from kizuna.access.secrets import BadSeal, open_link, seal_link
from kizuna.access.viewer import SYSTEM
from kizuna.people.actions import forget_tries, try_once

COOKIE = "known"
REMEMBERED = timedelta(days=365)
PURPOSE = "known browser"
HOUSE = SYSTEM("guesses")


def _mark(address: str) -> str:
    return salted_hmac(PURPOSE, address.strip().casefold()).hexdigest()


def remember(request: HttpRequest, response: HttpResponse, addresses: Iterable[str]) -> None:
    """This browser has signed in to the account with these addresses: by whichever, it is a known one."""
    marks = [_mark(address) for address in addresses]
    held = seal_link(marks, settings.SECRET_KEYS, purpose=PURPOSE, now=timezone.now())
    response.set_cookie(
        COOKIE,
        held,
        max_age=int(REMEMBERED.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _bucket(request: HttpRequest, address: str) -> str:
    """What is counted together: one known browser, or all others."""
    mark = _mark(address)
    token = request.COOKIES.get(COOKIE, "")
    try:
        known = open_link(
            token, settings.SECRET_KEYS, purpose=PURPOSE, now=timezone.now(), max_age=REMEMBERED
        )
    except BadSeal:
        known = []
    return _mark(f"{mark}:{_mark(token) if mark in known else 'others'}")


def too_many(request: HttpRequest, address: str) -> bool:
    """Whether this browser has to wait before it tries this address again; if not, this try is counted."""
    return not try_once(bucket=_bucket(request, address), by=HOUSE, now=timezone.now())


def clear(request: HttpRequest, address: str) -> None:
    """It was right: this browser starts afresh."""
    forget_tries(bucket=_bucket(request, address), by=HOUSE, now=timezone.now())
