"""I am worried about someone: for anybody, without an account, in two short pages and an answer."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kizuna.access.secrets import BadSeal, blind, open_link, seal_link
from kizuna.access.viewer import STRANGER, Viewer
from kizuna.people.queries import duty_hours
from kizuna.places.queries import top_area
from kizuna.screening import actions
from kizuna.screening.forms import Places, WhoTells, Worried
from kizuna.screening.views.crisis import numbers
from kizuna.screening.views.sealed import MAX_AGE, again
from kizuna.screening.views.whose import places_of
from kizuna.screening.worry import LOUD, MOST, RINGS, Told, unpacked

STATE = "worried"
HOUR = 3600


def _areas(viewer: Viewer) -> Places:
    near, top = list(places_of(viewer)), top_area(viewer)
    if top and top.id not in dict(near):
        near.append((top.id, gettext("Somewhere else in %(town)s, or I am not sure") % {"town": top.name}))
    return near


def _counted(what: str) -> int:
    """How often this has happened within the hour, this time included."""
    key = f"worried:{blind(what, settings.SECRET_KEYS, 'worried')}"
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two
        return 1


def _seal(state: dict[str, Any], now: datetime) -> str:
    return seal_link(state, settings.SECRET_KEYS, purpose=STATE, now=now)


def _opened(request: HttpRequest, now: datetime) -> tuple[UUID, str, Told, bool]:
    """What the page before held; BadSeal when it was changed, or is too old."""
    found = open_link(
        request.POST.get("state", ""), settings.SECRET_KEYS, purpose=STATE, now=now, max_age=MAX_AGE
    )
    try:
        return UUID(found["attempt"]), found["area"], unpacked(found["told"]), bool(found["quiet"])
    except (KeyError, TypeError, ValueError):
        raise BadSeal(STATE) from None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def worried(request: HttpRequest) -> HttpResponse:
    """The worry; then who tells us, if they like; then what happens next."""
    now = timezone.now()
    if request.method != "POST":
        return _first(request, Worried(areas=_areas(request.viewer)))
    if request.POST.get("state"):
        return _second(request, now)
    form = Worried(request.POST, areas=_areas(request.viewer))
    if not form.is_valid():
        return _first(request, form)
    return _between(request, form.cleaned_data, now)


def _first(request: HttpRequest, form: Worried) -> HttpResponse:
    context = {"form": form, "quick_exit": True, "once": request.POST.get("once") or uuid4()}
    return render(request, "screening/worried.html", context, status=422 if form.errors else 200)


def _attempt(once: str, area: str, told: Told) -> UUID:
    """Whoever presses twice tells once: the same words from the same page are one worry."""
    try:
        return uuid5(UUID(once), json.dumps([area, told.packed()], sort_keys=True))
    except ValueError:
        return uuid4()


def _between(request: HttpRequest, clean: dict[str, Any], now: datetime) -> HttpResponse:
    """Whom we may ask; with a danger it is told already, because nobody may wait for a second page."""
    told = Told(**{name: clean[name] for name in ("who", "where", "worry", "danger")})
    before = _counted(request.caller.connection)
    if clean["website"] or before > MOST:
        return _done(request, told, clean["area"], now, kept=False)
    quiet = before > LOUD or _counted("everybody") > RINGS
    state = {
        "attempt": str(_attempt(request.POST.get("once", ""), clean["area"], told)),
        "area": clean["area"],
        "told": told.packed(),
        "quiet": quiet,
    }
    if told.danger == "yes":
        actions.raise_worry(
            attempt=UUID(state["attempt"]), area=clean["area"], told=told, quiet=quiet, by=STRANGER, now=now
        )
    return _who_tells(request, _seal(state, now), told.danger == "yes", WhoTells())


def _who_tells(request: HttpRequest, state: str, urgent: bool, form: WhoTells) -> HttpResponse:
    context = {**numbers(request), "form": form, "state": state, "urgent": urgent}
    return render(request, "screening/worried_by.html", context, status=422 if form.errors else 200)


def _second(request: HttpRequest, now: datetime) -> HttpResponse:
    try:
        attempt, area, told, quiet = _opened(request, now)
    except BadSeal:
        return again(request)
    form = WhoTells(request.POST)
    if not form.is_valid():
        return _who_tells(request, request.POST["state"], told.danger == "yes", form)
    clean = form.cleaned_data
    told = replace(
        told,
        name=clean["name"],
        reach=clean["reach"],
        may_say=clean["may_say"] == "yes" and bool(clean["name"]),
    )
    actions.raise_worry(attempt=attempt, area=area, told=told, quiet=quiet, by=STRANGER, now=now)
    return _done(request, told, area, now, kept=True)


def _done(request: HttpRequest, told: Told, area: str, now: datetime, *, kept: bool) -> HttpResponse:
    """What happens next, from the rota. Who sent too many is told where to ring."""
    context = {
        **numbers(request),
        "hours": duty_hours(request.viewer, area, now),
        "kept": kept,
        "asks": bool(told.reach),
        "urgent": told.danger == "yes",
    }
    return render(request, "screening/worried_done.html", context, status=200 if kept else 429)
