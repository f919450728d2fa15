"""What people put right about themselves, part by part, with or without an account."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kizuna.access.deeds import fresh_sign_in
from kizuna.access.viewer import LogInFirst, NotFound, Refused, Viewer
from kizuna.people import actions, queries
from kizuna.people.care import ACCESS_NEEDS
from kizuna.people.forms import OwnAboutForm, OwnReachForm, spoken
from kizuna.places.queries import areas

SAYS = {True: "yes", False: "no"}


@dataclass(frozen=True)
class OwnPart:
    """One page about a part of one's own record."""

    title: Any
    lead: Any
    form: Callable[[Any, Viewer], forms.Form]
    fresh: bool = False
    """Whether it takes a recent sign-in: who changes the way to be reached could take over a record."""


def _about(given: Any, viewer: Viewer) -> forms.Form:
    who = queries.profile(viewer, viewer.person)
    offered = {value for value, _words in OwnAboutForm.base_fields["not_said"].choices}  # type: ignore[attr-defined]
    needs = who.access_needs or ()
    initial = {
        **{name: getattr(who, name) for name in ("name", "called", "pronouns", "birth_year")},
        "languages": spoken(who.languages),
        "spoken": list(who.languages),
        "lives_alone": SAYS.get(who.lives_alone, ""),  # type: ignore[arg-type]
        "access_needs": [need for need in needs if need in ACCESS_NEEDS],
        "other_needs": [need for need in needs if need not in ACCESS_NEEDS],
        "not_said": [name for name in who.not_said if name in offered],
        "other_not_said": [name for name in who.not_said if name not in offered],
    }
    return OwnAboutForm(given, initial=initial)


def _reach(given: Any, viewer: Viewer) -> forms.Form:
    who, held = queries.profile(viewer, viewer.person), queries.details(viewer, viewer.person)
    windows = list((held.times or {}).get("windows", ()))
    first = windows[0] if windows else {"days": (), "from": "", "until": ""}
    initial = {
        "area": held.area,
        "address": held.address,
        "phone": held.phone,
        "email": held.email,
        "shared_contact": held.shared,
        "preferred_channel": who.preferred_channel,
        "preferred_language": who.preferred_language,
        "interpreter": SAYS.get(who.interpreter, ""),  # type: ignore[arg-type]
        "days": [str(day) for day in first["days"]],
        "starts": time.fromisoformat(first["from"]) if first["from"] else None,
        "ends": time.fromisoformat(first["until"]) if first["until"] else None,
        "not_at_night": bool(held.times and held.times["not_at_night"]),
        "other_windows": windows[1:],
    }
    return OwnReachForm(given, initial=initial, areas=[(one.id, one.name) for one in areas(viewer)])


PARTS = {
    "about": OwnPart(
        gettext_lazy("Who you are"),
        gettext_lazy("Change what is wrong and leave the rest as it is. It counts at once."),
        _about,
    ),
    "reach": OwnPart(
        gettext_lazy("Where you live, and how to reach you"),
        gettext_lazy("Change what is wrong and leave the rest as it is. It counts at once."),
        _reach,
        fresh=True,
    ),
}


def own_person(viewer: Viewer) -> str:
    """The person who looks; a stranger is asked to sign in, staff have none."""
    if viewer.role == "stranger":
        raise LogInFirst("person.see")
    if not viewer.person:
        raise NotFound("person")
    return viewer.person


@require_http_methods(["GET", "HEAD", "POST"])
def correct_own(request: HttpRequest, part: str) -> HttpResponse:
    """One part of one's own record: shown in a form, and saved."""
    viewer = request.viewer
    own_person(viewer)
    if part not in PARTS:
        raise Http404
    page = PARTS[part]
    if page.fresh:
        fresh_sign_in(viewer)
    form: Any = page.form(request.POST if request.method == "POST" else None, viewer)
    if form.is_valid():
        try:
            actions.correct_own(changes=form.changes(), by=viewer, now=timezone.now())
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Saved. It counts from now on."))
            return redirect("my_data")
    context = {"form": form, "page": page, "part": part, "quick_exit": True}
    return render(request, "people/correct_own.html", context, status=422 if form.errors else 200)
