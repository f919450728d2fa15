"""What an organiser does with volunteers: roles, shifts, who fits, hours, papers, thanks."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kizuna.access.viewer import Refused
from kizuna.activities import actions, queries
from kizuna.activities.forms import CheckForm, HoursForm, RoleForm, ShiftForm, SkillForm, ThanksForm, spoken
from kizuna.activities.shifts import NewRole, NewShift
from kizuna.ledger.actions import looked


@require_safe
def volunteers(request: HttpRequest, group: UUID) -> HttpResponse:
    """Volunteering in one group: who asks, who helps, shifts, and papers that run out."""
    now = timezone.now()
    context = {"desk": queries.desk(request.viewer, group, now), "today": timezone.localdate(now)}
    return render(request, "activities/volunteers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_role(request: HttpRequest, group: UUID) -> HttpResponse:
    """A new role in a group."""
    now = timezone.now()
    desk = queries.desk(request.viewer, group, now)
    form = RoleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        id = actions.keep_role(role=_role(form, str(uuid4()), str(group)), by=request.viewer, now=now)
        messages.success(request, _("The role is kept. Add its shifts now."))
        return redirect("activities:new_shift", id)
    context = {"form": form, "group": desk.group, "group_name": desk.group_name}
    return render(request, "activities/new_role.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change_role(request: HttpRequest, role: UUID) -> HttpResponse:
    """A role that changes, or that nobody is looked for any more."""
    now = timezone.now()
    found = queries.kept_role(request.viewer, role, now)
    shown = {name: getattr(found, name) for name in ("name", "about", "kind", "remote", "active")}
    shown |= {
        "skills": list(found.skills),
        "checks": list(found.checks),
        "languages": spoken(found.languages),
    }
    form = RoleForm(request.POST if request.method == "POST" else None, initial=shown)
    if form.is_valid():
        actions.keep_role(role=_role(form, found.id, found.group), by=request.viewer, now=now)
        messages.success(request, _("The role is kept."))
        return redirect("activities:volunteers", found.group)
    context = {"form": form, "group": found.group, "group_name": found.group_name, "role": found}
    return render(request, "activities/new_role.html", context, status=422 if form.errors else 200)


def _role(form: RoleForm, id: str, group: str) -> NewRole:
    said = form.cleaned_data
    return NewRole(
        id=id,
        group=group,
        name=said["name"],
        about=said["about"],
        kind=said["kind"],
        skills=tuple(said["skills"]),
        checks=tuple(said["checks"]),
        languages=tuple(said["languages"]),
        remote=said["remote"],
        active=said["active"],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_shift(request: HttpRequest, role: UUID) -> HttpResponse:
    """New shifts of a role, once or some weeks in a row."""
    now = timezone.now()
    found = queries.kept_role(request.viewer, role, now)
    form = ShiftForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        shifts = [
            NewShift(str(uuid4()), str(role), starts, ends, said["places"], said["place"])
            for starts, ends in said["times"]
        ]
        number = actions.keep_shifts(shifts=shifts, by=request.viewer, now=now)
        kept = ngettext("%(n)d shift is kept.", "%(n)d shifts are kept.", number)
        messages.success(request, kept % {"n": number})
        return redirect("activities:volunteers", found.group)
    return render(
        request,
        "activities/new_shift.html",
        {"form": form, "role": found},
        status=422 if form.errors else 200,
    )


@require_safe
def shift(request: HttpRequest, shift: UUID) -> HttpResponse:
    """One shift: who is on it, who would step in, who fits and why."""
    now = timezone.now()
    found = queries.roster(request.viewer, shift, now)
    context = {"roster": found, "shift": found.shift, "begun": found.shift.starts_at <= now}
    return render(request, "activities/shift.html", context)


@require_POST
def ask_for_shift(request: HttpRequest, shift: UUID) -> HttpResponse:
    """Somebody who fits is asked whether they can."""
    volunteer = request.POST.get("volunteer", "")
    try:
        asked = actions.ask_for_shift(shift=shift, volunteer=volunteer, by=request.viewer, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        said = _("They are asked, and answer on their own page.")
        messages.success(request, said if asked else _("We have no way to write to them. Ask them yourself."))
    return redirect("activities:shift", shift)


@require_POST
def put_on(request: HttpRequest, shift: UUID) -> HttpResponse:
    """Somebody said yes to the organiser."""
    volunteer = request.POST.get("volunteer", "")
    try:
        actions.take_shift(shift=shift, volunteer=volunteer, by=request.viewer, now=timezone.now())
        messages.success(request, _("They are on this shift."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("activities:shift", shift)


@require_POST
def take_off(request: HttpRequest, shift: UUID) -> HttpResponse:
    """Somebody told the organiser that they cannot come."""
    volunteer = request.POST.get("volunteer", "")
    actions.give_up_shift(shift=shift, volunteer=volunteer, by=request.viewer, now=timezone.now())
    messages.success(request, _("They are not on this shift any more."))
    return redirect("activities:shift", shift)


@require_POST
def call_off_shift(request: HttpRequest, shift: UUID) -> HttpResponse:
    """Nobody is needed; whoever had the shift is told."""
    found = queries.kept_shift(request.viewer, shift)
    told = actions.call_off_shift(shift=shift, by=request.viewer, now=timezone.now())
    said = ngettext(
        "The shift is called off. %(n)d person had it or would have stepped in.",
        "The shift is called off. %(n)d people had it or would have stepped in.",
        told,
    )
    messages.success(request, said % {"n": told})
    return redirect("activities:volunteers", found.group)


@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest, shift: UUID) -> HttpResponse:
    """Who helped and for how long."""
    now = timezone.now()
    found = queries.roster(request.viewer, shift, now)
    form = HoursForm(request.POST if request.method == "POST" else None, stints=found.stints)
    if form.is_valid():
        try:
            actions.keep_hours(shift=shift, said=form.said(), by=request.viewer, now=now)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The hours are kept. Thank you."))
            return redirect("activities:shift", shift)
    context = {"form": form, "shift": found.shift}
    return render(request, "activities/hours.html", context, status=422 if form.errors else 200)


@require_safe
def volunteer(request: HttpRequest, group: UUID, volunteer: UUID) -> HttpResponse:
    """One volunteer as the organiser of a group sees them."""
    return _volunteer_page(request, group, volunteer)


def _volunteer_page(
    request: HttpRequest,
    group: UUID,
    volunteer: UUID,
    check: CheckForm | None = None,
    skill: SkillForm | None = None,
) -> HttpResponse:
    now = timezone.now()
    found = queries.one_volunteer(request.viewer, group, volunteer, now)
    looked(at_what="activities.volunteer", person=found.person, by=request.viewer, now=now)
    context = {
        "one": found,
        "group": group,
        "check": check or CheckForm(),
        "skill": skill or SkillForm(),
        "form": check if check and check.errors else skill,
        "today": timezone.localdate(now),
    }
    wrong = bool((check and check.errors) or (skill and skill.errors))
    return render(request, "activities/volunteer.html", context, status=422 if wrong else 200)


@require_POST
def answer_volunteer(request: HttpRequest, group: UUID, volunteer: UUID) -> HttpResponse:
    """Somebody is welcome, or not, or stops."""
    actions.answer_helping(
        group=group,
        volunteer=volunteer,
        role=request.POST.get("role", ""),
        state=request.POST.get("state", ""),
        by=request.viewer,
        now=timezone.now(),
    )
    messages.success(request, _("It is kept, and they are told."))
    return redirect("activities:volunteer", group, volunteer)


@require_POST
def see_check(request: HttpRequest, group: UUID, volunteer: UUID) -> HttpResponse:
    """An organiser saw a paper."""
    queries.one_volunteer(request.viewer, group, volunteer, timezone.now())
    form = CheckForm(request.POST)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("kind", "done_on", "until")}
        try:
            actions.see_check(group=group, volunteer=volunteer, **said, by=request.viewer, now=timezone.now())
            messages.success(request, _("It is kept that you saw it."))
            return redirect("activities:volunteer", group, volunteer)
        except Refused as refused:
            form.add_error("until", str(refused))
    return _volunteer_page(request, group, volunteer, check=form)


@require_POST
def note_skill(request: HttpRequest, group: UUID, volunteer: UUID) -> HttpResponse:
    """An organiser saw that somebody can do something."""
    queries.one_volunteer(request.viewer, group, volunteer, timezone.now())
    form = SkillForm(request.POST)
    if form.is_valid():
        code = form.cleaned_data["code"]
        actions.note_skill(group=group, volunteer=volunteer, code=code, by=request.viewer, now=timezone.now())
        messages.success(request, _("It is kept."))
        return redirect("activities:volunteer", group, volunteer)
    return _volunteer_page(request, group, volunteer, skill=form)


@require_POST
def ask_reference(request: HttpRequest, group: UUID, volunteer: UUID) -> HttpResponse:
    """Somebody whom a volunteer named is asked."""
    actions.ask_reference(
        group=group,
        volunteer=volunteer,
        reference=request.POST.get("reference", ""),
        by=request.viewer,
        now=timezone.now(),
    )
    messages.success(request, _("They are asked. What they say stands here."))
    return redirect("activities:volunteer", group, volunteer)


@require_http_methods(["GET", "HEAD", "POST"])
def thank(request: HttpRequest, group: UUID, volunteer: UUID) -> HttpResponse:
    """A word of thanks: drafted here, changed and sent by a human."""
    now = timezone.now()
    found = queries.one_volunteer(request.viewer, group, volunteer, now)
    draft = _("Dear %(name)s, thank you for your help. It was good that you were there.") % {
        "name": found.name
    }
    form = ThanksForm(request.POST if request.method == "POST" else None, initial={"text": draft})
    if form.is_valid():
        text = form.cleaned_data["text"]
        sent = actions.thank(group=group, volunteer=volunteer, text=text, by=request.viewer, now=now)
        said = _("Your thanks are on their way.")
        messages.success(request, said if sent else _("We have no way to write to them. Say it yourself."))
        return redirect("activities:volunteer", group, volunteer)
    context = {"form": form, "one": found, "group": group}
    return render(request, "activities/thank.html", context, status=422 if form.errors else 200)
