"""Breaking the glass: say why, look for a while, and have it reviewed by a second person."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kizuna.access.deeds import allow_some, fresh_sign_in
from kizuna.access.viewer import Refused
from kizuna.people import actions, queries
from kizuna.people.forms import BreakGlass, ReviewGlass


@require_http_methods(["GET", "HEAD", "POST"])
def glass(request: HttpRequest) -> HttpResponse:
    """Say whom and why; what is still open."""
    viewer, now = request.viewer, timezone.now()
    allow_some(viewer, "glass.break")
    fresh_sign_in(viewer)
    form = BreakGlass(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            opened = actions.break_glass(**form.cleaned_data, by=viewer, now=now)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("people:through_glass", opened)
    to_say = queries.glasses_to_say(viewer)
    context = {"form": form, "live": queries.own_glasses(viewer, now), "to_say": to_say}
    return render(request, "people/glass.html", context, status=422 if form.errors else 200)


@require_POST
def glass_said(request: HttpRequest, glass: UUID) -> HttpResponse:
    """Somebody told the person themselves."""
    actions.say_glass(glass=glass, by=request.viewer, now=timezone.now())
    messages.success(request, _("Thank you. It is noted."))
    return redirect("people:glass")


@require_safe
def through_glass(request: HttpRequest, glass: UUID) -> HttpResponse:
    """What shows, until the time is over. Each look is noted before anything is shown."""
    viewer, now = request.viewer, timezone.now()
    allow_some(viewer, "glass.break")
    fresh_sign_in(viewer)
    actions.look_through(glass=glass, by=viewer, now=now)
    held, seen = queries.through_glass(viewer, glass, now)
    return render(request, "people/through_glass.html", {"glass": held, "seen": seen, "quick_exit": True})


@require_safe
def glass_reviews(request: HttpRequest) -> HttpResponse:
    """The looks that wait for a second person."""
    now = timezone.now()
    found = [(one, one.overdue(now)) for one in queries.glasses_to_review(request.viewer)]
    return render(request, "people/glass_reviews.html", {"found": found})


@require_http_methods(["GET", "HEAD", "POST"])
def glass_review(request: HttpRequest, glass: UUID) -> HttpResponse:
    """Say whether it was needed."""
    viewer = request.viewer
    found = queries.glass_to_review(viewer, glass)
    form = ReviewGlass(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.review_glass(glass=glass, **form.cleaned_data, by=viewer, now=timezone.now())
        messages.success(request, _("Reviewed."))
        return redirect("people:glass_reviews")
    context = {"found": found, "form": form}
    return render(request, "people/glass_review.html", context, status=422 if form.errors else 200)
