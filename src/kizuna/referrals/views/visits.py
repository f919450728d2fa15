"""Who is on a visit: set out, come back, stay longer."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kizuna.access.deeds import allow_some, may
from kizuna.access.viewer import NotFound, Refused
from kizuna.people.queries import profile
from kizuna.referrals import actions, queries
from kizuna.referrals.forms import VisitForm
from kizuna.referrals.safety import MINUTES


@require_http_methods(["GET", "HEAD", "POST"])
def visits(request: HttpRequest) -> HttpResponse:
    """Who is out now, and a form to set out."""
    viewer, now = request.viewer, timezone.now()
    allow_some(viewer, "visit.see")
    form = _form(request) if may(viewer, "visit.make") else None
    if request.method == "POST":
        allow_some(viewer, "visit.make")
    if form and form.is_valid():
        said = form.cleaned_data
        until = now + timedelta(minutes=said.pop("minutes"))
        try:
            actions.go_on_visit(**said, until=until, by=viewer, now=now)
        except Refused as refused:
            form.add_error(None, _(str(refused)))
        else:
            messages.success(request, _("Say here when you are back. If you do not, somebody looks for you."))
            return redirect("referrals:visits")
    found = [(one, one.late(now)) for one in queries.visits(viewer, now)]
    context = {"found": found, "form": form, "mine": viewer.account}
    return render(request, "referrals/visits.html", context, status=422 if form and form.errors else 200)


def _form(request: HttpRequest) -> VisitForm:
    """With ?for= it is about somebody whom the viewer sees."""
    viewer = request.viewer
    initial: dict[str, str] = {}
    if wanted := request.GET.get("for", ""):
        try:
            who = profile(viewer, wanted)
            initial = {"person": who.id, "area": who.area_id}
        except NotFound:
            initial = {}
    posted = request.POST if request.method == "POST" else None
    return VisitForm(posted, areas=queries.own_areas(viewer), initial=initial)


@require_POST
def visit(request: HttpRequest, visit: UUID) -> HttpResponse:
    """They are back, or stay longer."""
    now, viewer = timezone.now(), request.viewer
    more = request.POST.get("longer", "")
    try:
        if more in {str(n) for n in MINUTES}:
            actions.stay_longer(visit=visit, minutes=int(more), by=viewer, now=now)
        else:
            actions.back_from_visit(visit=visit, by=viewer, now=now)
    except Refused as refused:
        messages.error(request, _(str(refused)))
    return redirect("referrals:visits")
