"""Public pages of services."""

from contextlib import suppress
from uuid import UUID

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kizuna.access.deeds import may
from kizuna.directory import actions, queries
from kizuna.directory.needs import BY_CODE, GROUPS
from kizuna.frame.paging import page_of

_SENSITIVE = ("safety", "mood.crisis", "mood.addiction", "health.hiv")


def _sensitive(needs: tuple[str, ...]) -> bool:
    return any(code.startswith(_SENSITIVE) for code in needs)


@require_safe
def service(request: HttpRequest, id: UUID) -> HttpResponse:
    """Everything about one service."""
    now, viewer = timezone.now(), request.viewer
    original = "original" in request.GET
    value, cares = queries.service(viewer, id, now, original=original), may(viewer, "listing.care")
    if value.withdrawn and (there := queries.survivor(viewer, "service", id)):
        return redirect("directory:service", there)
    if not cares:
        with suppress(DatabaseError):  # a site that moved writes nothing, and goes on showing
            actions.count_use(service=id, what="views", by=viewer, now=now)
    context = {
        "service": value,
        "quick_exit": _sensitive(value.needs),
        "may_care": cares,
        "original": original,
    }
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
        "may_map": may(request.viewer, "need.map"),
        "quick_exit": _sensitive((need,)),
    }
    return render(request, "directory/services.html", context)
