"""Handing over to a colleague: one referral, all of one person, or all that one looks after."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Refused
from kizuna.ledger.actions import looked
from kizuna.people.queries import profile
from kizuna.referrals import actions, queries
from kizuna.referrals.forms import HandOverForm
from kizuna.referrals.queue import Answered


@require_POST
def hand_over(request: HttpRequest, referral: UUID) -> HttpResponse:
    """A colleague looks after it from here on."""
    try:
        actions.hand_over(
            referral=referral, to=request.POST.get("to", ""), by=request.viewer, now=timezone.now()
        )
    except Refused as refused:
        messages.error(request, _(str(refused)))
    else:
        messages.success(request, _("They look after it now."))
    return redirect("referrals:case", referral)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_person(request: HttpRequest, person: UUID) -> HttpResponse:
    """A colleague looks after everything that is open for somebody."""
    viewer, now = request.viewer, timezone.now()
    allow_some(viewer, "referral.hand_over")
    who = profile(viewer, person)
    form = HandOverForm(
        request.POST if request.method == "POST" else None,
        colleagues=queries.colleagues_near(viewer, who.id),
    )
    if form.is_valid():
        try:
            said = actions.hand_over_person(person=who.id, to=form.cleaned_data["to"], by=viewer, now=now)
        except Refused as refused:
            form.add_error(None, _(str(refused)))
        else:
            _say(request, said)
            return redirect("referrals:person", who.id)
    looked(at_what="referrals.person", person=who.id, by=viewer, now=now)
    context = {"who": who, "form": form}
    return render(request, "referrals/hand_over.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_all(request: HttpRequest) -> HttpResponse:
    """A colleague looks after all that this link worker looks after."""
    viewer = request.viewer
    form = HandOverForm(
        request.POST if request.method == "POST" else None, colleagues=queries.colleagues_near(viewer)
    )
    if form.is_valid():
        try:
            said = actions.hand_over_all(to=form.cleaned_data["to"], by=viewer, now=timezone.now())
        except Refused as refused:
            form.add_error(None, _(str(refused)))
        else:
            _say(request, said)
            return redirect("referrals:caseload")
    context = {"form": form, "n": queries.looked_after(viewer)}
    return render(request, "referrals/hand_over.html", context, status=422 if form.errors else 200)


def _say(request: HttpRequest, said: Answered) -> None:
    done = ngettext("They look after %(n)s thing now.", "They look after %(n)s things now.", said.done)
    messages.success(request, done % {"n": said.done})
    if said.left:
        words = ngettext(
            "%(n)s thing stays: they do not work in its area.",
            "%(n)s things stay: they do not work in their areas.",
            said.left,
        )
        messages.error(request, words % {"n": said.left})
