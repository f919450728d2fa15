"""Opening a referral, its own page, and the link worker's steps."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kizuna.access.deeds import allow_some, may
from kizuna.access.viewer import Refused
from kizuna.ledger.actions import looked
from kizuna.referrals import actions, queries
from kizuna.referrals.case import Case
from kizuna.referrals.forms import InsteadForm, OpenForm, StepForm, is_repeat
from kizuna.referrals.views.steps import stepped
from kizuna.referrals.words import worker_choices


@require_http_methods(["GET", "HEAD", "POST"])
def open_one(request: HttpRequest, person: UUID, kind: str, option: UUID) -> HttpResponse:
    """Check what the provider will see, hear the person's yes, and ask."""
    now, viewer = timezone.now(), request.viewer
    found = queries.opening(viewer, person, kind, option, now)
    form = OpenForm(
        request.POST if request.method == "POST" else None,
        needs=list(found.needs),
        can_tell=found.can_tell,
        by_mail=found.by_mail,
    )
    more = InsteadForm(
        request.POST if request.method == "POST" else None,
        earlier=queries.replaceable(viewer, found.who.id),
        initial={"replaces": request.GET.get("instead", "")},
    )
    if form.is_valid() and more.is_valid():
        given = form.cleaned_data
        try:
            referral = actions.open_referral(
                referral_id=given["id"],
                person=person,
                kind=kind,
                option=option,
                need=given["need"],
                note=given["note"],
                share_contact=given["share_contact"],
                consent_how=given["how"],
                consent_note=given["said"],
                tell=given.get("tell", False),
                send_to=given.get("send_to", ""),
                replaces=more.cleaned_data.get("replaces") or None,
                assessment=more.cleaned_data["assessment"],
                send_sms=given["send_sms"],
                handover=given["handover"],
                by=viewer,
                now=now,
            )
        except Refused as refused:
            form.add_error(None, _(str(refused)))
        else:
            return redirect("referrals:case", referral)
    looked(at_what="referrals.open", person=found.who.id, by=viewer, now=now)
    context = {"found": found, "form": form, "more": more}
    wrong = form.errors or more.errors
    return render(request, "referrals/open.html", context, status=422 if wrong else 200)


def _step_form(request: HttpRequest, found: Case) -> StepForm:
    return StepForm(
        request.POST if request.method == "POST" else None,
        choices=worker_choices(found),
        question=_("What happened next?"),
        note_label=_("A few words for the history"),
        note_hint=_("The provider does not see this. The person can read it in their data."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, referral: UUID) -> HttpResponse:
    """One referral with its history; the POST takes one step."""
    now, viewer = timezone.now(), request.viewer
    found = queries.case(viewer, referral, now)
    if request.method == "POST" or may(viewer, "referral.change"):
        return _workers_case(request, found, now)
    # The person themself: what was asked for them, in words meant for them.
    return render(request, "referrals/mine.html", {"case": found, "quick_exit": True})


def _workers_case(request: HttpRequest, found: Case, now: datetime) -> HttpResponse:
    viewer = request.viewer
    allow_some(viewer, "referral.change")
    if is_repeat(request.POST, found.status):
        return redirect("referrals:case", found.id)
    form = _step_form(request, found)
    if stepped(form, found.id, viewer, now):
        return redirect("referrals:case", found.id)
    if request.method != "POST":
        looked(at_what=f"referrals.Referral:{found.id}", person=found.person, by=viewer, now=now)
    colleagues = [] if found.closed else queries.colleagues(viewer, found)
    # Beside the form that hands it over to a colleague.
    load = None if found.closed else queries.load(viewer, now)
    context = {"case": found, "form": form, "overdue": found.overdue(now), "colleagues": colleagues}
    context["load"] = load
    return render(request, "referrals/case.html", context, status=422 if form.errors else 200)


@require_POST
def resend(request: HttpRequest, referral: UUID) -> HttpResponse:
    """Send the provider a new link; the old one opens nothing any more."""
    try:
        sent = actions.resend_link(
            referral=referral, number=request.POST.get("number"), by=request.viewer, now=timezone.now()
        )
    except Refused as refused:
        messages.error(request, _(str(refused)))
    else:
        done = _("A new link is on its way to them. The old one does not work any more.")
        none = _("They have no e-mail address. Ring them and write down their answer here.")
        messages.success(request, done if sent else none)
    return redirect("referrals:case", referral)


@require_POST
def seen(request: HttpRequest, referral: UUID) -> HttpResponse:
    """The link worker has seen the answer."""
    actions.seen(referral=referral, by=request.viewer, now=timezone.now())
    return redirect("referrals:today")
