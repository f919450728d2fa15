"""The talks with somebody."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import Refused
from kizuna.ledger.actions import looked
from kizuna.people.queries import profile
from kizuna.referrals import actions, queries
from kizuna.referrals.forms import TalkForm
from kizuna.referrals.talks import DRAFT_FIELDS, summed

MOST_TURNS = 2_000_000_000


@require_http_methods(["GET", "HEAD", "POST"])
def talks(request: HttpRequest, person: UUID) -> HttpResponse:
    """What was talked about so far, counted and timed, and a form for one more."""
    now, viewer = timezone.now(), request.viewer
    allow_some(viewer, "talk.see")
    who = profile(viewer, person)
    draft = queries.draft(viewer, who.id) if request.method != "POST" else None
    begun = {"referral": request.GET.get("about", "")}
    form = TalkForm(
        request.POST if request.method == "POST" else None,
        referrals=queries.open_referrals_of(viewer, who.id),
        initial={**begun, **draft.said, "attempt": draft.attempt} if draft else begun,
    )
    if form.is_valid():
        try:
            actions.write_talk(person=who.id, by=viewer, now=now, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, _(str(refused)))
        else:
            return redirect("referrals:talks", who.id)
    found = queries.talks(viewer, who.id)
    looked(at_what="referrals.talks", person=who.id, by=viewer, now=now)
    context = {"who": who, "form": form, "found": found, "sum": summed(found), "draft": draft}
    return render(request, "referrals/talks.html", context, status=422 if form.errors else 200)


@require_POST
def draft(request: HttpRequest, person: UUID) -> HttpResponse:
    """Keep what is written so far, or throw it away; the page's own script asks for the first."""
    viewer, now, said = request.viewer, timezone.now(), request.POST
    allow_some(viewer, "talk.write")
    who = profile(viewer, person)
    if said.get("do") == "drop":
        actions.drop_draft(person=who.id, by=viewer, now=now)
        return redirect("referrals:talks", person)
    try:
        attempt, turn = UUID(said.get("attempt", "")), int(said.get("turn", "0"))
    except ValueError:
        return JsonResponse({"detail": "attempt and turn"}, status=400)
    turn = max(0, min(turn, MOST_TURNS))
    words = {name: said.get(name, "") for name in DRAFT_FIELDS}
    actions.keep_draft(attempt=attempt, person=who.id, said=words, turn=turn, by=viewer, now=now)
    return JsonResponse({"turn": turn})
