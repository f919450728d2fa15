"""Entries that may be one: a list, two beside each other, and the way back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Refused
from kizuna.directory import actions, queries
from kizuna.frame.paging import page_of

PER_PAGE = 25


@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs that wait for a curator, most likely first; the latest merges, to be undone."""
    allow_some(request.viewer, "listing.care")
    total = queries.how_many_alike(request.viewer)
    page = page_of(total, request.GET.get("page"), PER_PAGE)
    context = {
        "pairs": queries.alike(request.viewer, start=page.start, stop=page.stop),
        "total": total,
        "page": page,
        "merges": queries.merges(request.viewer),
        "apart": queries.apart(request.viewer),
    }
    return render(request, "directory/duplicates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def duplicate(request: HttpRequest, alike: UUID) -> HttpResponse:
    """Two entries beside each other: put together, field by field, or said to be two."""
    viewer, now, answer = request.viewer, timezone.now(), request.POST.get("answer")
    found, wrong = queries.pair(viewer, alike), ""
    if answer == "two":
        actions.say_apart(pair=alike, by=viewer, now=now)
        messages.success(request, _("Saved. These two are not shown together again."))
        return redirect("directory:duplicates")
    if answer == "one":
        take = [line.column for line in found.lines if request.POST.get(f"take-{line.column}") == "two"]
        both = {"keep": found.one.id, "other": found.two.id}
        try:
            actions.join_entries(kind=found.kind, **both, take=take, by=viewer, now=now)
            messages.success(request, _("Saved. The two are one now. You can undo this below."))
            return redirect("directory:duplicates")
        except Refused as refused:
            wrong = str(refused)
    elif request.method == "POST":
        wrong = _("Choose one of the two answers below.")
    context = {"pair": found, "wrong": wrong}
    return render(request, "directory/duplicate.html", context, status=422 if wrong else 200)


@require_POST
def undo_join(request: HttpRequest, join: UUID) -> HttpResponse:
    """Two entries again, as they were."""
    try:
        actions.undo_join(join=join, by=request.viewer, now=timezone.now())
        messages.success(request, _("Saved. These are two again, as they were."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("directory:duplicates")


@require_POST
def ask_again(request: HttpRequest, alike: UUID) -> HttpResponse:
    """A pair that was called two waits again."""
    actions.ask_again(pair=alike, by=request.viewer, now=timezone.now())
    messages.success(request, _("Saved. This pair waits again."))
    return redirect("directory:duplicate", alike)
