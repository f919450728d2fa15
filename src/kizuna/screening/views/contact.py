"""Leaving a way to be reached: the page says what is kept, and only then is anything kept."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kizuna.access.secrets import BadSeal
from kizuna.access.viewer import Viewer
from kizuna.directory.needs import BY_CODE
from kizuna.people.profile import DutyHours
from kizuna.people.queries import duty_hours, profile
from kizuna.places.queries import top_area
from kizuna.screening import actions
from kizuna.screening.flow import CHECK_UP
from kizuna.screening.forms import Contact, Places
from kizuna.screening.needs import corrected
from kizuna.screening.safety import danger
from kizuna.screening.values import HELPED, Leaving, Used
from kizuna.screening.views.crisis import numbers
from kizuna.screening.views.sealed import again, carried, opened, opened_heard, seal_heard, sealed, used
from kizuna.screening.views.whose import acting, asked, places_of


def _areas(viewer: Viewer) -> Places:
    """The parts of town, and the whole of it for those who are not sure."""
    near, top = list(places_of(viewer)), top_area(viewer)
    if top and top.id not in dict(near):
        near.append((top.id, gettext("Somewhere else in %(town)s, or I am not sure") % {"town": top.name}))
    return near


def _initial(viewer: Viewer, found: dict[str, Any]) -> dict[str, Any]:
    """What we know already, so that nobody types it twice."""
    told = {"area": found["answers"].get("place")}
    if viewer.role == "resident" and viewer.person:
        who = profile(viewer, viewer.person)
        return {"name": who.call_them, "area": who.area_id}
    return told


def _page(request: HttpRequest, found: dict[str, Any], form: Contact | None, now: datetime) -> HttpResponse:
    viewer: Viewer = request.viewer
    short = bool(found.get("urgent"))
    form = form or Contact(areas=_areas(viewer), short=short, initial=_initial(viewer, found))
    told = danger(asked(viewer, found.get("instrument", CHECK_UP)), found["answers"])
    token, state = seal_heard(found, now), request.POST.get("state", "")
    context = {
        "form": form,
        "heard": token,
        "state": state,
        "carry": carried("screening:contact", heard=token, state=state),
        "labels": [BY_CODE[code].label for code in corrected(found["needs"])],
        "answers": bool(found["answers"]),
        "urgent": short,
        "home": told is not None and told.quiet,
        "quick_exit": short or told is not None,
    }
    return render(request, "screening/contact.html", context, status=422 if form.errors else 200)


def _told(request: HttpRequest, now: datetime) -> str:
    """The state of questions that are still open, knowing now that we can reach this person."""
    if not request.POST.get("state"):
        return ""
    try:
        return sealed(replace(opened(request, now), told=True), now)
    except (BadSeal, KeyError, TypeError):
        return ""


def _done(request: HttpRequest, found: dict[str, Any], hours: DutyHours, now: datetime) -> HttpResponse:
    told = danger(asked(request.viewer, found.get("instrument", CHECK_UP)), found["answers"])
    token, state = seal_heard(found, now), _told(request, now)
    context = {
        **numbers(request),
        "hours": hours,
        "urgent": bool(found.get("urgent")) or told is not None,
        "home": told is not None and told.quiet,
        "state": state,
        "heard": token,
        "carry": carried("screening:contact", heard=token, state=state, go="left"),
        "answers": bool(found["answers"]),
        "quick_exit": bool(found.get("urgent")) or told is not None,
    }
    return render(request, "screening/contact_done.html", context)


def _leaving(clean: dict[str, Any]) -> Leaving:
    return Leaving(
        name=clean["name"],
        phone=clean["phone"],
        email=clean["email"],
        area=clean["area"],
        shared=clean["shared"],
        best_time=clean.get("best_time", ""),
        language=get_language() or "",
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """The form on the first post, which brings what we heard; kept on the second, which brings the form."""
    if request.method != "POST":
        return redirect("screening:start")
    now = timezone.now()
    viewer: Viewer = request.viewer
    try:
        found = opened_heard(request, now)
    except BadSeal:
        return again(request)
    if request.POST.get("go") == "left" and found.get("left"):
        return _done(request, found, duty_hours(viewer, found["left"], now), now)
    if request.POST.get("go") != "leave":
        return _page(request, found, None, now)
    form = Contact(request.POST, areas=_areas(viewer), short=bool(found.get("urgent")))
    if not form.is_valid():
        return _page(request, found, form, now)
    person = viewer.person if viewer.role == "resident" else ""
    clean = form.cleaned_data
    try:
        actions.record_check_up(
            attempt=found["attempt"],
            person=person or None,
            answers=found["answers"],
            heard=found["needs"],
            contact=_leaving(clean),
            urgent=bool(found.get("urgent")),
            instrument_code=found.get("instrument", CHECK_UP),
            channel=HELPED if request.helped else "alone",
            by=acting(viewer, person),
            now=now,
        )
    except Used:
        return used(request)
    found["told"], found["left"] = True, clean["area"]
    return _done(request, found, duty_hours(viewer, clean["area"], now), now)


@never_cache
@require_safe
def call_me(request: HttpRequest) -> HttpResponse:
    """From the page with the crisis numbers: ask for a call today, without any questions."""
    found = {"attempt": str(uuid4()), "answers": {}, "needs": [], "facts": {}, "urgent": True}
    return _page(request, found, None, timezone.now())
