"""What became of messages, for whoever runs the site."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kizuna.access.deeds import allow
from kizuna.outbox import queries as outbox
from kizuna.outbox.states import LABELS
from kizuna.web import actions
from kizuna.web.forms import DecideMessage


def _say(request: HttpRequest, done: bool) -> None:
    """What was decided holds; or somebody was faster."""
    if done:
        messages.success(request, _("Done. It is noted in the ledger that you decided this."))
    else:
        messages.info(request, _("Nothing to decide any more: it went on meanwhile."))


@require_http_methods(["GET", "POST"])
def sent_messages(request: HttpRequest) -> HttpResponse:
    """What became of messages; a POST decides about an unknown one, or about an address that failed."""
    by, now = request.viewer, timezone.now()
    allow(by, "outbox.keep" if request.method == "POST" else "outbox.see")
    form = DecideMessage(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if said["address"]:
            done = actions.address_works(address=said["address"], by=by, now=now)
        else:
            done = actions.decide_message(message=said["message"], what=said["what"], by=by, now=now)
        _say(request, done)
        return redirect("messages")
    board = outbox.board(by, now)
    states = [(label, board.counts.of(state)) for state, label in LABELS.items() if board.counts.of(state)]
    context = {"board": board, "form": form, "states": states}
    return render(request, "web/messages.html", context, status=422 if request.method == "POST" else 200)
