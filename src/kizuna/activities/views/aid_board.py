"""What whoever keeps an area does: reads what is new, brings two together, shares all out at once."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kizuna.access.viewer import Refused
from kizuna.activities import actions, queries
from kizuna.activities.aid import BY_KIND, PER_PAGE, TIMES
from kizuna.activities.aid_sharing import ready
from kizuna.frame.paging import page_of

MOST_PAIRS = 1000


@require_safe
def aid_board(request: HttpRequest) -> HttpResponse:
    """Asks without anybody, the longest wait first, with who would suit and why."""
    now, wanted = timezone.now(), request.GET.get("page", "1")
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 7 else 1
    found = queries.board(request.viewer, now, max(0, number - 1) * PER_PAGE)
    page = page_of(found.total, str(number), PER_PAGE)
    if page.number != number:
        found = queries.board(request.viewer, now, page.start)
    context = {"board": found, "page": page, "times": TIMES, "ready": ready()}
    return render(request, "activities/aid_board.html", context)


@require_safe
def aid_under_way(request: HttpRequest) -> HttpResponse:
    """What became of asks: who is asked or agreed, what stays without anybody, what did not work."""
    found = queries.under_way(request.viewer, timezone.now())
    unmet = [(BY_KIND[kind].label, n) for kind, n in found.unmet]
    failures = [(BY_KIND[one.kind].label, one) for one in found.failures]
    context = {"lines": found.lines, "unmet": unmet, "failures": failures}
    return render(request, "activities/aid_under_way.html", context)


@require_POST
def look_at_aid(request: HttpRequest, aid: UUID) -> HttpResponse:
    """It is passed on, or it is not."""
    good = request.POST.get("good") == "yes"
    actions.look_at_aid(aid=aid, good=good, by=request.viewer, now=timezone.now())
    return redirect("activities:aid_board")


@require_POST
def propose_match(request: HttpRequest, ask: UUID) -> HttpResponse:
    """Ask both whether they agree."""
    try:
        actions.propose_match(
            ask=ask, offer=request.POST.get("offer", ""), by=request.viewer, now=timezone.now()
        )
    except Refused as refused:
        messages.info(request, str(refused))
    else:
        messages.success(
            request, _("Both are asked. They see how to reach each other when both have said yes.")
        )
    return redirect("activities:aid_board")


@require_safe
def aid_together(request: HttpRequest) -> HttpResponse:
    """All asks shared out at once: a proposal, which a human confirms."""
    found = queries.together(request.viewer, timezone.now())
    return render(request, "activities/aid_together.html", {"found": found})


@require_POST
def propose_matches(request: HttpRequest) -> HttpResponse:
    """Ask both sides of every pair that is ticked."""
    pairs = [tuple(one.split(":", 1)) for one in request.POST.getlist("pair") if ":" in one][:MOST_PAIRS]
    asked, left = actions.propose_matches(
        pairs=[(ask, offer) for ask, offer in pairs], by=request.viewer, now=timezone.now()
    )
    said = ngettext("%(n)d pair is asked.", "%(n)d pairs are asked.", asked) % {"n": asked}
    if left:
        more = ngettext(
            "%(n)d pair suits no more and was left out.", "%(n)d pairs suit no more and were left out.", left
        )
        said = f"{said} {more % {'n': left}}"
    messages.success(request, said)
    return redirect("activities:aid_board")
