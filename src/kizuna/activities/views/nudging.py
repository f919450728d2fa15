"""An organiser writes a friendly message to somebody who has not been seen for a while."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kizuna.activities import actions, queries
from kizuna.activities.forms import ThanksForm
from kizuna.ledger.actions import looked


@require_http_methods(["GET", "HEAD", "POST"])
def nudge(request: HttpRequest, group: UUID, person: UUID) -> HttpResponse:
    """The draft of a friendly message; it leaves when the organiser presses the button."""
    now = timezone.now()
    name, group_name = queries.missed_name(request.viewer, group, person, now)
    draft = _("Dear %(name)s, we miss you at %(group)s. No need to explain anything: come when you like.")
    form = ThanksForm(
        request.POST if request.method == "POST" else None,
        initial={"text": draft % {"name": name, "group": group_name}},
    )
    if form.is_valid():
        text = form.cleaned_data["text"]
        actions.nudge(group=group, person=person, text=text, by=request.viewer, now=now)
        messages.success(request, _("It is on its way, if there is a way to reach them."))
        return redirect("home")
    looked(at_what="activities.missed", person=str(person), by=request.viewer, now=now)
    context = {"form": form, "name": name, "group_name": group_name}
    return render(request, "activities/nudge.html", context, status=422 if form.errors else 200)
