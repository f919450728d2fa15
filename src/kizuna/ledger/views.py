"""The ledger for administrators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kizuna.access.deeds import allow
from kizuna.ledger import queries
from kizuna.ledger.forms import Wanted

LINES = 50
SHOWN = 10
"""Faults that the page names; the command names all."""


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """How the chain stands, and the newest lines: identifiers only."""
    viewer = request.viewer
    allow(viewer, "ledger.see")
    form = Wanted(request.GET)
    lines, more = queries.recent(viewer, **form.wanted(), limit=LINES) if form.is_valid() else ([], 0)
    verified = queries.last_verification(viewer)
    context = {
        "form": form,
        "lines": lines,
        "more": more,
        "state": queries.state(viewer),
        "verified": verified,
        "faults": verified.faults[:SHOWN] if verified else (),
        "now": timezone.now(),
    }
    return render(request, "ledger/ledger.html", context, status=422 if form.errors else 200)
