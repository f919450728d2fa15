"""Working through worries: take one, find out whom it is about, close it with what came of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kizuna.access.deeds import may
from kizuna.people.queries import find
from kizuna.places.queries import area, areas
from kizuna.screening import actions, queries
from kizuna.screening.forms import WorryOutcome

FEW = 6


@require_safe
def worries(request: HttpRequest) -> HttpResponse:
    """The open worries near by."""
    found = queries.worries(request.viewer, timezone.now())
    names = {one.id: one.name for one in areas(request.viewer)}
    return render(request, "screening/worries.html", {"found": [(one, names[one.area]) for one in found]})


@require_http_methods(["GET", "HEAD", "POST"])
def worry(request: HttpRequest, worry: UUID) -> HttpResponse:
    """What was told only for the one who took it."""
    viewer, now = request.viewer, timezone.now()
    found = queries.worry(viewer, worry, now)
    does = request.POST.get("do")
    if does == "take":
        before = request.POST.get("instead_of", "")
        actions.take_worry(worry=worry, instead_of=before, by=viewer, now=now)
        return redirect("screening:worry", worry)
    if does == "link":
        actions.link_worry(worry=worry, person=request.POST.get("person", ""), by=viewer, now=now)
        return redirect("screening:worry", worry)
    form = WorryOutcome(request.POST if does == "close" else None)
    if form.is_valid():
        actions.close_worry(worry=worry, **form.cleaned_data, by=viewer, now=now)
        messages.success(request, _("Closed. It is kept for a year."))
        return redirect("screening:worry", worry)
    looks = may(viewer, "person.see")
    sought = request.POST.get("sought", "")[:200] if does == "find" else ""
    context = {
        "found": found,
        "form": form,
        "area": area(viewer, found.area),
        "looks": looks,
        "sought": sought,
        "people": find(viewer, sought, FEW) if looks and sought and found.told else [],
    }
    return render(request, "screening/worry.html", context, status=422 if form.errors else 200)
