"""Setting up and taking out a second factor, behind a recent sign-in; where one is signed in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import get_adapter
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kizuna.access.viewer import ConfirmFirst, LogInFirst
from kizuna.people import queries
from kizuna.people.actions import end_sessions
from kizuna.people.signing_in import fresh

View = Callable[..., HttpResponseBase]


def _fresh_only(view: View) -> View:
    """A page of the library that only opens shortly after signing in, whatever the library thinks."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            raise LogInFirst("account.factor")
        records = get_authentication_records(request, request.user)
        if not fresh(records, timezone.now(), settings.FRESH_FOR):
            raise ConfirmFirst("account.factor")
        return view(request, *args, **kwargs)

    return guarded


activate_app = _fresh_only(totp.activate_totp)
remove_app = _fresh_only(totp.deactivate_totp)
spare_codes = _fresh_only(recovery.view_recovery_codes)
new_spare_codes = _fresh_only(recovery.generate_recovery_codes)
change_phone = _fresh_only(account.change_phone)
add_passkey = _fresh_only(webauthn.add_webauthn)


class _RemovePasskey(webauthn.RemoveWebAuthnView):
    """The library lets the last passkey go without asking whether its owner needs one."""

    def form_valid(self, form: Any) -> HttpResponse:
        if not get_adapter().can_delete_authenticator(self.get_object()):
            messages.error(self.request, _("Set up an app or another passkey first."))
            return redirect("mfa_index")
        found: HttpResponse = super().form_valid(form)
        return found


remove_passkey = _fresh_only(_RemovePasskey.as_view())


@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where the account is signed in; signs it out elsewhere, or everywhere."""
    viewer = request.viewer
    if viewer.role == "stranger":
        raise LogInFirst("account.sessions")
    here = request.session.session_key or ""
    if request.method == "GET":
        found = queries.sessions(viewer, here)
        return render(request, "people/sessions.html", {"sessions": found})
    everywhere = request.POST.get("which") == "all"
    end_sessions(account=viewer.account, keep="" if everywhere else here, by=viewer, now=timezone.now())
    if everywhere:
        logout(request)
        return redirect("home")
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("sessions")
