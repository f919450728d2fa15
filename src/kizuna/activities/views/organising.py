"""What an organiser does with dates: a new one, who came, and one that is called off."""

from datetime import UTC
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kizuna.access.viewer import Refused
from kizuna.activities import actions, queries
from kizuna.activities.forms import AttendanceForm, DateForm, GroupForm
from kizuna.activities.group import NewEvent
from kizuna.activities.seats import moment


@require_http_methods(["GET", "HEAD", "POST"])
def new_date(request: HttpRequest, group: UUID) -> HttpResponse:
    """A new date of a group, once or every week."""
    now = timezone.now()
    found = queries.kept_group(request.viewer, group, now)
    form = DateForm(
        request.POST if request.method == "POST" else None, initial={"title": found.name, "repeats": ""}
    )
    if form.is_valid():
        said = form.cleaned_data
        event = NewEvent(
            group=str(group),
            title=said["title"],
            starts_at=said["starts_at"].astimezone(UTC),
            ends_at=said["ends_at"].astimezone(UTC),
            rule=said["repeats"],
            place=said["place"],
            places=said["places"],
            photos=said["photos"],
        )
        try:
            actions.load_events(events=[event], by=request.viewer, now=now)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The date is kept. People can sign up for it now."))
            return redirect("activities:group", group)
    context = {"group": found, "form": form}
    return render(request, "activities/new_date.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change_group(request: HttpRequest, group: UUID) -> HttpResponse:
    """What a group says of itself, on one page."""
    now = timezone.now()
    found = queries.kept_group(request.viewer, group, now)
    form = GroupForm(request.POST if request.method == "POST" else None, group=found)
    if form.is_valid():
        actions.change_group(group=group, page=form.page(), by=request.viewer, now=now)
        messages.success(request, _("Kept. Everybody can read it now."))
        return redirect("activities:group", group)
    context = {"group": found, "form": form}
    return render(request, "activities/change_group.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, event: UUID, at: int) -> HttpResponse:
    """Who has a place, who waits, and who came: on a telephone, or printed as a sheet."""
    found = queries.sheet(request.viewer, event, at)
    form = AttendanceForm(request.POST if request.method == "POST" else None, seats=found.seats)
    if form.is_valid():
        actions.take_attendance(
            event=event,
            starts_at=moment(at),
            came=form.said("came"),
            missed=form.said("missed"),
            also=form.cleaned_data["also"],
            by=request.viewer,
            now=timezone.now(),
        )
        messages.success(request, _("It is noted who came. Thank you."))
        return redirect("activities:attendance", event, at)
    needs = [one for one in (*found.seats, *found.waiting) if one.needs]
    context = {"sheet": found, "form": form, "at": at, "blank": range(8), "needs": needs}
    return render(request, "activities/attendance.html", context, status=422 if form.errors else 200)


@require_POST
def call_off(request: HttpRequest, event: UUID, at: int) -> HttpResponse:
    """A date is not held; everybody who has a place or waits is told."""
    found = queries.sheet(request.viewer, event, at)
    told = actions.call_off(event=event, starts_at=moment(at), by=request.viewer, now=timezone.now())
    said = ngettext(
        "The date is called off. %(n)d person had a place or waited.",
        "The date is called off. %(n)d people had a place or waited.",
        told,
    )
    messages.success(request, said % {"n": told})
    return redirect("activities:group", found.date.group)
