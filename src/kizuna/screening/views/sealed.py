"""What travels in the pages: sealed, so that nobody can read or change it on the way."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kizuna.access.secrets import BadSeal, open_link, seal_link
from kizuna.frame.carry import Carry
from kizuna.screening.flow import State, unpacked
from kizuna.screening.views.crisis import numbers

MAX_AGE = timedelta(hours=12)
STATE = "check-up"
HEARD = "heard"
HEARD_FOR = timedelta(hours=24)


def sealed(state: State, now: datetime) -> str:
    """The state for a hidden field."""
    return seal_link(state.packed(), settings.SECRET_KEYS, purpose=STATE, now=now)


def opened(request: HttpRequest, now: datetime) -> State:
    """The state of the page that was posted; BadSeal when it was changed, or is too old."""
    token = request.POST.get("state", "")
    return unpacked(open_link(token, settings.SECRET_KEYS, purpose=STATE, now=now, max_age=MAX_AGE))


def seal_heard(payload: dict[str, Any], now: datetime) -> str:
    """What we heard, for the hidden field that suggestions and the contact page read."""
    return seal_link(payload, settings.SECRET_KEYS, purpose=HEARD, now=now)


def opened_heard(request: HttpRequest, now: datetime) -> dict[str, Any]:
    """What we heard, from the page that was posted; BadSeal when it was changed, or is too old."""
    token = request.POST.get("heard", "")
    found = open_link(token, settings.SECRET_KEYS, purpose=HEARD, now=now, max_age=HEARD_FOR)
    if not isinstance(found, dict) or not {"attempt", "answers", "needs"} <= set(found):
        raise BadSeal(HEARD)
    return found


def carried(view: str, **fields: str | list[str]) -> Carry:
    """What makes this page again in another language. Fields that are empty stay at home."""
    pairs = ((name, [value] if isinstance(value, str) else value) for name, value in fields.items())
    return Carry(reverse(view), tuple((name, one) for name, values in pairs for one in values if one))


def again(request: HttpRequest) -> HttpResponse:
    """The page for answers that can no longer be read."""
    return render(request, "screening/again.html", status=400)


def used(request: HttpRequest) -> HttpResponse:
    """The page for an old page that was sent again after what it made was erased or taken back."""
    return render(request, "screening/used.html", numbers(request), status=410)
