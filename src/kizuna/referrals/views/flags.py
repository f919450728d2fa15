"""Safeguarding flags: raise one, read it with everybody who has, close it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Refused
from kizuna.ledger.actions import looked
from kizuna.people.queries import profile
from kizuna.referrals import actions, queries
from kizuna.referrals.forms import CloseFlagForm, FlagForm


@require_http_methods(["GET", "HEAD", "POST"])
def raise_flag(request: HttpRequest, person: UUID) -> HttpResponse:
    """Write down what worries you about somebody's safety."""
    viewer, now = request.viewer, timezone.now()
    allow_some(viewer, "flag.raise")
    who = profile(viewer, person)
    form = FlagForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.raise_flag(person=who.id, **form.cleaned_data, by=viewer, now=now)
        except Refused as refused:
            form.add_error(None, _(str(refused)))
        else:
            messages.success(
                request, _("It stands on their page now, and whoever is on duty is asked to look.")
            )
            return redirect("referrals:person", who.id)
    looked(at_what="referrals.flag", person=who.id, by=viewer, now=now)
    context = {"who": who, "form": form}
    return render(request, "referrals/flag_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: HttpRequest, flag: UUID) -> HttpResponse:
    """One flag and who has read it; whoever opens it stands there from then on. The POST closes it."""
    viewer, now = request.viewer, timezone.now()
    if request.method != "POST":
        actions.flag_seen(flag=flag, by=viewer, now=now)
    found = queries.flag(viewer, flag)
    form = CloseFlagForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.close_flag(flag=found.id, **form.cleaned_data, by=viewer, now=now)
        except Refused as refused:
            form.add_error(None, _(str(refused)))
        else:
            return redirect("referrals:flag", found.id)
    who = profile(viewer, found.person)
    looked(at_what=f"referrals.Flag:{found.id}", person=who.id, by=viewer, now=now)
    context = {"flag": found, "who": who, "form": None if found.closed_at else form}
    return render(request, "referrals/flag.html", context, status=422 if form.errors else 200)
