"""Pages of groups. Everybody may read them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kizuna.activities import queries
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
    found = queries.group(request.viewer, group, timezone.now())
    return render(request, "activities/group.html", {"group": found})
