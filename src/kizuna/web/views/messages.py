"""What became of messages, and messages to many, for those who answer for them."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kizuna.access.deeds import allow
from kizuna.outbox import queries as outbox
from kizuna.outbox.message import RunValue
from kizuna.outbox.states import LABELS, RUN_LABELS
from kizuna.web import actions
from kizuna.web.forms import DecideMessage, DecideRun

DOORS = {
    "planning": ("cancel",),
    "held": ("start", "cancel"),
    "running": ("pause", "cancel"),
    "paused": ("resume", "cancel"),
}
"""What can be done with a run, by its state."""


def _say(request: HttpRequest, done: bool) -> None:
    """What was decided holds; or somebody was faster."""
    if done:
        messages.success(request, _("Done. It is noted in the ledger that you decided this."))
    else:
        messages.info(request, _("Nothing to decide any more: it went on meanwhile."))


@require_http_methods(["GET", "POST"])
def sent_messages(request: HttpRequest) -> HttpResponse:
    """What became of messages; a POST decides about unknown ones, or about an address that failed."""
    by, now = request.viewer, timezone.now()
    allow(by, "outbox.keep" if request.method == "POST" else "outbox.see")
    form = DecideMessage(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if said["address"]:
            done = actions.address_works(address=said["address"], by=by, now=now)
        elif said["held"]:
            done = bool(actions.decide_held(what=said["held"], by=by, now=now))
        else:
            done = actions.decide_message(message=said["message"], what=said["what"], by=by, now=now)
        _say(request, done)
        return redirect("messages")
    board = outbox.board(by, now)
    states = [(label, board.counts.of(state)) for state, label in LABELS.items() if board.counts.of(state)]
    context = {"board": board, "form": form, "states": states}
    return render(request, "web/messages.html", context, status=422 if request.method == "POST" else 200)


def _line(run: RunValue) -> dict[str, object]:
    return {"run": run, "label": RUN_LABELS[run.state]}


@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """Messages to many: each with how far it is."""
    lines = [_line(one) for one in outbox.runs(request.viewer)]
    return render(request, "web/runs.html", {"lines": lines})


@require_http_methods(["GET", "POST"])
def run(request: HttpRequest, run: UUID) -> HttpResponse:
    """One of them: what it takes, how far it is; a POST starts, pauses, resumes or cancels it."""
    by, now = request.viewer, timezone.now()
    found = outbox.run(by, run)
    form = DecideRun(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _say(request, actions.decide_run(run=run, what=form.cleaned_data["what"], by=by, now=now))
        return redirect("run", run)
    waits = found.state in {"held", "running", "paused"}
    context = {
        **_line(found),
        "form": form,
        "currency": settings.CURRENCY,
        "doors": DOORS.get(found.state, ()),
        "forecast": outbox.run_forecast(by, run, now) if waits else None,
        "states": [
            (label, found.by_state[state]) for state, label in LABELS.items() if state in found.by_state
        ],
    }
    return render(request, "web/run.html", context, status=422 if request.method == "POST" else 200)
