"""For whatever watches over the server, and for whoever runs it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kizuna.web import queries


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


@require_safe
def operation(request: HttpRequest) -> HttpResponse:
    """What to look at each week, what was found, and what each finding means."""
    context = queries.operation_page(request.viewer, timezone.now())
    return render(request, "web/operation.html", {"page": context})
