"""The check-up: one page of questions after the other, then what we heard. Nothing is stored on the way."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from kizuna.access.secrets import BadSeal
from kizuna.access.viewer import STRANGER, NotFound, Viewer
from kizuna.directory.needs import BY_CODE, GROUPS
from kizuna.instruments.answers import WrongAnswer, checked
from kizuna.instruments.definition import Instrument
from kizuna.instruments.queries import askable
from kizuna.ledger.actions import looked
from kizuna.people.queries import contact, duty_hours, profile
from kizuna.screening import actions, queries
from kizuna.screening.facts import facts
from kizuna.screening.flow import CHECK_UP, State, answered, back, progress, sealed_heard, skipped
from kizuna.screening.flow import questions as next_items
from kizuna.screening.forms import Heard, HowAsked, Places, Questions
from kizuna.screening.needs import heard as needs_heard
from kizuna.screening.needs import in_words
from kizuna.screening.safety import Danger, danger
from kizuna.screening.values import Used
from kizuna.screening.views.crisis import numbers
from kizuna.screening.views.scores import result_page
from kizuna.screening.views.sealed import again, carried, opened, seal_heard, sealed, used
from kizuna.screening.views.whose import (
    acting,
    asked,
    manner_of,
    name_of,
    person_of,
    places_of,
    relation_of,
    with_person_of,
)


def _question_page(
    request: HttpRequest, found: Instrument, state: State, now: datetime, form: Questions | None = None
) -> HttpResponse:
    items = next_items(found, state)
    form = form or Questions(
        items=items,
        places=places_of(request.viewer),
        initial=state.answers,
    )
    step, of = progress(found, state)
    token = sealed(state, now)
    before = danger(found, state.answers)
    sensitive = any(choice.danger for item in items for choice in item.choices)
    context = {
        "form": form,
        "state": token,
        "carry": carried("screening:questions", state=token, go="on"),
        "step": step,
        "of": of,
        "first": state.page == 0,
        "why": next((item.why for item in items if item.why), ""),
        "together": name_of(request.viewer, state),
        "relation": relation_of(state),
        "told": state.told,
        "quick_exit": sensitive or before is not None,
        # Nothing of an abuse at home may lie about there, and a talk with a link worker is theirs both.
        "may_save": not state.person and (before is None or not before.quiet),
    }
    return render(request, "screening/question.html", context, status=422 if form.errors else 200)


def worded(viewer: Viewer, code: str) -> Instrument:
    """The questionnaire, if it has words in this language: without any, it does not exist here."""
    found = asked(viewer, code)
    if not found.worded:
        raise NotFound(code)
    return found


def _begin(
    request: HttpRequest,
    found: Instrument,
    person: str = "",
    channel: str = "",
    who: str = "self",
    relation: str = "",
) -> HttpResponse:
    state = State(
        str(uuid4()),
        person=person,
        instrument=found.code,
        channel=channel,
        who=who,
        relation=relation,
    )
    actions.count_passage(instrument=found.code, steps=["begun"], by=request.viewer, now=timezone.now())
    return _question_page(request, found, state, timezone.now())


def _start_page(request: HttpRequest, found: Instrument, **more: Any) -> HttpResponse:
    """What happens and who sees it. The check-up also leads to the scales that this site has words for."""
    scale = found if found.code != CHECK_UP else None
    others = [] if scale else askable(request.viewer, get_language() or "")
    context = {"of": len(found.pages), "code": found.code, "scale": scale, "others": others, **more}
    wrong = "form" in more and more["form"].errors
    return render(request, "screening/start.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, scale: str = CHECK_UP) -> HttpResponse:
    """What happens and who sees it; then the first question."""
    found = worded(request.viewer, scale)
    if request.method == "POST":
        return _begin(request, found)
    hours = duty_hours(request.viewer, None, timezone.now())
    known = bool(person_of(request.viewer, State("")))
    return _start_page(request, found, hours=hours, known=known)


@require_http_methods(["GET", "HEAD", "POST"])
def with_person(request: HttpRequest, person: UUID, scale: str = CHECK_UP) -> HttpResponse:
    """The same for a link worker beside somebody they support."""
    who = with_person_of(request.viewer, person)
    found = worded(request.viewer, scale)
    form = HowAsked(request.POST if request.method == "POST" else None)
    if form.is_valid():
        clean = form.cleaned_data
        clean["channel"] = clean["channel"] or "with a worker"
        return _begin(request, found, who.id, **clean)
    looked(at_what="screening.with_person", person=who.id, by=request.viewer, now=timezone.now())
    return _start_page(request, found, who=who, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest) -> HttpResponse:
    """One page of answers in, the next page out."""
    if request.method != "POST":
        return redirect("screening:start")
    now = timezone.now()
    try:
        state = opened(request, now)
        found = worded(request.viewer, state.instrument)
    except (BadSeal, KeyError, TypeError):
        return again(request)
    person_of(request.viewer, state)
    match request.POST.get("go"):
        case "back":
            return _show(request, found, back(found, state), now)
        case "skip":
            return _show(request, found, skipped(found, state), now)
        case "on":
            return _show(request, found, state, now)
        case "danger":
            return _danger_again(request, found, state, now)
        case _:
            return _take(request, found, state, now)


def go_on(
    request: HttpRequest, found: Instrument, state: State, now: datetime, take: bool = False
) -> HttpResponse:
    """The page of a state from elsewhere; with `take` after looking at what was answered on it just now."""
    person_of(request.viewer, state)
    return _take(request, found, state, now) if take else _show(request, found, state, now)


def _show(request: HttpRequest, found: Instrument, state: State, now: datetime) -> HttpResponse:
    if next_items(found, state):
        return _question_page(request, found, state, now)
    asked_here = (item for item in found.items if item.kind != "text" and item.applies(state.answers))
    left_out = any(item.id not in state.answers for item in asked_here)
    actions.count_passage(
        instrument=found.code,
        steps=["finished", *(["skipped"] if left_out else [])],
        attempt=state.attempt,
        by=request.viewer,
        now=now,
    )
    if state.instrument != CHECK_UP:
        return result_page(request, found, state, now)
    return _heard_page(request, state, now)


def _take(request: HttpRequest, found: Instrument, state: State, now: datetime) -> HttpResponse:
    """Check what was answered; a danger goes before everything else."""
    places = places_of(request.viewer)
    items = next_items(found, state)
    form = Questions(request.POST, items=items, places=places)
    if not form.is_valid():
        return _question_page(request, found, state, now, form)
    try:
        given = checked(found, form.answers(), [code for code, _ in places])
    except WrongAnswer:
        return again(request)
    after = answered(found, state, given)
    told = danger(found, given)
    return _danger_page(request, after, told, now) if told else _show(request, found, after, now)


def _tell(
    request: HttpRequest, state: State, person: str, codes: list[str], area: str | None, now: datetime
) -> State:
    """Tell a human where the person can be reached, else count; the state that knows of it."""
    viewer: Viewer = request.viewer
    by, attempt = acting(viewer, person), state.attempt
    if (person and contact(viewer, person, now)) or (state.told and not person):
        try:
            actions.record_check_up(
                attempt=attempt,
                person=person or None,
                answers=state.answers,
                heard=codes,
                manner=manner_of(request, state),
                urgent=True,
                instrument_code=state.instrument,
                by=by,
                now=now,
            )
            return replace(state, told=True)
        except Used:
            # What they had sent is erased or taken back. Whether to ask again is theirs to say.
            state = replace(state, attempt=str(uuid4()), told=False)
    if state.counted or state.told:
        return state
    actions.count_danger(attempt=attempt, area=area, by=by if by.person or person else STRANGER, now=now)
    return replace(state, counted=True)


def _danger_page(request: HttpRequest, state: State, told: Danger, now: datetime) -> HttpResponse:
    """The numbers at once. Where the person can be reached, a human is told in the same request."""
    viewer: Viewer = request.viewer
    person = person_of(viewer, state)
    place = state.answers.get("place")
    codes = [need.code for need in needs_heard(state.answers)]
    state = _tell(request, state, person, codes, str(place) if place else None, now)
    area = profile(viewer, person).area_id if person and state.told else place or None
    return _danger_shown(request, state, told, area, now)


def _danger_shown(
    request: HttpRequest, state: State, told: Danger, area: object, now: datetime
) -> HttpResponse:
    codes = [need.code for need in needs_heard(state.answers)]
    payload = {**sealed_heard(state, codes, facts(state.answers)), "urgent": True}
    token = sealed(state, now)
    context = {
        **numbers(request),
        "danger": told,
        "told": state.told,
        "together": bool(state.person),
        "hours": duty_hours(request.viewer, area, now),
        "state": token,
        "carry": carried("screening:questions", state=token, go="danger"),
        "heard": seal_heard(payload, now),
    }
    return render(request, "screening/danger.html", context)


def _danger_again(request: HttpRequest, found: Instrument, state: State, now: datetime) -> HttpResponse:
    """The same page in another language: whoever had to be told was told when it was first shown."""
    told = danger(found, state.answers)
    if told is None:
        return _show(request, found, state, now)
    return _danger_shown(request, state, told, state.answers.get("place") or None, now)


def _choices(state: State) -> tuple[Places, Places]:
    """The needs we heard, and the groups of needs that we did not."""
    found = needs_heard(state.answers)
    groups = {BY_CODE[need.code].group for need in found}
    needs = [(need.code, gettext(BY_CODE[need.code].label)) for need in found]
    more = [(group.code, gettext(group.label)) for group in GROUPS if group.code not in groups]
    return needs, more


def _heard_page(request: HttpRequest, state: State, now: datetime, form: Heard | None = None) -> HttpResponse:
    needs, more = _choices(state)
    form = form or Heard(needs=needs, more=more, initial={"needs": [code for code, _ in needs]})
    viewer: Viewer = request.viewer
    found = asked(viewer, state.instrument)
    token = sealed(state, now)
    context = {
        "form": form,
        "state": token,
        "carry": carried("screening:questions", state=token, go="on"),
        "because": in_words(found, needs_heard(state.answers)),
        "together": name_of(viewer, state),
        "relation": relation_of(state),
        "known": bool(person_of(viewer, state)),
        "told": state.told,
        "quick_exit": danger(found, state.answers) is not None,
    }
    return render(request, "screening/heard.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def heard(request: HttpRequest) -> HttpResponse:
    """What we heard, as the person corrected it: kept for those we know, then on to what could help."""
    if request.method != "POST":
        return redirect("screening:start")
    now = timezone.now()
    viewer: Viewer = request.viewer
    try:
        state = opened(request, now)
    except (BadSeal, KeyError, TypeError):
        return again(request)
    person = person_of(viewer, state)
    needs, more = _choices(state)
    form = Heard(request.POST, needs=needs, more=more)
    if not form.is_valid():
        return _heard_page(request, state, now, form)
    if person:
        try:
            actions.record_check_up(
                attempt=state.attempt,
                person=person,
                answers=state.answers,
                heard=form.chosen(),
                manner=manner_of(request, state),
                by=acting(viewer, person),
                now=now,
            )
        except Used:
            return used(request)
    return _on(request, state, form.chosen(), bool(person), now)


def _on(
    request: HttpRequest, state: State, codes: tuple[str, ...], kept: bool, now: datetime
) -> HttpResponse:
    payload: dict[str, Any] = sealed_heard(state, codes, facts(state.answers))
    token = sealed(state, now)
    picked = {name: request.POST.getlist(name) for name in ("needs", "more")}
    context = {
        "heard": seal_heard(payload, now),
        "state": token,
        "carry": carried("screening:heard", state=token, **picked),
        "labels": [BY_CODE[code].label for code in codes],
        "pages": queries.coping_offered(request.viewer, codes, get_language() or ""),
        "kept": kept,
        "told": state.told,
        "together": name_of(request.viewer, state),
        "relation": relation_of(state),
        "person": state.person,
        "quick_exit": danger(asked(request.viewer, state.instrument), state.answers) is not None,
    }
    return render(request, "screening/on.html", context)
