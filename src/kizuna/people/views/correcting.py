"""“This is wrong”: said by the person, answered by a link worker."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kizuna.access.deeds import fresh_sign_in
from kizuna.access.viewer import Refused
from kizuna.ledger.actions import looked
from kizuna.people import actions, queries
from kizuna.people.correcting import APART
from kizuna.people.forms import AnswerForm, ApartAnswerForm, AvoidForm, WrongForm
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
    asked = [one for one in queries.own_corrections(viewer) if one.about != APART]
    context = {"form": form, "asked": asked, "quick_exit": True}
    return render(request, "people/wrong.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def avoid(request: HttpRequest) -> HttpResponse:
    """Say whom one does not want to meet, in one's own words; and take it back."""
    viewer, now = request.viewer, timezone.now()
    person = own_person(viewer)
    fresh_sign_in(viewer)
    if request.method == "POST" and (ended := request.POST.get("end")):
        actions.unblock(person=person, block=ended, by=viewer, now=now)
        messages.success(request, _("Taken back. It counts from now on."))
        return redirect("people:avoid")
    posted = request.POST if request.method == "POST" else None
    readers = queries.chosen_readers(viewer)
    form = AvoidForm(posted, initial={"attempt": uuid4()}, readers=readers)
    if form.is_valid():
        try:
            actions.ask_correction(about=APART, **form.cleaned_data, by=viewer, now=now)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Sent. Whoever may read it answers you here."))
            return redirect("people:avoid")
    names = dict(readers)
    asked = [
        (one, names.get(one.reader, "")) for one in queries.own_corrections(viewer) if one.about == APART
    ]
    context = {"form": form, "asked": asked, "avoided": queries.avoided(viewer, person), "quick_exit": True}
    return render(request, "people/avoid.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, correction: UUID) -> HttpResponse:
    """Read what somebody says is wrong, and answer."""
    viewer, now = request.viewer, timezone.now()
    found = queries.correction(viewer, correction)
    if found.person:
        looked(at_what="people.correction", person=found.person, by=viewer, now=now)
    finds = request.method == "POST" and "sought" in request.POST
    form = AnswerForm(request.POST if request.method == "POST" and not finds else None)
    apart = ApartAnswerForm(request.POST if finds else None) if found.about == APART else None
    sent = apart if apart is not None and finds else form
    if sent.is_valid():
        answer = actions.answer_correction if sent is form else actions.keep_apart
        try:
            answer(correction=correction, **sent.cleaned_data, by=viewer, now=now)
        except Refused as why:
            sent.add_error(None, str(why))
        else:
            messages.success(request, _("Answered. They read it under “My data”."))
            return redirect("people:correction", correction=correction)
    context = {"found": found, "form": form, "apart": apart, "sent": sent}
    return render(request, "people/correction.html", context, status=422 if sent.errors else 200)
