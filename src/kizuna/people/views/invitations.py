"""Accepting an invitation to work here."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kizuna.people import actions, queries
from kizuna.people.forms import AcceptForm
from kizuna.people.words import ROLE_WORDS


@require_http_methods(["GET", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation; then one signs in by a code to the invited address."""
    now = timezone.now()
    found = queries.invitation_of(request.viewer, token, now)
    form = AcceptForm(request.POST if request.method == "POST" else None, initial={"name": found.name})
    if form.is_valid():
        actions.accept_invitation(token=token, name=form.cleaned_data["name"], by=request.viewer, now=now)
        messages.success(request, _("Your account is ready. Get a code to sign in for the first time."))
        return redirect("account_request_login_code")
    context = {"form": form, "role": ROLE_WORDS[found.role], "email": found.email}
    return render(request, "people/invited.html", context, status=422 if request.method == "POST" else 200)
