"""Pages of groups. Everybody may read them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kizuna.activities import actions, queries
from kizuna.activities.forms import BuddyForm
from kizuna.activities.poster import GROUP
from kizuna.directory.needs import BY_CODE, GROUPS
from kizuna.frame.paging import page_of

PER_PAGE = 12


@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """Groups to join, those that meet next first; only those for one need if it is asked for."""
    need = BY_CODE.get(request.GET.get("need", ""))
    found = queries.options(request.viewer, now=timezone.now(), needs=[need.code] if need else None)
    found.sort(key=lambda one: (one.next_start is None, one.next_start, one.name))
    page = page_of(len(found), request.GET.get("page"), PER_PAGE)
    context = {"need": need, "needs": GROUPS, "page": page, "groups": found[page.start : page.stop]}
    return render(request, "activities/groups.html", context)


@require_safe
def group(request: HttpRequest, group: UUID) -> HttpResponse:
    """One group: what it is like, when it meets, how to join."""
    now = timezone.now()
    found = queries.group(request.viewer, group, now)
    keeps = queries.keeps(request.viewer, found.area)
    context = {
        "group": found,
        "keeps": keeps,
        "keeps_letters": queries.keeps_letters(request.viewer, found.area),
        "standing": queries.standing_in(request.viewer, group),
        "resident": request.viewer.role == "resident" and bool(request.viewer.person),
        "may_join": found.join != "referral" or queries.may_join(request.viewer, group),
        "opened": queries.posters_opened(request.viewer, GROUP, [found.id], now)[found.id] if keeps else None,
        "workshops": queries.workshops_held(request.viewer, group, now) if keeps else (),
        "buddies": BuddyForm() if queries.has_buddies(request.viewer, group) else None,
    }
    return render(request, "activities/group.html", context)


@require_POST
def pass_on(request: HttpRequest, group: UUID) -> HttpResponse:
    """An organiser asks a link worker to see after somebody who has stayed away."""
    person = request.POST.get("person", "")
    actions.pass_on(group=group, person=person, by=request.viewer, now=timezone.now())
    return redirect("home")


@require_POST
def reached(request: HttpRequest, absence: UUID) -> HttpResponse:
    """A link worker has reached somebody who was missed."""
    actions.answer_absence(absence=absence, by=request.viewer, now=timezone.now())
    return redirect("referrals:today")
