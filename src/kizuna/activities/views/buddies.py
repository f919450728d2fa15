"""Members who meet newcomers at the door: their page, and what they and the organiser decide."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kizuna.access.viewer import Refused
from kizuna.activities import actions, queries


@require_safe
def buddies(request: HttpRequest, group: UUID) -> HttpResponse:
    """Whom one meets; for the organiser, everybody who wants to be met."""
    found = queries.buddies(request.viewer, group, timezone.now())
    return render(request, "activities/buddies.html", {"found": found})


@require_POST
def be_buddy(request: HttpRequest, group: UUID) -> HttpResponse:
    """A member meets newcomers from now on, or no more."""
    wish = request.POST.get("do") == "meet"
    actions.be_buddy(group=group, wish=wish, by=request.viewer, now=timezone.now())
    messages.success(request, _("Done. It counts from now on."))
    return redirect("activities:buddies", group)


@require_POST
def answer_greeting(request: HttpRequest, greeting: UUID) -> HttpResponse:
    """A buddy met the newcomer, or cannot."""
    group = queries.greeting_group(request.viewer, greeting)
    met = request.POST.get("do") == "met"
    actions.answer_greeting(greeting=greeting, met=met, by=request.viewer, now=timezone.now())
    messages.success(request, _("Thank you.") if met else _("Thank you. The organiser looks who else can."))
    return redirect("activities:buddies", group)


@require_POST
def choose_buddy(request: HttpRequest, greeting: UUID) -> HttpResponse:
    """An organiser asks one buddy to meet a newcomer."""
    group = queries.greeting_group(request.viewer, greeting)
    chosen = request.POST.get("buddy", "")
    try:
        member = int(chosen) if chosen.isdecimal() and len(chosen) < 16 else 0
        actions.choose_buddy(greeting=greeting, member=member, by=request.viewer, now=timezone.now())
        messages.success(request, _("They were told."))
    except Refused as why:
        messages.error(request, str(why))
    return redirect("activities:buddies", group)
