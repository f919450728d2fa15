"""Where a coordinator calls an emergency, prolongs it, and ends it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kizuna.access.deeds import allow
from kizuna.access.viewer import Refused
from kizuna.places import actions, queries
from kizuna.places.forms import EmergencyForm, EverydayForm


@require_http_methods(["GET", "POST"])
def posture(request: HttpRequest, area: UUID) -> HttpResponse:
    """Call an emergency in one area, make it last longer, or end it."""
    viewer, now = request.viewer, timezone.now()
    allow(viewer, "posture.set", area=area)
    value = queries.area(viewer, area)
    on = queries.emergencies(viewer, [value.id], now=now)
    own = next((one for one in on if one.area_id == value.id), None)
    ending = request.method == "POST" and request.POST.get("do") == "end"
    start = {"why": own.why if own else "", "lasts": "24"}
    call = EmergencyForm(request.POST if request.method == "POST" and not ending else None, initial=start)
    end = EverydayForm(request.POST if ending else None, prefix="end")
    form: EmergencyForm | EverydayForm = end if ending else call
    if request.method == "POST" and form.is_valid():
        until = None if isinstance(form, EverydayForm) else now + form.length
        try:
            actions.set_posture(area=area, until=until, why=form.cleaned_data["why"], by=viewer, now=now)
        except Refused as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _("Saved. People in this area see it from now on."))
            return redirect("places:area", area)
    context = {
        "area": value,
        "own": own,
        "above": [one for one in on if one.area_id != value.id],
        "call": call,
        "end": end,
        "form": form,
    }
    return render(request, "places/posture.html", context, status=422 if request.method == "POST" else 200)
