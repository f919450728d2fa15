"""People who may be isolated: the list with its reasons, and writing down what was done."""

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kizuna.ledger.actions import looked
from kizuna.people.queries import contact
from kizuna.referrals import actions, queries
from kizuna.referrals.forms import MarkForm
from kizuna.referrals.outreach import LABELS, WEEKS
from kizuna.referrals.views.desk import PAGE, page_number, page_of

USUAL = 8


def _weeks(request: HttpRequest) -> int:
    asked = request.GET.get("weeks", "")
    return int(asked) if asked in {str(weeks) for weeks in WEEKS} else USUAL


@require_safe
def outreach(request: HttpRequest) -> HttpResponse:
    """Who may be isolated, with each reason; with ?why= the list of one reason."""
    now, number, weeks = timezone.now(), page_number(request), _weeks(request)
    wanted = request.GET.get("why", "")
    wanted = wanted if wanted in LABELS else ""
    start = (number - 1) * PAGE
    found = queries.outreach(request.viewer, now, wanted=wanted, weeks=weeks, start=start, limit=PAGE)
    context = {
        "found": found,
        "labels": LABELS.items(),
        "wanted": wanted,
        "weeks": weeks,
        "choices": WEEKS,
        "page": page_of(number, found.total),
    }
    return render(request, "referrals/outreach.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def outreach_to(request: HttpRequest, person: UUID) -> HttpResponse:
    """One person: why they stand on the list, how to reach them, and what you did."""
    viewer, now = request.viewer, timezone.now()
    one = queries.outreach_of(viewer, person, now, _weeks(request))
    form = MarkForm(request.POST if request.method == "POST" else None, initial={"id": uuid4()})
    if form.is_valid():
        clean = form.cleaned_data
        actions.mark_reached(
            attempt=clean["id"],
            person=person,
            how=clean["how"],
            next_on=clean["next_on"],
            by=viewer,
            now=now,
        )
        return redirect("referrals:outreach")
    looked(at_what="referrals.outreach", person=one.who.id, by=viewer, now=now)
    context = {"one": one, "form": form, "contact": contact(viewer, one.who.id, now)}
    return render(request, "referrals/outreach_to.html", context, status=422 if form.errors else 200)
