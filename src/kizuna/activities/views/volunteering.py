"""What volunteers see: open roles, signing up, their own page behind a key, and who vouches for them."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kizuna.access.viewer import Refused
from kizuna.activities import actions, queries
from kizuna.activities.forms import AboutForm, ReferenceForm, VolunteerForm, VouchForm
from kizuna.activities.shifts import mine_token
from kizuna.activities.views.seats import MOST, too_many


@require_safe
def open_roles(request: HttpRequest) -> HttpResponse:
    """Where somebody can lend a hand; those that need somebody soonest first."""
    found = queries.roles(request.viewer, timezone.now())
    return render(request, "activities/roles.html", {"roles": found})


@require_http_methods(["GET", "HEAD", "POST"])
def role(request: HttpRequest, role: UUID) -> HttpResponse:
    """One role with its shifts, and a form to offer one's help without an account."""
    now = timezone.now()
    found, shifts = queries.role(request.viewer, role, now)
    known = request.viewer.role == "resident" and bool(request.viewer.person)
    form = VolunteerForm(request.POST if request.method == "POST" and found.active else None, known=known)
    if form.is_valid():
        reach = form.cleaned_data.get("reach", "")
        if request.caller.too_often("activities:seat", MOST) or (reach and too_many(reach)):
            return render(request, "frame/429.html", status=429)
        try:
            volunteer = actions.offer_help(role=role, offer=form.offer(), by=request.viewer, now=now)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Thank you. The organiser has your offer and answers you."))
            return redirect("activities:my_shifts", mine_token(volunteer, settings.SECRET_KEYS, now))
    context = {"role": found, "shifts": shifts, "form": form, "known": known}
    return render(request, "activities/role.html", context, status=422 if form.errors else 200)


@require_safe
def own_shifts(request: HttpRequest) -> HttpResponse:
    """The way of somebody who is signed in to their own page as a volunteer."""
    token = queries.own_key(request.viewer, timezone.now())
    return redirect("activities:my_shifts", token) if token else redirect("activities:roles")


@require_safe
def my_shifts(request: HttpRequest, token: str) -> HttpResponse:
    """One's own shifts, what is open, hours and papers."""
    now = timezone.now()
    id, holder = queries.volunteer_by_key(request.viewer, token, now)
    context = {"mine": queries.mine(holder, id, now), "token": token, "today": timezone.localdate(now)}
    return render(request, "activities/my_shifts.html", {**context, "base": settings.BASE_URL})


@require_POST
def take_shift(request: HttpRequest, token: str) -> HttpResponse:
    """One tap: this shift is mine."""
    now = timezone.now()
    id, holder = queries.volunteer_by_key(request.viewer, token, now)
    try:
        actions.take_shift(shift=request.POST.get("shift", ""), volunteer=id, by=holder, now=now)
        messages.success(request, _("Thank you. It is written down."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("activities:my_shifts", token)


@require_POST
def give_up_shift(request: HttpRequest, token: str) -> HttpResponse:
    """One tap: I cannot come."""
    now = timezone.now()
    id, holder = queries.volunteer_by_key(request.viewer, token, now)
    actions.give_up_shift(shift=request.POST.get("shift", ""), volunteer=id, by=holder, now=now)
    messages.success(request, _("It is noted that you cannot come. Thank you for telling us."))
    return redirect("activities:my_shifts", token)


@require_POST
def stop_helping(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody stops helping in a role."""
    now = timezone.now()
    id, holder = queries.volunteer_by_key(request.viewer, token, now)
    actions.stop_helping(volunteer=id, role=request.POST.get("role", ""), by=holder, now=now)
    messages.success(request, _("You do not help there any more. Thank you for all that you did."))
    return redirect("activities:my_shifts", token)


@require_http_methods(["GET", "HEAD", "POST"])
def about_me(request: HttpRequest, token: str) -> HttpResponse:
    """What a volunteer can do, when, how far and how much."""
    now = timezone.now()
    id, holder = queries.volunteer_by_key(request.viewer, token, now)
    mine = queries.mine(holder, id, now)
    form = AboutForm(request.POST if request.method == "POST" else None, initial=AboutForm.shown(mine.about))
    if form.is_valid():
        actions.say_about(volunteer=id, about=form.about(), by=holder, now=now)
        messages.success(request, _("It is kept."))
        return redirect("activities:my_shifts", token)
    context = {"form": form, "token": token, "mine": mine}
    return render(request, "activities/about_me.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def name_reference(request: HttpRequest, token: str) -> HttpResponse:
    """A volunteer names somebody who knows them."""
    now = timezone.now()
    id, holder = queries.volunteer_by_key(request.viewer, token, now)
    form = ReferenceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.name_reference(volunteer=id, name=said["name"], reach=said["reach"], by=holder, now=now)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("It is kept. The organiser writes to them when it is needed."))
            return redirect("activities:my_shifts", token)
    context = {"form": form, "token": token}
    return render(request, "activities/name_reference.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def vouch(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody who was named says what they know, without an account, or that they would rather not."""
    now = timezone.now()
    found, holder = queries.vouching(request.viewer, token, now)
    rather_not = request.method == "POST" and "no" in request.POST
    form = VouchForm(request.POST if request.method == "POST" and not rather_not else None)
    done = request.method == "POST" and found.state != "asked"
    if done or rather_not or form.is_valid():
        said = None if rather_not or done else {name: str(form.cleaned_data[name]) for name in form.fields}
        actions.answer_reference(reference=found.id, said=said, by=holder, now=now)  # once, and only once
        return redirect("activities:vouch", token)
    context = {"found": found, "form": form}
    return render(request, "activities/vouch.html", context, status=422 if form.errors else 200)
