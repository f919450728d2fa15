"""Paper: a form to print, and a page on which a link worker types in what stands on a sheet."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kizuna.access.secrets import BadSeal
from kizuna.access.viewer import NotFound, Viewer
from kizuna.directory.needs import BY_CODE
from kizuna.instruments.answers import Answers
from kizuna.instruments.definition import Instrument
from kizuna.instruments.queries import instruments
from kizuna.ledger.actions import looked
from kizuna.people.profile import Profile
from kizuna.screening import actions, queries
from kizuna.screening.flow import CHECK_UP, State
from kizuna.screening.forms import Sheet
from kizuna.screening.needs import corrected
from kizuna.screening.needs import heard as needs_heard
from kizuna.screening.numbered import WrongNumber, boxes, typed
from kizuna.screening.safety import danger
from kizuna.screening.scores import shown
from kizuna.screening.sheet import Row, compared, first_gap, rows_of
from kizuna.screening.values import RELATIONS, Manner, Used
from kizuna.screening.views.crisis import numbers
from kizuna.screening.views.sealed import again, opened, sealed, used
from kizuna.screening.views.whose import asked, places_of, with_person_of
from kizuna.screening.worked_out import known_scores

HEAD = ("on_0", "on_1", "on_2", "who", "relation")
"""The fields at the head of a sheet, as they are posted."""


def _worded(viewer: Viewer, code: str) -> Instrument:
    found = asked(viewer, code)
    if not found.worded:
        raise NotFound(code)
    return found


@require_safe
def paper(request: HttpRequest, scale: str) -> HttpResponse:
    """The questions on paper, with a number beside each box; `print=large` for large print."""
    found = _worded(request.viewer, scale)
    places = places_of(request.viewer)
    context = {
        **numbers(request),
        "found": found,
        "rows": [(item, boxes(item, places), bool(item.only)) for item in found.items],
        "large": request.GET.get("print") == "large",
    }
    return render(request, "screening/paper.html", context)


def _page(
    request: HttpRequest,
    who: Profile,
    found: Instrument,
    state: State,
    form: Sheet,
    rows: list[Row],
    now: datetime,
) -> HttpResponse:
    wrong = bool(form.errors) or any(row.error for row in rows)
    focus = "" if form.errors else first_gap(rows)
    context = {
        "who": who,
        "found": found,
        "form": form,
        "rows": [(row, _(row.error) % row.values if row.error else "") for row in rows],
        "focus": focus,
        "second": any(row.first for row in rows),
        "wrong": [(row, _(row.error) % row.values) for row in rows if row.error],
        "state": sealed(state, now),
    }
    return render(request, "screening/type_in.html", context, status=422 if wrong else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def type_in(request: HttpRequest, person: UUID, scale: str) -> HttpResponse:
    """What stands on a sheet, one key an answer; looked through, or typed twice, before it is kept."""
    who = with_person_of(request.viewer, person)
    found = _worded(request.viewer, scale)
    now, places = timezone.now(), places_of(request.viewer)
    if request.method != "POST":
        looked(at_what="screening.type_in", person=who.id, by=request.viewer, now=now)
        state = State(str(uuid4()), person=who.id, instrument=found.code)
        form = Sheet(initial={"on": timezone.localdate(now)})
        return _page(request, who, found, state, form, rows_of(found, {}, {}, places), now)
    try:
        state = opened(request, now)
    except (BadSeal, KeyError, TypeError):
        return again(request)
    if (state.person, state.instrument) != (who.id, found.code):
        raise NotFound("sheet")
    return _step(request, who, found, state, now)


def _step(request: HttpRequest, who: Profile, found: Instrument, state: State, now: datetime) -> HttpResponse:
    places = places_of(request.viewer)
    go, form = request.POST.get("go", "next"), Sheet(request.POST, today=timezone.localdate(now))
    rows = rows_of(found, _named(request.POST, "k"), _named(request.POST, "f"), places)
    if go == "rest":
        rows = [row if row.typed or row.error or not row.asked else replace(row, typed="-") for row in rows]
    if go == "again":
        first = {row.at: row.typed for row in rows}
        return _page(request, who, found, state, form, rows_of(found, {}, first, places), now)
    if not form.is_valid() or any(row.error for row in rows) or first_gap(rows) or go == "mend":
        return _page(request, who, found, state, form, rows, now)
    checked = compared(rows)
    if any(row.error for row in checked):
        return _page(request, who, found, state, form, checked, now)
    answers = _answers(found, rows, places)
    same = _same_day(request.viewer, who, found, state, form.cleaned_data["on"])
    if go != "keep" or (same and not request.POST.get("another")):
        return _check_page(request, who, found, state, form, rows, same, go == "keep", now)
    return _keep(request, who, found, state, form, answers, now)


def _named(post: Mapping[str, str], letter: str) -> dict[int, str]:
    """What was typed, by the place of its question: `k-3` is the fourth."""
    found = {}
    for name, value in post.items():
        start, _dash, at = name.partition("-")
        if start == letter and at.isdecimal() and len(at) < 6:
            found[int(at)] = value.strip()
    return found


def _answers(found: Instrument, rows: list[Row], places: Any) -> Answers:
    answers: Answers = {}
    for row in rows:
        if row.asked and row.typed:
            try:
                answer = typed(row.item, row.typed, places)
            except WrongNumber:  # it was looked at before: this cannot be
                continue
            if answer:
                answers[row.item.id] = answer
    return answers


def _same_day(viewer: Viewer, who: Profile, found: Instrument, state: State, on: Any) -> bool:
    """Whether a sheet with these questions of this day has been typed in before."""
    return any(
        one.channel == "on paper"
        and one.instrument == found.code
        and timezone.localdate(one.at) == on
        and one.id != state.attempt
        for one in queries.history(viewer, who.id)
    )


def _check_page(
    request: HttpRequest,
    who: Profile,
    found: Instrument,
    state: State,
    form: Sheet,
    rows: list[Row],
    same: bool,
    refused: bool,
    now: datetime,
) -> HttpResponse:
    context = {
        "who": who,
        "found": found,
        "head": [(name, request.POST.get(name, "")) for name in HEAD],
        "on": form.cleaned_data["on"],
        "relation": RELATIONS.get(form.cleaned_data["relation"], ""),
        "rows": rows,
        "same": same,
        "refused": refused,
        "twice": any(row.first for row in rows),
        "state": sealed(state, now),
    }
    return render(request, "screening/type_in_check.html", context, status=422 if refused else 200)


def _keep(
    request: HttpRequest,
    who: Profile,
    found: Instrument,
    state: State,
    form: Sheet,
    answers: Answers,
    now: datetime,
) -> HttpResponse:
    clean = form.cleaned_data
    codes = corrected(need.code for need in needs_heard(answers)) if found.code == CHECK_UP else ()
    try:
        actions.record_check_up(
            attempt=state.attempt,
            person=who.id,
            answers=answers,
            heard=codes,
            manner=Manner("on paper", clean["who"], clean["relation"], clean["on"]),
            instrument_code=found.code,
            by=request.viewer,
            now=now,
        )
    except Used:
        return used(request)
    told = danger(found, answers)
    context = {
        **(numbers(request) if told else {}),
        "who": who,
        "found": found,
        "danger": told,
        "scores": shown(found, answers, known_scores(instruments(request.viewer))),
        "labels": [_(BY_CODE[code].label) for code in codes],
    }
    return render(request, "screening/typed_in.html", context)
