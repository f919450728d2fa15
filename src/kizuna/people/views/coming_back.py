"""A link worker writes down that somebody wants support again: the person reads a code out to them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Refused
from kizuna.people import actions
from kizuna.people.forms import BackCodeForm, BackForm


@require_http_methods(["GET", "HEAD", "POST"])
def coming_back(request: HttpRequest) -> HttpResponse:
    """Ask who it is; then for the code that they got, and how they said it."""
    allow_some(request.viewer, "consent.hear")
    if request.method == "POST" and "token" in request.POST:
        return _agree(request)
    form, token = BackForm(request.POST if request.method == "POST" else None), ""
    if form.is_valid():
        channel, address = form.cleaned_data["way"]
        said: dict[str, Any] = {"name": form.cleaned_data["name"], "channel": channel, "address": address}
        try:
            token = actions.ask_back(**said, by=request.viewer, now=timezone.now())
        except Refused as why:
            form.add_error(None, str(why))
    if token:
        return _page(request, BackCodeForm(initial={"token": token}))
    return _page(request, form)


def _agree(request: HttpRequest) -> HttpResponse:
    form = BackCodeForm(request.POST)
    if form.is_valid():
        person = actions.come_back(**form.cleaned_data, by=request.viewer, now=timezone.now())
        if person:
            messages.success(request, _("Written down. They can take it back at any time."))
            return redirect("people:person", person=person)
        form.refuse()
    return _page(request, form)


def _page(request: HttpRequest, form: Any) -> HttpResponse:
    context = {"form": form, "sent": isinstance(form, BackCodeForm)}
    return render(request, "people/coming_back.html", context, status=422 if form.errors else 200)
