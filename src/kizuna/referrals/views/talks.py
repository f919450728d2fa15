"""The talks with somebody, and handing a referral over to a colleague."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Refused
from kizuna.ledger.actions import looked
from kizuna.people.queries import profile
from kizuna.referrals import actions, queries
from kizuna.referrals.forms import TalkForm
from kizuna.referrals.talks import summed


@require_http_methods(["GET", "HEAD", "POST"])
def talks(request: HttpRequest, person: UUID) -> HttpResponse:
    """What was talked about so far, counted and timed, and a form for one more."""
    now, viewer = timezone.now(), request.viewer
    allow_some(viewer, "talk.see")
    who = profile(viewer, person)
    form = TalkForm(
        request.POST if request.method == "POST" else None,
        referrals=queries.open_referrals_of(viewer, who.id),
        initial={"referral": request.GET.get("about", "")},
    )
    if form.is_valid():
        try:
            actions.write_talk(person=who.id, by=viewer, now=now, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, _(str(refused)))
        else:
            return redirect("referrals:talks", who.id)
    found = queries.talks(viewer, who.id)
    looked(at_what="referrals.talks", person=who.id, by=viewer, now=now)
    context = {"who": who, "form": form, "found": found, "sum": summed(found)}
    return render(request, "referrals/talks.html", context, status=422 if form.errors else 200)


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
