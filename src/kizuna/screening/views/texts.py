"""Asking somebody by text message: what happens, how earlier rounds went, and their agreement."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kizuna.access.viewer import NotFound, Refused
from kizuna.ledger.actions import looked
from kizuna.people.queries import details
from kizuna.screening import actions, queries
from kizuna.screening.forms import ByText
from kizuna.screening.views.whose import asked, with_person_of


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, person: UUID, scale: str) -> HttpResponse:
    """The page before the first message; it leaves when they agreed."""
    who, now = with_person_of(request.viewer, person), timezone.now()
    found = asked(request.viewer, scale)
    if not found.worded:
        raise NotFound(scale)
    form = ByText(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.invite_by_text(
                person=who.id, instrument_code=found.code, agreed=True, by=request.viewer, now=now
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("The first message is on its way. Nothing is asked before they say yes.")
            )
            return redirect("screening:text", who.id, found.code)
    looked(at_what="screening.text", person=who.id, by=request.viewer, now=now)
    number = details(request.viewer, who.id).phone
    context = {
        "who": who,
        "found": found,
        "form": form,
        "hint": number[-3:] if number else "",
        "rounds": queries.text_rounds(request.viewer, who.id),
    }
    return render(request, "screening/text.html", context, status=422 if form.errors else 200)
