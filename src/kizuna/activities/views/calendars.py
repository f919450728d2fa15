"""Calendar files: a group's dates for everybody, one's own behind a secret address, and files brought."""

from collections.abc import Iterable
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kizuna.activities import actions, queries
from kizuna.activities.calendar_file import LARGEST, BrokenCalendar, Meeting, read, written
from kizuna.activities.forms import CalendarForm
from kizuna.activities.group import NewEvent


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def _file(meetings: Iterable[Meeting], name: str, method: str = "PUBLISH") -> HttpResponse:
    content = written(meetings, name=name, zone=_zone(), now=timezone.now(), method=method)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="dates.ics"'
    return response


@require_safe
def group_calendar(request: HttpRequest, group: UUID) -> HttpResponse:
    """The dates of a group, for any calendar program."""
    name, meetings = queries.calendar(request.viewer, group, timezone.now())
    return _file(meetings, name)


@require_safe
def seat_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """One place, to be put into a calendar; once cancelled, to be taken out of it."""
    found, holder = queries.seat(request.viewer, token, timezone.now())
    method = "CANCEL" if found.state == "cancelled" else "PUBLISH"
    return _file(queries.seat_calendar(holder, found.id), found.date.group_name, method)


@require_safe
def own_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """One's own dates, for whoever knows the secret address."""
    return _file(queries.own_calendar(request.viewer, token, timezone.now()), _("My dates"))


@require_safe
def shift_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """A volunteer's shifts, for whoever has the key to their page."""
    now = timezone.now()
    id, holder = queries.volunteer_by_key(request.viewer, token, now)
    return _file(queries.shift_calendar(holder, id, now), _("My shifts"))


@require_safe
def one_shift(request: HttpRequest, token: str, shift: UUID) -> HttpResponse:
    """One shift, to be put into a calendar; once it is off, to be taken out of it."""
    id, holder = queries.volunteer_by_key(request.viewer, token, timezone.now())
    found = queries.one_shift(holder, id, shift)
    return _file([found], found.title, "CANCEL" if found.cancelled else "PUBLISH")


@require_http_methods(["GET", "HEAD", "POST"])
def bring_calendar(request: HttpRequest, group: UUID) -> HttpResponse:
    """An organiser brings the dates of a group as a calendar file: all of it, or nothing."""
    now = timezone.now()
    found = queries.kept_group(request.viewer, group, now)
    sent = request.method == "POST"
    form = CalendarForm(request.POST if sent else None, request.FILES if sent else None)
    if form.is_valid():
        try:
            meetings = read(form.cleaned_data["file"].read(LARGEST + 1), zone=_zone())
        except BrokenCalendar as wrong:
            form.add_error("file", str(wrong))
        else:
            number = _keep(meetings, str(group), request)
            said = ngettext("%(n)d date is kept.", "%(n)d dates are kept.", number) % {"n": number}
            messages.success(request, said)
            return redirect("activities:group", group)
    context = {"group": found, "form": form}
    return render(request, "activities/bring_calendar.html", context, status=422 if form.errors else 200)


def _keep(meetings: Iterable[Meeting], group: str, request: HttpRequest) -> int:
    events = [
        NewEvent(
            group=group,
            title=one.title[:200],
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            rule=one.rule,
            place=one.place[:200],
            skips=one.skips,
        )
        for one in meetings
        if not one.cancelled
    ]
    return actions.load_events(events=events, by=request.viewer, now=timezone.now())
