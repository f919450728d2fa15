"""For whatever watches over the server, and for whoever runs it."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kizuna.web import queries
from kizuna.web.meters import CONTENT_TYPE, text

PASSED_ON = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")
"""What a proxy adds: behind one on this machine, everybody seems to sit here."""


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether visitors may be sent here: the database answers and is of this version."""
    found = queries.readiness(request.viewer, timezone.now())
    said = {
        "ready": found.ready,
        "database": "answers" if found.database else "away",
        "migrations": "missing" if found.behind else "applied" if found.database else "unknown",
        "worker": "working" if found.worker else "silent",
    }
    return JsonResponse(said, status=200 if found.ready else 503)


def _here(request: HttpRequest) -> bool:
    """Whether the request comes from this machine itself."""
    if any(request.headers.get(name) for name in PASSED_ON):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus: from this machine, or with the token of KIZUNA_METRICS_TOKEN."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip() if kind.lower() == "bearer" else ""
    now = timezone.now()
    found = queries.watched(request.viewer, now, token=token, here=_here(request))
    return HttpResponse(text(found, settings.METRICS_FOLDER, now), content_type=CONTENT_TYPE)


@require_safe
def operation(request: HttpRequest) -> HttpResponse:
    """What to look at each week, what was found, and what each finding means."""
    context = queries.operation_page(request.viewer, timezone.now())
    return render(request, "web/operation.html", {"page": context})
