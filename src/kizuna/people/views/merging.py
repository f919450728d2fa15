"""Records that may be one person: a list, two beside each other, and the way back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kizuna.ledger.actions import looked
from kizuna.people import actions, queries


@require_safe
def doubles(request: HttpRequest) -> HttpResponse:
    """Pairs that wait for a human, most likely first."""
    return render(request, "people/doubles.html", {"pairs": queries.doubles(request.viewer)})


@require_http_methods(["GET", "HEAD", "POST"])
def double(request: HttpRequest, pair: UUID) -> HttpResponse:
    """Two records beside each other: put together, field by field, or said to be two people."""
    viewer, now = request.viewer, timezone.now()
    found = queries.pair(viewer, pair)
    lines = queries.side_by_side(viewer, found.one.id, found.two.id)
    for each in (found.one, found.two):
        looked(at_what="people.double", person=each.id, by=viewer, now=now)
    if request.method == "POST" and request.POST.get("answer") == "two":
        actions.say_different(pair=pair, by=viewer, now=now)
        messages.success(request, _("Saved. These two are not shown together again."))
        return redirect("people:doubles")
    if request.method == "POST" and request.POST.get("answer") == "one":
        take = [line.field for line in lines if request.POST.get(f"take-{line.field}") == "two"]
        actions.merge_persons(keep=found.one.id, other=found.two.id, take=take, by=viewer, now=now)
        messages.success(request, _("Saved. The two records are one now. You can undo this below."))
        return redirect("people:person", person=found.one.id)
    context = {"pair": found, "lines": lines, "missing": request.method == "POST"}
    return render(request, "people/double.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def undo(request: HttpRequest, merge: UUID) -> HttpResponse:
    """Two records again, as they were."""
    actions.undo_merge(merge=merge, by=request.viewer, now=timezone.now())
    messages.success(request, _("Saved. These are two people again, as they were."))
    return redirect("people:doubles")
