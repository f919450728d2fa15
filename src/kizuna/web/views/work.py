"""Background work, for whoever runs the site."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kizuna.access.deeds import allow
from kizuna.web import actions
from kizuna.web.forms import DecideTask
from kizuna.work import queries as work


@require_http_methods(["GET", "POST"])
def work_board(request: HttpRequest) -> HttpResponse:
    """What runs, waits, returns and was given up; a POST decides about one task."""
    by, now = request.viewer, timezone.now()
    allow(by, "work.keep" if request.method == "POST" else "work.see")
    form = DecideTask(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if actions.decide_task(**form.cleaned_data, by=by, now=now):
            messages.success(request, _("Done. It is noted in the ledger that you decided this."))
        else:
            messages.info(request, _("Nothing to decide any more: it went on meanwhile."))
        return redirect("work")
    context = {"board": work.board(by, now), "form": form, "now": now}
    return render(request, "web/work.html", context, status=422 if request.method == "POST" else 200)
