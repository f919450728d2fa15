"""What people agreed to: for the person, for their link worker, and what ends soon."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import LogInFirst, NotFound, Refused
from kizuna.ledger.actions import looked
from kizuna.people import actions, queries
from kizuna.people.consent import LINK_WORKERS, SUPPORT, active, who_gives
from kizuna.people.forms import Agreement


@require_safe
def consents_ending(request: HttpRequest) -> HttpResponse:
    """The agreements of people near by that end within a month, and what happens then."""
    found = queries.ending_consents(request.viewer, timezone.now())
    return render(request, "people/consents_ending.html", {"found": found})


@require_http_methods(["GET", "HEAD", "POST"])
def consents(request: HttpRequest, person: UUID) -> HttpResponse:
    """Everything a person agreed to, with its history; and recording what they say now."""
    viewer, now = request.viewer, timezone.now()
    allow_some(viewer, "caseload.see")
    who = queries.profile(viewer, person)
    form = Agreement(request.POST if request.method == "POST" else None, today=timezone.localdate(now))
    if form.is_valid():
        try:
            actions.give_consent(
                person=person, purpose=SUPPORT, recipient=LINK_WORKERS, **form.given(now), by=viewer, now=now
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Written down. They can take it back at any time."))
            return redirect("people:consents", person)
    found = queries.consents(viewer, person)
    looked(at_what="people.consents", person=who.id, by=viewer, now=now)
    context = {
        "who": who,
        "form": form,
        "holding": [each for each in found if active(each, now)],
        "ended": [each for each in found if not active(each, now)],
        "giver": who_gives(who.birth_year, now, settings.AGE_OF_CONSENT),
        "age": settings.AGE_OF_CONSENT,
    }
    return render(request, "people/consents.html", context, status=422 if form.errors else 200)


@require_safe
def own_consents(request: HttpRequest) -> HttpResponse:
    """What the person who looks agreed to: what ends soon, what holds, what is over."""
    viewer, now = request.viewer, timezone.now()
    if viewer.role == "stranger":
        raise LogInFirst("person.see")
    if not viewer.person:
        raise NotFound("person")
    found = queries.consents(viewer, viewer.person)
    context = {
        "holding": [each for each in found if active(each, now)],
        "ended": [each for each in found if not active(each, now)],
        "looks": queries.glasses_about(viewer, viewer.person),
        "quick_exit": True,
    }
    return render(request, "people/own_consents.html", context)


def _back(request: HttpRequest) -> HttpResponse:
    if request.viewer.person:
        return redirect("people:own_consents")
    return redirect("people:consents_ending")


@require_POST
def renew(request: HttpRequest, consent: UUID) -> HttpResponse:
    """Agree anew, in one tap."""
    actions.renew_consent(consent=consent, helped=request.helped, by=request.viewer, now=timezone.now())
    messages.success(request, _("Renewed. It can be taken back at any time."))
    return _back(request)


@require_POST
def take_back(request: HttpRequest, consent: UUID) -> HttpResponse:
    """Take an agreement back, in one tap: by the person, or by a link worker on their word."""
    actions.withdraw_consent(consent=consent, by=request.viewer, now=timezone.now())
    messages.success(request, _("Taken back. It counts from now on, everywhere."))
    return _back(request)
