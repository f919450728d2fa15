"""What people put right about themselves, part by part, with or without an account."""

from collections.abc import Callable
from dataclasses import dataclass
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
from kizuna.people.forms import OwnAboutForm, OwnReachForm, RestForm, about_said, reach_said
from kizuna.places.queries import areas


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
    return OwnAboutForm(given, initial=about_said(who, offered))


def _reach(given: Any, viewer: Viewer) -> forms.Form:
    initial = reach_said(queries.profile(viewer, viewer.person), queries.details(viewer, viewer.person))
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
            here = request.session.session_key or ""
            actions.correct_own(changes=form.changes(), keep=here, by=viewer, now=timezone.now())
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Saved. It counts from now on."))
            return redirect("my_data")
    context = {"form": form, "page": page, "part": part, "quick_exit": True}
    return render(request, "people/correct_own.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def rest(request: HttpRequest) -> HttpResponse:
    """Say what it means that a record rests, and let it rest or be used again."""
    viewer, now = request.viewer, timezone.now()
    person = own_person(viewer)
    fresh_sign_in(viewer)
    who = queries.profile(viewer, person)
    form = RestForm(
        request.POST if request.method == "POST" else None, initial={"warnings": who.warned_at_rest}
    )
    if form.is_valid():
        if request.POST.get("do") == "use":
            actions.use_again(person=person, by=viewer, now=now)
            messages.success(request, _("Your record is used again."))
        else:
            actions.let_rest(person=person, warnings=form.cleaned_data["warnings"], by=viewer, now=now)
            messages.success(request, _("Your record rests. It counts from now on, everywhere."))
        return redirect("my_data")
    return render(request, "people/rest.html", {"who": who, "form": form, "quick_exit": True})
