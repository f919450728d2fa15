"""A place at a date, without an account: asked for, looked at and given up by a link."""

from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kizuna.access.viewer import Refused
from kizuna.activities import actions, queries
from kizuna.activities.forms import SeatForm
from kizuna.activities.seats import moment, seat_token, stamp, too_many_to

MOST = 30
"""Places asked for, an hour and connection: many may share one."""


def too_many(reach: str) -> bool:
    """Whether somebody is asked for too often by this way to reach them, or everybody is."""
    return too_many_to(cache, reach, settings.SECRET_KEYS)


@require_http_methods(["GET", "HEAD", "POST"])
def date(request: HttpRequest, event: UUID, at: int) -> HttpResponse:
    """One date of a meeting, and a form for a place at it."""
    now = timezone.now()
    found = queries.date(request.viewer, event, at, now)
    form = SeatForm(
        request.POST if request.method == "POST" and found.open else None,
        initial={"name": queries.own_name(request.viewer)},
        buddies=queries.has_buddies(request.viewer, found.date.group),
    )
    if form.is_valid():
        if request.caller.too_often("activities:seat", MOST) or too_many(form.cleaned_data["reach"]):
            return render(request, "frame/429.html", status=429)
        said = form.cleaned_data
        try:
            seat = actions.take_seat(
                event=event,
                starts_at=moment(at),
                name=said["name"],
                reach=said["reach"],
                needs=said["needs"],
                key=f"form:{said['key']}",
                met=bool(said.get("met")),
                shares=bool(said.get("shares")),
                by=request.viewer,
                now=now,
            )
            return redirect("activities:seat", seat_token(seat, settings.SECRET_KEYS, now))
        except Refused as refused:
            form.add_error(None, str(refused))
    learn = queries.workshop(request.viewer, event, at)
    context = {"found": found, "form": form, "workshop": learn}
    return render(request, "activities/date.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: HttpRequest, token: str) -> HttpResponse:
    """One's own place: when, where, and one button to give it up."""
    now = timezone.now()
    found, holder = queries.seat(request.viewer, token, now)
    if request.method == "POST":
        actions.give_up_seat(seat=found.id, by=holder, now=now)
        return redirect("activities:seat", token)
    learn = queries.workshop(request.viewer, found.date.event, stamp(found.date.starts_at))
    asked = learn is not None and found.state in ("booked", "came")
    met_by = queries.met_by(request.viewer, found.id) if found.open else None
    context = {"seat": found, "token": token, "asked": asked, "met_by": met_by}
    return render(request, "activities/seat.html", context)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own dates, and the secret address for a calendar program."""
    now = timezone.now()
    seats, feed = queries.own_seats(request.viewer, now), queries.own_feed(request.viewer, now)
    context = {
        "seats": seats,
        "feed": feed,
        "base": settings.BASE_URL,
        "groups": queries.own_groups(request.viewer),
    }
    return render(request, "activities/mine.html", context)


@require_POST
def new_calendar(request: HttpRequest) -> HttpResponse:
    """A new secret address; the old one is dead."""
    actions.new_calendar(by=request.viewer, now=timezone.now())
    return redirect("activities:mine")
