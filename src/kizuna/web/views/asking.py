"""My data for people without an account: they ask, get a link, look, and leave."""

from datetime import datetime

from allauth.core import ratelimit
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kizuna.access.viewer import STRANGER
from kizuna.people.actions import ask_for_link, open_own_link, record_log_out
from kizuna.people.asking import SESSION
from kizuna.people.queries import own_link as link_of
from kizuna.people.signing_in import KIOSK
from kizuna.web.forms import AskForm


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a link to one's own data. The answer is the same for everybody."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        channel, address = form.cleaned_data["way"]
        # Too many from one place: the same page, and nothing is sent.
        if ratelimit.consume(request, action="own_link"):
            ask_for_link(channel=channel, address=address, by=request.viewer, now=timezone.now())
        return render(request, "web/asked_for_link.html", {"quick_exit": True})
    status = 422 if request.method == "POST" else 200
    return render(request, "web/ask.html", {"form": form, "quick_exit": True}, status=status)


@require_http_methods(["GET", "POST"])
def own_link(request: HttpRequest, token: str) -> HttpResponse:
    """A button that opens one's own data. Programs that look at links in mails do not press it."""
    now = timezone.now()
    if request.method == "GET" and link_of(request.viewer, token, now):
        return render(request, "web/own_link.html", {"quick_exit": True})
    person = open_own_link(token=token, by=request.viewer, now=now) if request.method == "POST" else ""
    if not person:
        return render(request, "web/own_link_over.html", status=410)
    _leave_account(request, now)
    at = now.timestamp()
    request.session[SESSION] = {"person": person, "since": at, "seen": at}
    return redirect("my_data")


def _leave_account(request: HttpRequest, now: datetime) -> None:
    """Whoever was signed in here is signed out; a shared computer stays a shared one."""
    kiosk = request.session.get(KIOSK)
    if request.viewer.account:
        record_log_out(by=request.viewer, now=now)
    logout(request)
    request.session.set_expiry(0)
    if kiosk:
        request.session[KIOSK] = kiosk


@require_POST
def done(request: HttpRequest) -> HttpResponse:
    """Leave one's own data: this browser forgets it at once."""
    if SESSION not in request.session:
        return redirect("my_data")
    if request.kiosk:
        return redirect("kiosk_done")
    request.session.flush()
    request.viewer = STRANGER
    return render(request, "web/done.html")
