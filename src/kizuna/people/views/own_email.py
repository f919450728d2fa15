"""An e-mail address for signing in: asked for, proven by a code that goes there, and kept."""

import secrets
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kizuna.access.deeds import fresh_sign_in
from kizuna.access.viewer import LogInFirst, NotFound, Refused
from kizuna.people import actions
from kizuna.people.coming_back import plain
from kizuna.people.forms import CodeForm, OwnEmailForm

STATE = "own_email"
LASTS = 600.0
"""Seconds for which a code works."""
TRIES = 3


def _digest(code: str) -> str:
    return salted_hmac("kizuna.people.own_email", plain(code)).hexdigest()


@require_http_methods(["GET", "HEAD", "POST"])
def own_email(request: HttpRequest) -> HttpResponse:
    """Set or change the address by which a resident signs in."""
    viewer = request.viewer
    if viewer.role == "stranger":
        raise LogInFirst("account.email")
    if viewer.role != "resident" or not viewer.account:
        raise NotFound("account.email")
    fresh_sign_in(viewer)
    if request.method == "POST" and "code" in request.POST:
        return _prove(request)
    form = OwnEmailForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, form)
    if limited := ratelimit.consume_or_429(request, action="reauthenticate", user=request.user):
        return limited
    _send(request, form.cleaned_data["email"])
    return _page(request, CodeForm(), sent=form.cleaned_data["email"])


def _send(request: HttpRequest, email: str) -> None:
    """A code goes there, unless somebody else signs in by it: this page tells nobody whether that is so."""
    adapter = get_adapter()
    code = adapter.generate_login_code()
    if actions.may_sign_in_by(email=email, by=request.viewer, now=timezone.now()):
        adapter.send_code(email, code)
    else:
        code = adapter.generate_login_code()  # which nobody ever sees
    at = timezone.now().timestamp()
    request.session[STATE] = {"email": email, "digest": _digest(code), "at": at, "tries": 0}


def _prove(request: HttpRequest) -> HttpResponse:
    form, state = CodeForm(request.POST), request.session.get(STATE)
    now = timezone.now()
    if not state or now.timestamp() - state["at"] > LASTS or state["tries"] >= TRIES:
        request.session.pop(STATE, None)
        messages.info(request, _("This code works no more. Ask for a new one."))
        return redirect("own_email")
    request.session[STATE] = {**state, "tries": state["tries"] + 1}
    right = form.is_valid() and secrets.compare_digest(state["digest"], _digest(form.cleaned_data["code"]))
    if right:
        try:
            here = request.session.session_key or ""
            actions.set_email(email=state["email"], keep=here, by=request.viewer, now=now)
        except Refused:
            right = False
    if not right:
        form.refuse()
        return _page(request, form, sent=state["email"])
    del request.session[STATE]
    messages.success(request, _("Saved. You can sign in by it from now on."))
    return redirect("mfa_index")


def _page(request: HttpRequest, form: Any, sent: str = "") -> HttpResponse:
    context = {"form": form, "sent": sent}
    return render(request, "people/own_email.html", context, status=422 if form.errors else 200)
