"""Putting the questions aside, and coming back to them by a private link."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kizuna.access.secrets import BadSeal
from kizuna.access.viewer import STRANGER, NotFound
from kizuna.screening import actions, queries
from kizuna.screening.flow import State, progress, unpacked
from kizuna.screening.flow import questions as next_items
from kizuna.screening.forms import Questions
from kizuna.screening.safety import danger
from kizuna.screening.views.questions import go_on, worded
from kizuna.screening.views.sealed import again, opened
from kizuna.screening.views.whose import places_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """Keep where they are, for whoever holds the link; a danger goes before everything else."""
    if request.method != "POST":
        return redirect("screening:start")
    now = timezone.now()
    try:
        state = opened(request, now)
        found = worded(request.viewer, state.instrument)
    except (BadSeal, KeyError, TypeError):
        return again(request)
    if state.person:  # a link worker's talk is no private matter of theirs
        raise NotFound("save")
    form = Questions(request.POST, items=next_items(found, state), places=places_of(request.viewer))
    if form.is_valid():
        given = form.answers()
        if danger(found, given):
            return go_on(request, found, state, now, take=True)
        state = replace(state, answers={**state.answers, **given})
    told = danger(found, state.answers)
    if told is not None and told.quiet:  # nothing of it may lie about at home
        return go_on(request, found, state, now)
    token, until = actions.put_aside(state=state.packed(), by=STRANGER, now=now)
    link = settings.BASE_URL + reverse("screening:come_back", args=[token])
    step, of = progress(found, state)
    context = {"link": link, "until": until, "step": step, "of": of}
    return render(request, "screening/saved.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest, token: str) -> HttpResponse:
    """On with the questions, or with what came of them; or forget it all."""
    now = timezone.now()
    id, packed, until = queries.saved(STRANGER, token, now)
    state: State = unpacked(packed)
    found = worded(request.viewer, state.instrument)
    if request.method == "POST" and request.POST.get("go") == "forget":
        actions.throw_away(saved=id, by=STRANGER, now=now)
        return render(request, "screening/forgotten.html")
    if request.method == "POST":
        return go_on(request, found, state, now)
    step, of = progress(found, state)
    context = {"until": until, "step": step, "of": of, "done": not next_items(found, state)}
    return render(request, "screening/come_back.html", context)
