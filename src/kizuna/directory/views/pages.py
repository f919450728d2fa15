"""Public pages of services; the page where an administrator brings a package in."""

import io
from contextlib import suppress
from typing import BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kizuna.access.deeds import allow_some, may
from kizuna.access.viewer import Refused
from kizuna.directory import actions, files, package, queries, report
from kizuna.directory.forms import PackageForm
from kizuna.directory.needs import BY_CODE, GROUPS
from kizuna.frame.paging import page_of

SHOWN_FINDINGS = 100
_SENSITIVE = ("safety", "mood.crisis", "mood.addiction", "health.hiv")


def _sensitive(needs: tuple[str, ...]) -> bool:
    return any(code.startswith(_SENSITIVE) for code in needs)


@require_safe
def service(request: HttpRequest, id: UUID) -> HttpResponse:
    """Everything about one service."""
    now, viewer = timezone.now(), request.viewer
    value, cares = queries.service(viewer, id, now), may(viewer, "listing.care")
    if not cares:
        with suppress(DatabaseError):  # a site that moved writes nothing, and goes on showing
            actions.count_use(service=id, what="views", by=viewer, now=now)
    context = {"service": value, "quick_exit": _sensitive(value.needs), "may_care": cares}
    return render(request, "directory/service.html", context)


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """All services by name, or those for one need."""
    need = request.GET.get("need", "")
    need = need if need in BY_CODE else ""
    page = page_of(queries.how_many(request.viewer, need=need), request.GET.get("page"))
    now = timezone.now()
    context = {
        "page": page,
        "found": queries.listed(request.viewer, now=now, need=need, start=page.start, stop=page.stop),
        "need": BY_CODE.get(need),
        "groups": GROUPS,
        "may_care": may(request.viewer, "listing.care"),
        "may_import": may(request.viewer, "directory.import"),
        "quick_exit": _sensitive((need,)),
    }
    return render(request, "directory/services.html", context)


def _report(findings: tuple[package.Finding, ...]) -> HttpResponse:
    """What was found in a package, as a table to download."""
    text = io.StringIO()
    files.write_table(text, report.lines(findings))
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="findings.csv"'
    return answer


def _posted(request: HttpRequest, form: PackageForm) -> HttpResponse:
    """Check, report or import what was sent. Raises Refused with a sentence."""
    sent = form.cleaned_data["package"]
    loaded = files.load_upload(cast(BinaryIO, sent.file), sent.size)
    source = form.cleaned_data["source"]
    found = package.read(loaded.tables, source=source, country=settings.COUNTRY, sha256=loaded.sha256)
    doing = request.POST.get("do")
    if doing == "report":
        return _report(found.findings)
    done = None
    if doing == "import":
        done = actions.import_package(package=found, by=request.viewer, now=timezone.now())
    context = {
        "form": PackageForm(),
        "done": done,
        "counts": found.counts,
        "tables": done.tables if done else report.checked(found),
        "source": source,
        "notes": loaded.notes,
        "findings": found.findings[:SHOWN_FINDINGS],
        "all_findings": len(found.findings),
        "sources": queries.sources(request.viewer),
    }
    return render(request, "directory/import.html", context)


@require_http_methods(["GET", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """Bring a package in: check it first, download what was found, or import it."""
    allow_some(request.viewer, "directory.import")
    form = PackageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _posted(request, form)
        except Refused as refused:
            form.add_error("package", str(refused))
    context = {"form": form, "sources": queries.sources(request.viewer)}
    return render(request, "directory/import.html", context, status=422 if request.method == "POST" else 200)
