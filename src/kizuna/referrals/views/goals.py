"""What somebody wants to reach, the plan to print, and not wanting to answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kizuna.access.deeds import allow, allow_some
from kizuna.access.viewer import Refused
from kizuna.ledger.actions import looked
from kizuna.people.queries import profile
from kizuna.referrals import actions, queries
from kizuna.referrals.forms import GoalForm


@require_http_methods(["GET", "HEAD", "POST"])
def goals(request: HttpRequest, person: UUID) -> HttpResponse:
    """What they want to reach, and a form for one more."""
    now, viewer = timezone.now(), request.viewer
    allow_some(viewer, "goal.keep")
    who = profile(viewer, person)
    form = GoalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.set_goal(person=who.id, by=viewer, now=now, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, _(str(refused)))
        else:
            return redirect("referrals:goals", who.id)
    found = queries.goals(viewer, who.id)
    looked(at_what="referrals.goals", person=who.id, by=viewer, now=now)
    measured = queries.measured(viewer, who.id, now)
    context = {"who": who, "form": form, "found": found, "measured": measured}
    return render(request, "referrals/goals.html", context, status=422 if form.errors else 200)


@require_POST
def goal(request: HttpRequest, goal: UUID) -> HttpResponse:
    """Say where a goal stands."""
    state = request.POST.get("state", "")
    allow_some(request.viewer, "goal.keep")
    try:
        person = actions.mark_goal(goal=goal, state=state, by=request.viewer, now=timezone.now())
    except Refused as refused:
        messages.error(request, _(str(refused)))
        return redirect("referrals:caseload")
    return redirect("referrals:goals", person)


@require_safe
def plan(request: HttpRequest, person: UUID) -> HttpResponse:
    """The plan that they share, to print; with ?print=large for eyes that need it."""
    now, viewer = timezone.now(), request.viewer
    allow_some(viewer, "goal.see")
    who = profile(viewer, person)
    allow(viewer, "goal.see", area=who.area_id, person=who.id)
    found = queries.plan(viewer, who.id, now)
    own = who.id == viewer.person
    if not own:
        looked(at_what="referrals.plan", person=who.id, by=viewer, now=now)
    large = request.GET.get("print") == "large"
    context = {"plan": found, "now": now, "large": large, "own": own, "quick_exit": own}
    return render(request, "referrals/plan.html", context)


@require_POST
def leave(request: HttpRequest, measuring: UUID) -> HttpResponse:
    """They would rather not answer this time."""
    allow_some(request.viewer, "measuring.leave")
    stage = request.POST.get("stage", "")
    try:
        person = actions.leave_measuring(
            measuring=measuring, stage=stage, by=request.viewer, now=timezone.now()
        )
    except Refused as refused:
        messages.error(request, _(str(refused)))
        return redirect("referrals:caseload")
    return redirect("referrals:goals", person)
