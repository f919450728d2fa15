"""Workshops: the organiser says what is to be learnt; whoever has a place says how sure they feel."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kizuna.activities import actions, queries
from kizuna.activities.forms import RateForm, WorkshopForm
from kizuna.activities.seats import moment


@require_http_methods(["GET", "HEAD", "POST"])
def workshop(request: HttpRequest, event: UUID, at: int) -> HttpResponse:
    """What is to be learnt at a date, and before and after of those who came."""
    now = timezone.now()
    found, figures = queries.kept_workshop(request.viewer, event, at)
    form = WorkshopForm(
        request.POST if request.method == "POST" else None,
        initial={"skills": list(found.skills), "materials": found.materials},
    )
    if form.is_valid():
        said = form.cleaned_data
        actions.keep_workshop(event=event, starts_at=moment(at), **said, by=request.viewer, now=now)
        messages.success(request, _("It is kept."))
        return redirect("activities:workshop", event, at)
    context = {"workshop": found, "figures": figures, "form": form, "at": at}
    return render(request, "activities/workshop.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """How sure somebody feels, before or after a workshop, by the key to their place."""
    now = timezone.now()
    found, holder = queries.seat(request.viewer, token, now)
    asked = queries.to_rate(holder, found.id, now)
    form = RateForm(
        request.POST if request.method == "POST" else None,
        skills=asked.workshop.skills,
        before=asked.said,
        may_keep=asked.may_keep and asked.moment == "after",
    )
    if form.is_valid():
        keep = bool(form.cleaned_data.get("keep"))
        actions.rate_workshop(seat=found.id, said=form.said(), keep=keep, by=holder, now=now)
        messages.success(request, _("It is kept."))
        return redirect("activities:seat", token)
    context = {"asked": asked, "form": form, "token": token}
    return render(request, "activities/rate.html", context, status=422 if form.errors else 200)
