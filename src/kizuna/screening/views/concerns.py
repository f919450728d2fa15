"""A safety concern for those who work here: take it, ring, close it with what was done."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kizuna.access.deeds import may
from kizuna.ledger.actions import looked
from kizuna.people.queries import profiles
from kizuna.places.queries import area
from kizuna.screening import actions, queries
from kizuna.screening.forms import WhatWasDone


@require_http_methods(["GET", "HEAD", "POST"])
def concern(request: HttpRequest, concern: UUID) -> HttpResponse:
    """Who and how to reach them only for the one who took it."""
    viewer, now = request.viewer, timezone.now()
    found = queries.concern(viewer, concern, now)
    form = WhatWasDone(request.POST if request.POST.get("do") == "close" else None)
    if request.POST.get("do") == "take":
        actions.take_concern(
            concern=concern, instead_of=request.POST.get("instead_of", ""), by=viewer, now=now
        )
        return redirect("screening:concern", concern)
    if form.is_valid():
        actions.close_concern(concern=concern, what=form.cleaned_data["what"], by=viewer, now=now)
        return redirect("screening:concern", concern)
    if found.kinds:
        looked(at_what=f"screening.Concern:{found.id}", person=found.person, by=viewer, now=now)
    context = {
        "concern": found,
        "form": form,
        "area": area(viewer, found.area),
        "mine": bool(found.kinds),
        "supported": bool(found.person and may(viewer, "person.see") and profiles(viewer, [found.person])),
    }
    return render(request, "screening/concern.html", context, status=422 if form.errors else 200)


@require_POST
def contact_done(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Somebody who waited has been contacted."""
    actions.answer_contact(request=request_id, by=request.viewer, now=timezone.now())
    return redirect("referrals:today")
