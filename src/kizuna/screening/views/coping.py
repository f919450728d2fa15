"""Short pages that are always at hand, and where a site keeps its own."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kizuna.access.deeds import allow
from kizuna.directory.needs import BY_CODE, GROUPS
from kizuna.screening import actions, queries
from kizuna.screening.forms import OwnPage
from kizuna.screening.views.crisis import numbers


@require_safe
def coping(request: HttpRequest) -> HttpResponse:
    """All pages, or with ?need= those of one need."""
    need = request.GET.get("need", "")
    need = need if need in BY_CODE else ""
    every = queries.coping_pages(request.viewer, get_language() or "")
    named = {code.partition(".")[0] for page in every for code in page.needs}
    context = {
        "pages": queries.coping_pages(request.viewer, get_language() or "", need) if need else every,
        "groups": [group for group in GROUPS if group.code in named],
        "need": need,
        "label": BY_CODE[need].label if need else "",
    }
    return render(request, "screening/coping.html", context)


@require_safe
def coping_page(request: HttpRequest, page: str) -> HttpResponse:
    """One page with the crisis numbers. Nothing is kept of who reads it."""
    found = queries.coping_page(request.viewer, page)
    context = {**numbers(request), "page": found, "quick_exit": True}
    return render(request, "screening/coping_page.html", context)


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Every page with its language, whether it is shown, and when somebody looked it over."""
    found = queries.coping_library(request.viewer, timezone.localdate())
    return render(request, "screening/library.html", {"pages": found})


@require_http_methods(["GET", "HEAD", "POST"])
def library_new(request: HttpRequest) -> HttpResponse:
    """Write a page of the site's own."""
    allow(request.viewer, "coping.keep")
    sent = request.POST if request.method == "POST" else None
    return _kept(request, uuid4(), OwnPage(sent, initial={"language": get_language()}), "")


@require_http_methods(["GET", "HEAD", "POST"])
def library_page(request: HttpRequest, page: UUID) -> HttpResponse:
    """Change a page of the site's own."""
    draft = queries.coping_draft(request.viewer, page)
    form = OwnPage(request.POST if request.method == "POST" else None, initial=draft)
    return _kept(request, page, form, str(draft["title"]))


def _kept(request: HttpRequest, page: UUID, form: OwnPage, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        actions.keep_coping(page=page, **form.cleaned_data, by=request.viewer, now=timezone.now())
        messages.success(request, gettext("Saved. Readers see it now."))
        return redirect("screening:library")
    context = {"form": form, "title": title}
    return render(request, "screening/library_page.html", context, status=422 if form.errors else 200)


@require_POST
def library_show(request: HttpRequest, page: str) -> HttpResponse:
    """Show or hide a page."""
    shown = request.POST.get("do") == "show"
    actions.show_coping(code=page, shown=shown, by=request.viewer, now=timezone.now())
    return redirect("screening:library")
