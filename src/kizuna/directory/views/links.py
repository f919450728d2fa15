"""What a provider does by a link, without an account. Looking changes nothing: a button does."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kizuna.access.viewer import Refused, Viewer
from kizuna.directory import actions, queries
from kizuna.directory.capacity import STATES
from kizuna.directory.forms import RoomForm
from kizuna.directory.listing import ServiceValue
from kizuna.directory.views.leading import leads_on


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_link(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that a letter asks about, and one button that says it is right."""
    now = timezone.now()
    found, holder = queries.confirmation(request.viewer, token, now)
    if request.method == "POST":
        actions.confirm_letter(confirmation=found.id, by=holder, now=now)
        return redirect("directory:confirm_link", token)
    return render(request, "directory/confirm.html", {"asked": found})


def _room(
    request: HttpRequest, service: ServiceValue, by: Viewer, now: datetime, here: tuple[Any, ...]
) -> HttpResponse:
    """Four big buttons for each unit; one tap saves."""
    form = RoomForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.set_capacity(service=service.id, **form.cleaned_data, by=by, now=now)
            return redirect(*here)
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {
        "service": service,
        "form": form,
        "states": STATES,
        "units": [""] if not service.units else [word.unit for word in service.units],
        "saved": service.capacity.updated is not None,
    }
    return render(request, "directory/room_page.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def room_link(request: HttpRequest, token: str) -> HttpResponse:
    """Whether a service has room now, by its provider's link."""
    now = timezone.now()
    service, holder = queries.by_service_link(request.viewer, "room", token, now)
    return _room(request, service, holder, now, ("directory:room_link", token))


@require_http_methods(["GET", "POST"])
@leads_on
def room(request: HttpRequest, id: UUID) -> HttpResponse:
    """The same with an account: the provider's, or a curator's."""
    now = timezone.now()
    service = queries.to_keep(request.viewer, id, now)
    return _room(request, service, request.viewer, now, ("directory:room", id))


@require_POST
@leads_on
def confirm(request: HttpRequest, id: UUID) -> HttpResponse:
    """This listing is right today, says its provider or a curator who signed in."""
    actions.confirm_service(service=id, by=request.viewer, now=timezone.now())
    return redirect("directory:service", id)
