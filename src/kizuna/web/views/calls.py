"""Calls that a person makes: whom to call, what to say, what became of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kizuna.web import actions, queries
from kizuna.web.forms import DecideCall


@require_http_methods(["GET", "POST"])
def calls(request: HttpRequest) -> HttpResponse:
    """The call in your hands, or how many wait; a POST takes one, or tells what became of it."""
    by, now = request.viewer, timezone.now()
    board = queries.calls(by, now)
    form = DecideCall(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if said["what"] != "take":
            done = actions.tell_call(message=said["message"], what=said["what"], by=by, now=now)
            say = (
                _("Thank you. It is noted.")
                if done
                else _("This call is no longer yours. Take the next one.")
            )
            messages.info(request, say)
        elif board.mine is None and not actions.take_call(by=by, now=now):
            messages.info(request, _("Nobody waits for a call just now."))
        return redirect("calls")
    context = {"board": board, "form": form}
    return render(request, "web/calls.html", context, status=422 if request.method == "POST" else 200)
