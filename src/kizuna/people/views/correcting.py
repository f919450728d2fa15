"""“This is wrong”: said by the person, answered by a link worker."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kizuna.access.viewer import Refused
from kizuna.ledger.actions import looked
from kizuna.people import actions, queries
from kizuna.people.forms import AnswerForm, WrongForm
from kizuna.people.views.own import own_person


@require_http_methods(["GET", "HEAD", "POST"])
def wrong(request: HttpRequest) -> HttpResponse:
    """Say what is wrong, and read what was answered."""
    viewer = request.viewer
    own_person(viewer)
    form = WrongForm(request.POST if request.method == "POST" else None, initial={"attempt": uuid4()})
    if form.is_valid():
        try:
            actions.ask_correction(**form.cleaned_data, by=viewer, now=timezone.now())
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Sent. A link worker of your area reads it and answers you here."))
            return redirect("people:wrong")
    context = {"form": form, "asked": queries.own_corrections(viewer), "quick_exit": True}
    return render(request, "people/wrong.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, correction: UUID) -> HttpResponse:
    """Read what somebody says is wrong, and answer."""
    viewer, now = request.viewer, timezone.now()
    found = queries.correction(viewer, correction)
    if found.person:
        looked(at_what="people.correction", person=found.person, by=viewer, now=now)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.answer_correction(correction=correction, **form.cleaned_data, by=viewer, now=now)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Answered. They read it under “My data”."))
            return redirect("people:correction", correction=correction)
    context = {"found": found, "form": form}
    return render(request, "people/correction.html", context, status=422 if form.errors else 200)
