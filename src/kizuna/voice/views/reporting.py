"""Somebody reports what is not right, without an account, and comes back to their secret page."""

import re
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.activities.queries import group, group_of_event
from kizuna.frame.seldom import too_often
from kizuna.voice import actions, queries
from kizuna.voice.forms import OwnForm, ReportForm
from kizuna.voice.report import NewReport, page_of, report_token, tells_of_danger

MOST, MOST_IN_ALL = 10, 300
"""An hour: reports of one connection, and of all."""
NAME = re.compile(r"[a-z_]{1,40}(:[a-z_]{1,40})?")


def _too_many(request: HttpRequest) -> bool:
    mine = request.caller.too_often("voice:report", MOST)
    return too_often(cache, "voice:reports", "", MOST_IN_ALL, settings.SECRET_KEYS) or mine


def _page(viewer: Viewer, text: str) -> tuple[str, str, str]:
    """The page that is reported as it may be kept, the id of its group, and what people call it."""
    if not text.startswith("/"):
        return (text if NAME.fullmatch(text) else ""), "", ""
    try:
        match = resolve(text.partition("?")[0])
    except Resolver404:
        return "", "", ""
    kept = page_of(match.view_name, text.partition("?")[0], match.kwargs)
    try:
        where = {"activities:group": lambda: match.kwargs["group"]}
        where["activities:date"] = lambda: group_of_event(viewer, match.kwargs["event"])
        found = group(viewer, where[match.view_name](), timezone.now())
    except (KeyError, NotFound):
        return kept, "", ""
    return kept, found.id, found.name


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form of a report. Whoever is in danger is shown whom to ring before anything else."""
    viewer = request.viewer
    sent = request.method == "POST"
    page, group_id, name = _page(viewer, (request.POST if sent else request.GET).get("page", ""))
    form = ReportForm(
        request.POST if sent else None,
        may_be_named=viewer.role == "resident" and bool(viewer.person),
        initial={"page": page},
    )
    if form.is_valid():
        if _too_many(request):
            return render(request, "frame/429.html", status=429)
        said = {**form.cleaned_data, "page": page, "group": group_id, "language": get_language() or ""}
        try:
            id = actions.make_report(new=NewReport(**said), by=viewer, now=timezone.now())
        except Refused as why:
            form.add_error(None, str(why))
        else:
            return _thanks(request, id, form)
    context = {"form": form, "name": name, "quick_exit": True}
    return render(request, "voice/report.html", context, status=422 if form.errors else 200)


def _thanks(request: HttpRequest, id: UUID, form: ReportForm) -> HttpResponse:
    said = form.cleaned_data
    if said["tell"] == "not":
        messages.success(request, _("Thank you. Somebody who is not part of it looks into it."))
        in_danger = tells_of_danger(said["kind"], said["words"])
        return redirect("screening:crisis" if in_danger else "voice:code")
    return redirect("voice:own", report_token(id, settings.SECRET_KEYS, timezone.now()))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, token: str) -> HttpResponse:
    """The secret page of a report: how it stands, what was decided, and what one can do."""
    now = timezone.now()
    found, holder = queries.own_report(request.viewer, token, now)
    form = OwnForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.own_step(report=found.id, **form.cleaned_data, by=holder, now=now)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Sent. It stands here."))
            return redirect("voice:own", token)
    context = {"found": found, "form": form, "base": settings.BASE_URL, "token": token, "quick_exit": True}
    return render(request, "voice/own.html", context, status=422 if form.errors else 200)
