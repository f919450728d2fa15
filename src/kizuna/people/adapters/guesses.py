"""Counting guesses at an account, apart for each browser that has signed in to it before.

Somebody who hammers at an address from elsewhere makes everybody else wait, but never its owner at home.
"""

import time
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from kizuna.access.secrets import BadSeal, open_link, seal_link
from kizuna.people.throttle import LONGEST, must_wait

COOKIE = "known"
REMEMBERED = timedelta(days=365)
PURPOSE = "known browser"


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
    who = _mark(token) if mark in known else "others"
    return f"guesses:{mark}:{who}"


def too_early(request: HttpRequest, address: str) -> bool:
    """Whether this browser has to wait before it tries this address again."""
    count, last = cache.get(_bucket(request, address), (0, 0.0))
    return must_wait(count, last, time.time())


def count(request: HttpRequest, address: str) -> None:
    """One more try without success."""
    bucket = _bucket(request, address)
    tries, _last = cache.get(bucket, (0, 0.0))
    cache.set(bucket, (tries + 1, time.time()), LONGEST * 4)


def clear(request: HttpRequest, address: str) -> None:
    """It was right: this browser starts afresh."""
    cache.delete(_bucket(request, address))
