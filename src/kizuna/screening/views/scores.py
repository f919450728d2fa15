"""After the last question of a published scale: the score, for whoever gave it, and kept if they like."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kizuna.access.secrets import BadSeal
from kizuna.access.viewer import NotFound, Viewer
from kizuna.instruments.definition import Instrument
from kizuna.instruments.queries import instruments
from kizuna.screening import actions
from kizuna.screening.flow import CHECK_UP, State
from kizuna.screening.safety import danger
from kizuna.screening.scores import shown
from kizuna.screening.values import Used
from kizuna.screening.views.sealed import again, carried, opened, seal_heard, sealed, used
from kizuna.screening.views.whose import acting, asked, manner_of, name_of, person_of, relation_of
from kizuna.screening.worked_out import known_scores


def result_page(
    request: HttpRequest, found: Instrument, state: State, now: datetime, kept: bool = False
) -> HttpResponse:
    """What the answers come to, in numbers and words; whoever gave them sees it before anybody else."""
    token = sealed(state, now)
    payload = {
        "attempt": state.attempt,
        "answers": state.answers,
        "needs": [],
        "facts": {},
        "told": state.told,
        "instrument": state.instrument,
    }
    context = {
        "scale": found,
        "scores": shown(found, state.answers, known_scores(instruments(request.viewer))),
        "together": name_of(request.viewer, state),
        "relation": relation_of(state),
        "known": bool(person_of(request.viewer, state)),
        "kept": kept,
        "told": state.told,
        "state": token,
        "heard": seal_heard(payload, now),
        "carry": carried("screening:questions", state=token, go="on"),
        "quick_exit": danger(found, state.answers) is not None,
    }
    return render(request, "screening/score.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def keep_score(request: HttpRequest) -> HttpResponse:
    """Keep the answers to a scale in the record of somebody we know, once."""
    if request.method != "POST":
        return redirect("screening:start")
    now, viewer = timezone.now(), request.viewer
    try:
        state = opened(request, now)
    except (BadSeal, KeyError, TypeError):
        return again(request)
    found = _scale(viewer, state)
    person = person_of(viewer, state)
    if not person:
        return result_page(request, found, state, now)
    try:
        actions.record_check_up(
            attempt=state.attempt,
            person=person,
            answers=state.answers,
            heard=(),
            manner=manner_of(request, state),
            instrument_code=state.instrument,
            by=acting(viewer, person),
            now=now,
        )
    except Used:
        return used(request)
    return result_page(request, found, state, now, kept=True)


def _scale(viewer: Viewer, state: State) -> Instrument:
    found = asked(viewer, state.instrument)
    if found.code == CHECK_UP or not found.worded:
        raise NotFound(state.instrument)
    return found
