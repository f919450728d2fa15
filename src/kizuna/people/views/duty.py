"""The rota: a week as a table, with gaps and overlaps; add, repeat, take off, hand over, confirm."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kizuna.access.deeds import allow_some, may
from kizuna.access.viewer import Refused
from kizuna.people import actions, queries
from kizuna.people.duty import week
from kizuna.people.forms import AddShift
from kizuna.places.queries import areas

WEEK = timedelta(days=7)
FIRST, LAST = date(1900, 1, 1), date(2500, 12, 31)


def _first(request: HttpRequest) -> date:
    try:
        asked = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        asked = timezone.localdate()
    # Whoever asks for a week at an end of the calendar sees the last one that has weeks beside it.
    asked = min(max(asked, FIRST), LAST)
    return asked - timedelta(days=asked.weekday())


@require_http_methods(["GET", "HEAD", "POST"])
def duty(request: HttpRequest) -> HttpResponse:
    """One week of one area, with what is inherited from the areas above."""
    viewer, now = request.viewer, timezone.now()
    allow_some(viewer, "duty.see")
    mine = [one for one in areas(viewer) if one.id in viewer.areas or viewer.role == "admin"]
    area = next((one for one in mine if one.id == request.GET.get("area")), mine[0] if mine else None)
    people = [(one.id, one.name or one.email) for one in queries.duty_accounts(viewer)]
    does = request.POST.get("do", "")
    form = AddShift(request.POST if does == "add" else None, people=people)
    if does and area:
        try:
            if does == "add" and form.is_valid():
                actions.repeat_duty(area=area.id, **form.cleaned_data, by=viewer, now=now)
            elif does == "remove":
                actions.remove_duty(shift=request.POST.get("shift"), by=viewer, now=now)
            elif does == "offer":
                to = request.POST.get("to")
                actions.offer_duty(shift=request.POST.get("shift"), to=to, by=viewer, now=now)
            elif does == "accept":
                actions.accept_duty(shift=request.POST.get("shift"), by=viewer, now=now)
        except Refused as refused:
            form = AddShift(request.POST, people=people)
            form.add_error(None, str(refused))
        if not form.errors:
            messages.success(request, _("Saved. Pages say it from now on."))
            return redirect(request.get_full_path())
    first, zone = _first(request), timezone.get_default_timezone()
    shifts = queries.shifts(viewer, area.id, first, first + WEEK) if area else []
    context = {
        "form": form,
        "areas": mine,
        "area": area,
        "days": week(shifts, first, zone),
        "first": first,
        "before": (first - WEEK).isoformat(),
        "after": (first + WEEK).isoformat(),
        "keeps": may(viewer, "duty.set"),
        "people": people,
        "me": viewer.account,
    }
    return render(request, "people/duty.html", context, status=422 if form.errors else 200)
