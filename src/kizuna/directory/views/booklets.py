"""Print and take away: booklets, tables and the whole package, for anybody."""

from collections.abc import Iterator
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from kizuna.access.viewer import Refused
from kizuna.directory import actions, queries
from kizuna.directory.booklet import AT_ONCE
from kizuna.directory.forms import BookletForm
from kizuna.directory.needs import BY_CODE
from kizuna.places.queries import areas

FILE = {"pdf": "application/pdf", "zip": "application/zip", "csv": "text/csv; charset=utf-8"}

MOST = 30
"""Booklets, an hour and connection."""


def _file(content: bytes, ending: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=FILE[ending])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _form(request: HttpRequest) -> BookletForm:
    known = [(one.id, one.name) for one in areas(request.viewer)]
    need = request.GET.get("need", "")
    start = {
        "language": get_language() or settings.LANGUAGE_CODE,
        "need": need if need in BY_CODE else "",
        "area": request.GET.get("area", ""),
    }
    return BookletForm(request.POST if request.method == "POST" else None, areas=known, initial=start)


@require_http_methods(["GET", "POST"])
def booklet(request: HttpRequest) -> HttpResponse:
    """Choose a need, an area, a language and a size. Short ones come at once, long ones in a moment."""
    form, now = _form(request), timezone.now()
    if form.is_valid():
        if request.caller.too_often("listing:booklet", MOST):
            return render(request, "frame/429.html", status=429)
        try:
            number = queries.how_many_to_print(request.viewer, form.chosen)
            if not number:
                raise Refused(gettext("There is nothing to print for this. Choose something else."))
            if number > AT_ONCE:
                made = actions.ask_for_booklet(chosen=form.chosen, by=request.viewer, now=now)
                return redirect("directory:made_booklet", made)
            found = queries.booklet(request.viewer, form.chosen, now=now)
            return _file(queries.booklet_pdf(request.viewer, found), "pdf", "booklet")
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "directory/booklet.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def made_booklet(request: HttpRequest, id: UUID) -> HttpResponse:
    """How far a long booklet is, then the way to it."""
    found = queries.booklet_state(request.viewer, id)
    context = {
        "booklet": found,
        "need": BY_CODE.get(found.chosen.need),
        "step": 0 if found.percent is None else 1 + found.percent * 4 // 100,
        "megabytes": found.size / 1_000_000,
    }
    return render(request, "directory/made_booklet.html", context)


@require_safe
def booklet_file(request: HttpRequest, id: UUID) -> HttpResponse:
    """A long booklet that is ready: one PDF, or a zip of several."""
    content, ending = queries.booklet_content(request.viewer, id)
    return _file(content, ending, "booklet")


def _streamed(pieces: Iterator[bytes], ending: str, name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(pieces, content_type=FILE[ending])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_safe
def services_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All services, or those for one need, as one table for a spreadsheet."""
    need = request.GET.get("need", "")
    need = need if need in BY_CODE else ""
    rows = queries.table_for_people(
        request.viewer, need=need, language=get_language() or settings.LANGUAGE_CODE, now=timezone.now()
    )
    return _streamed((piece.encode() for piece in rows), "csv", "services")


@require_safe
def package_zip(request: HttpRequest) -> StreamingHttpResponse:
    """The whole public directory as an HSDS 3.1 data package."""
    return _streamed(queries.packed(request.viewer), "zip", "hsds-3.1")
