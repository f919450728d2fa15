"""Where a curator brings a package in: sent, looked through in the background, then written."""

import io
from pathlib import PurePosixPath
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Refused
from kizuna.directory import actions, files, queries, report
from kizuna.directory.forms import PackageForm

SHOWN = 100


@require_http_methods(["GET", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """Send a package: to be looked through, or to be written at once."""
    allow_some(request.viewer, "directory.import")
    form = PackageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["package"]
        brought = actions.bring_package(
            ending=PurePosixPath(sent.name).suffix.lower(),
            source=form.cleaned_data["source"],
            content=sent.read(),
            at_once=request.POST.get("do") == "import",
            by=request.viewer,
            now=timezone.now(),
        )
        return redirect("directory:package", brought)
    context = {"form": form, "sources": queries.sources(request.viewer)}
    return render(request, "directory/import.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def package_page(request: HttpRequest, brought: UUID) -> HttpResponse:
    """How far a package is, then what came of it; a press writes what was looked through."""
    found, wrong = queries.brought_package(request.viewer, brought), ""
    if request.method == "POST":
        try:
            actions.import_brought(brought=brought, by=request.viewer, now=timezone.now())
            return redirect("directory:package", brought)
        except Refused as refused:
            wrong = str(refused)
    context = {
        "package": found,
        "wrong": wrong,
        "step": 0 if found.percent is None else 1 + found.percent * 4 // 100,
        "findings": found.findings[:SHOWN],
        "all_findings": len(found.findings),
    }
    return render(request, "directory/package.html", context, status=422 if wrong else 200)


@require_safe
def package_findings(request: HttpRequest, brought: UUID) -> HttpResponse:
    """Everything that was found in a package, as a table to download."""
    text = io.StringIO()
    files.write_table(text, report.lines(queries.brought_findings(request.viewer, brought)))
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="findings.csv"'
    return answer
