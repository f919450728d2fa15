"""Anybody tells us that a listing is wrong, or what it should say. It changes nothing by itself."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kizuna.access.viewer import Refused, Viewer
from kizuna.directory import actions, queries
from kizuna.directory.forms import ChangeForm, FaultForm
from kizuna.directory.listing import ServiceValue
from kizuna.directory.reading import level
from kizuna.directory.views.leading import leads_on

WORDS = ("listing:wrong", 20)
"""Words about listings, an hour and connection."""


@require_http_methods(["GET", "POST"])
@leads_on
def wrong(request: HttpRequest, id: UUID) -> HttpResponse:
    """“This is wrong”: what, in a few words, and how to hear back for whoever likes to."""
    now = timezone.now()
    service = queries.service(request.viewer, id, now)
    form = FaultForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if request.caller.too_often(*WORDS):
            return render(request, "frame/429.html", status=429)
        actions.report_fault(service=id, **form.cleaned_data, by=request.viewer, now=now)
        return redirect("directory:told", id)
    context = {"service": service, "form": form}
    return render(request, "directory/wrong.html", context, status=422 if form.errors else 200)


@require_safe
@leads_on
def told(request: HttpRequest, id: UUID) -> HttpResponse:
    """Thank you, and what happens next."""
    service = queries.service(request.viewer, id, timezone.now())
    return render(request, "directory/told.html", {"service": service})


def _change(request: HttpRequest, service: ServiceValue, by: Viewer, now: datetime) -> HttpResponse:
    there = queries.changeable(by, service.id)
    form = ChangeForm(
        request.POST if request.method == "POST" else None, there=there, country=settings.COUNTRY
    )
    read = []
    if request.POST.get("do") == "check" and form.is_valid():
        read = [
            {"label": form[key].label, "level": level(form.values[key], settings.LANGUAGE_CODE)}
            for key in ("service.description", "service.eligibility_description")
            if form.values.get(key)
        ]
    elif form.is_valid():
        if not by.token and request.caller.too_often(*WORDS):
            return render(request, "frame/429.html", status=429)
        said = {name: form.cleaned_data[name] for name in ("why", "reach")}
        try:
            actions.propose_change(service=service.id, values=form.values, **said, by=by, now=now)
            return redirect("directory:told", service.id)
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {"service": service, "form": form, "by_link": bool(by.token), "read": read}
    return render(request, "directory/change.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@leads_on
def change(request: HttpRequest, id: UUID) -> HttpResponse:
    """What the listing should say instead, by anybody."""
    now = timezone.now()
    return _change(request, queries.service(request.viewer, id, now), request.viewer, now)


@require_http_methods(["GET", "HEAD", "POST"])
def change_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same by the provider's link: the curator sees from whom it comes."""
    now = timezone.now()
    service, holder = queries.by_service_link(request.viewer, "change", token, now)
    return _change(request, service, holder, now)
