"""Showing once more that it is you, before something that needs it; then back to where you were."""

import secrets
import time
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from kizuna.access.viewer import STRANGER, LogInFirst
from kizuna.people.actions import confirm_sign_in
from kizuna.people.forms import CodeForm
from kizuna.people.queries import viewer_of

STATE = "confirm_code"
LASTS = 600.0
"""Seconds for which a code works."""
TRIES = 3


def _back(request: HttpRequest) -> str:
    """The page to go back to: one of this site, else home."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else resolve_url("home")


def _digest(code: str) -> str:
    return salted_hmac("kizuna.people.confirm", code.strip().replace("-", "").upper()).hexdigest()


def _send(request: HttpRequest) -> None:
    """Send a code to the account's own address; only its fingerprint stays in the session."""
    adapter = get_adapter()
    code = adapter.generate_login_code()
    adapter.send_code(str(getattr(request.user, "email", "") or getattr(request.user, "phone", "")), code)
    request.session[STATE] = {"digest": _digest(code), "at": time.time(), "tries": 0}


def _right(request: HttpRequest, code: str) -> bool:
    """Whether this is the code that was sent: it works once, for a while, and bears few guesses."""
    # Tries are counted in the session, which two tabs at once may each read before the other writes. What
    # that gains is bounded by the limit a minute, which is counted under a lock for all tabs; and of two
    # sessions written at once the fresh sign-in is lost, never a stale one kept as fresh.
    state = request.session.get(STATE)
    if not state or time.time() - state["at"] > LASTS or state["tries"] >= TRIES:
        request.session.pop(STATE, None)
        return False
    request.session[STATE] = {**state, "tries": state["tries"] + 1}
    if not secrets.compare_digest(state["digest"], _digest(code)):
        return False
    del request.session[STATE]
    return True


def _page(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "next": _back(request), "sent": STATE in request.session}
    return render(request, "people/confirm.html", context, status=status)


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for a code that goes to the account's own address."""
    if not request.user.is_authenticated:
        raise LogInFirst("account.confirm")
    way = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
    if way != request.path:
        return HttpResponseRedirect(f"{way}?{urlencode({'next': _back(request)})}")
    if request.method == "GET":
        return _page(request, CodeForm())
    if limited := ratelimit.consume_or_429(request, action="reauthenticate", user=request.user):
        return limited
    if request.POST.get("action") == "send":
        _send(request)
        return _page(request, CodeForm())
    form = CodeForm(request.POST)
    if not form.is_valid() or not _right(request, form.cleaned_data["code"]):
        form.refuse()
        return _page(request, form, status=422)
    record_authentication(request, request.user, method="code", reauthenticated=True)
    was = request.session.session_key or ""
    request.session.cycle_key()
    session = request.session.session_key or ""
    by = viewer_of(STRANGER, request.user)
    confirm_sign_in(was=was, session=session, by=by, now=timezone.now())
    return HttpResponseRedirect(_back(request))
