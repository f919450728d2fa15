"""The door for professionals: a partner refers somebody by its link, and coordinators keep the partners."""

from uuid import UUID

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kizuna.access.viewer import Refused, Viewer
from kizuna.referrals import actions, queries
from kizuna.referrals.forms import IntakeForm, PartnerForm
from kizuna.referrals.front_door import PartnerValue, reference
from kizuna.referrals.views.by_link import by_link


@by_link
def refer_in(request: HttpRequest, token: str) -> HttpResponse:
    """Refer somebody who agreed to it; afterwards the number under which the partner hears of it."""
    partner, viewer = queries.partner_by_link(request.viewer, token, timezone.now())
    form = IntakeForm(_posted(request), areas=queries.areas_near(viewer, partner))
    return _refer(request, token, partner, viewer, form, {})


@by_link
def refer_mailed(request: HttpRequest, token: str, reply: UUID) -> HttpResponse:
    """The same with the form that they sent by e-mail filled in: only now somebody is referred."""
    partner, viewer = queries.partner_by_link(request.viewer, token, timezone.now())
    areas = queries.areas_near(viewer, partner)
    found, done = queries.mailed(viewer, partner, reply, areas)
    if done:
        return _referred(request, token, reply)
    form = IntakeForm(_posted(request), areas=areas, initial=found)
    return _refer(request, token, partner, viewer, form, {"attempt": reply})


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _refer(
    request: HttpRequest,
    token: str,
    partner: PartnerValue,
    viewer: Viewer,
    form: IntakeForm,
    fixed: dict[str, UUID],
) -> HttpResponse:
    if form.is_valid():
        if not ratelimit.consume(request, action="refer_in", key=partner.id):
            return render(request, "frame/429.html", status=429)
        try:
            given = form.given() | fixed
            made = actions.receive(partner=partner.id, by=viewer, now=timezone.now(), **given)
        except Refused as refused:
            form.add_error(None, _(str(refused)))
        else:
            return _referred(request, token, made)
    context = {"partner": partner, "form": form, "days": settings.DUE_DAYS.contact, "mailed": bool(fixed)}
    return render(request, "referrals/refer_in.html", context, status=422 if form.errors else 200)


def _referred(request: HttpRequest, token: str, made: UUID) -> HttpResponse:
    context = {"number": reference(made), "token": token, "days": settings.DUE_DAYS.contact}
    return render(request, "referrals/referred_in.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def partners(request: HttpRequest) -> HttpResponse:
    """The organisations that may refer somebody, and a form for another one."""
    now, viewer = timezone.now(), request.viewer
    found = queries.partners(viewer)
    form = PartnerForm(
        request.POST if request.method == "POST" else None, areas=queries.partner_areas(viewer)
    )
    if form.is_valid():
        try:
            actions.add_partner(**form.cleaned_data, by=viewer, now=now)
        except Refused as refused:
            form.add_error(None, _(str(refused)))
        else:
            messages.success(request, _("Their link is on its way to them."))
            return redirect("referrals:partners")
    context = {"found": found, "form": form}
    return render(request, "referrals/partners.html", context, status=422 if form.errors else 200)


@require_POST
def partner(request: HttpRequest, partner: UUID) -> HttpResponse:
    """Send the link anew, or end it."""
    now = timezone.now()
    if request.POST.get("do") == "end":
        actions.end_partner(partner=partner, by=request.viewer, now=now)
        messages.success(request, _("Their link does not work any more."))
        return redirect("referrals:partners")
    try:
        actions.renew_partner_link(partner=partner, by=request.viewer, now=now)
    except Refused as refused:
        messages.error(request, _(str(refused)))
    else:
        messages.success(request, _("A new link is on its way to them. The old one does not work any more."))
    return redirect("referrals:partners")


@require_POST
def intake(request: HttpRequest, intake: UUID) -> HttpResponse:
    """A link worker has reached somebody who was referred to us, or writes down what came of it."""
    now, viewer = timezone.now(), request.viewer
    person = queries.person_of_intake(viewer, intake)
    try:
        if outcome := request.POST.get("outcome", ""):
            actions.close_intake(intake=intake, outcome=outcome, by=viewer, now=now)
        else:
            actions.first_contact(intake=intake, by=viewer, now=now)
    except Refused as refused:
        messages.error(request, _(str(refused)))
    return redirect("referrals:person", person)
