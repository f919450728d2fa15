"""A shared computer, or somebody beside you who types: nothing stays on the device."""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kizuna.people.actions import record_log_out
from kizuna.people.signing_in import HELPED, KIOSK


def _afresh(request: HttpRequest) -> None:
    """Whoever was here is forgotten; the device stays a shared one until its browser is closed."""
    if request.viewer.account:
        record_log_out(by=request.viewer, now=timezone.now())
    logout(request)
    rotate_token(request)  # a form of theirs that somebody sends again by "back" is refused
    request.session[KIOSK] = time.time()
    request.session.set_expiry(0)


@require_http_methods(["GET", "POST"])
def kiosk(request: HttpRequest) -> HttpResponse:
    """Begin or end: at the beginning whoever works here is signed out, and signs in anew at the end."""
    if request.method == "GET":
        return render(request, "people/kiosk.html")
    if request.POST.get("do") == "end":
        request.session.flush()
        return redirect("account_login")
    _afresh(request)
    if request.POST.get("do") == "help":
        request.session[HELPED] = True
    return redirect("home")


@require_safe
def kiosk_done(request: HttpRequest) -> HttpResponse:
    """Somebody is done, or three minutes without a tap: clear what was typed, for the next person.

    On any other device the same address does nothing: a link in a letter signs nobody out.
    """
    if KIOSK not in request.session:
        return redirect("kiosk")
    _afresh(request)
    request.kiosk, request.helped = True, False
    response = render(request, "people/kiosk_done.html")
    for cookie in (settings.LANGUAGE_COOKIE_NAME, "reading", "known"):
        response.delete_cookie(cookie)
    response["Clear-Site-Data"] = '"cache", "storage"'
    response["Cache-Control"] = "no-store"
    return response
