"""The curator's pages: what needs care, and one listing with all that waits for a decision."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from kizuna.access.deeds import allow_some, may
from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.directory import actions, queries
from kizuna.directory.care import LABELS, REASONS
from kizuna.directory.views.leading import leads_on
from kizuna.frame.paging import page_of

PER_PAGE = 25
Deed = Callable[[HttpRequest, UUID, Viewer, datetime], object]


@require_safe
def care(request: HttpRequest) -> HttpResponse:
    """Listings that need care, worst first; all, or for one reason."""
    allow_some(request.viewer, "listing.care")
    about = request.GET.get("about", "")
    about = about if about in REASONS else ""
    every, counts = queries.care_counts(request.viewer)
    total = next((n for reason, n in counts.items() if reason == about), every)
    page = page_of(total, request.GET.get("page"), PER_PAGE)
    lines = queries.care_lines(
        request.viewer, now=timezone.now(), reason=about, start=page.start, stop=page.stop
    )
    context = {
        "lines": lines,
        "page": page,
        "about": about,
        "about_label": next((LABELS[reason] for reason in REASONS if reason == about), ""),
        "every": every,
        "unwell": queries.unwell_feeds(request.viewer),
        "may_feed": may(request.viewer, "feed.keep"),
        "twice": queries.how_many_alike(request.viewer),
        "counts": [(reason, LABELS[reason], n) for reason, n in counts.items() if n or reason == about],
    }
    return render(request, "directory/care.html", context)


def _accept(request: HttpRequest, id: UUID, by: Viewer, now: datetime) -> None:
    said = {"field": request.POST.get("field", ""), "seen": request.POST.get("seen")}
    actions.decide_change(accept=True, **said, by=by, now=now)


def _refuse(request: HttpRequest, id: UUID, by: Viewer, now: datetime) -> None:
    actions.decide_change(field=request.POST.get("field", ""), accept=False, by=by, now=now)


def _undo(request: HttpRequest, id: UUID, by: Viewer, now: datetime) -> None:
    actions.undo_change(field=request.POST.get("field", ""), by=by, now=now)


def _close(request: HttpRequest, id: UUID, by: Viewer, now: datetime) -> None:
    actions.close_fault(fault=request.POST.get("fault", ""), by=by, now=now)


def _confirm(request: HttpRequest, id: UUID, by: Viewer, now: datetime) -> None:
    actions.confirm_service(service=id, by=by, now=now)


def _ask(request: HttpRequest, id: UUID, by: Viewer, now: datetime) -> None:
    actions.ask_about(service=id, by=by, now=now)


def _hide(request: HttpRequest, id: UUID, by: Viewer, now: datetime) -> None:
    place = request.POST.get("place", "")
    actions.keep_secret(service=id, place=place, secret=True, by=by, now=now)


def _tell(request: HttpRequest, id: UUID, by: Viewer, now: datetime) -> None:
    place = request.POST.get("place", "")
    actions.keep_secret(service=id, place=place, secret=False, by=by, now=now)


def _ended(request: HttpRequest, id: UUID, by: Viewer, now: datetime) -> None:
    actions.settle_gone(service=id, ended=True, by=by, now=now)


def _offered(request: HttpRequest, id: UUID, by: Viewer, now: datetime) -> None:
    actions.settle_gone(service=id, ended=False, by=by, now=now)


DEEDS: dict[str, Deed] = {
    "accept": _accept,
    "refuse": _refuse,
    "undo": _undo,
    "close": _close,
    "confirm": _confirm,
    "ask": _ask,
    "hide": _hide,
    "tell": _tell,
    "ended": _ended,
    "offered": _offered,
}
"""What the buttons of the page say in `do`: each is one action."""


@require_http_methods(["GET", "POST"])
@leads_on
def care_of(request: HttpRequest, id: UUID) -> HttpResponse:
    """One listing: what people say about it, what they propose, and what was decided."""
    now, viewer, refused = timezone.now(), request.viewer, ""
    found = queries.under_care(viewer, id, now)
    if request.method == "POST":
        try:
            if deed := DEEDS.get(request.POST.get("do", "")):
                deed(request, id, viewer, now)
                return redirect("directory:care_of", id)
        except Refused as wrong:
            refused = str(wrong)
        except NotFound:
            refused = gettext("This is not there any more.")
        found = queries.under_care(viewer, id, now)
    context = {
        "found": found,
        "service": found.listing,
        "refused": refused,
        "languages": queries.languages_to_translate(viewer),
    }
    return render(request, "directory/care_of.html", context, status=422 if request.method == "POST" else 200)
