"""Help among neighbours: asked for and offered without an account, and looked at by a link."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kizuna.access.viewer import NotFound, Refused, Viewer
from kizuna.activities import actions, queries
from kizuna.activities.aid import BY_KIND, KINDS, RISKS, AidValue, NewAid, aid_token
from kizuna.activities.forms import AskForm, OfferForm
from kizuna.activities.views.seats import MOST
from kizuna.people.queries import duty_hours
from kizuna.places.queries import areas, crisis_numbers
from kizuna.screening.calls import calls
from kizuna.screening.safety import ORDER, spoken

LONGEST = 1000
A_DAY = timedelta(days=1)


@require_safe
def aid_home(request: HttpRequest) -> HttpResponse:
    """What neighbours do for each other, and the two ways in. The same page begins an ask."""
    return render(request, "activities/aid_home.html", {"kinds": KINDS})


def _parts_of_town(viewer: Viewer) -> list[tuple[str, str]]:
    """Neighbourhoods to choose from; where there are none, whatever areas there are."""
    found = areas(viewer)
    parts = [one for one in found if one.level == "neighbourhood"] or found
    return [(one.id, one.name) for one in parts]


def _form(request: HttpRequest, make: Callable[..., Any], **more: Any) -> Any:
    about = queries.about_me(request.viewer, timezone.now())
    data = request.POST if request.method == "POST" else None
    return make(data, areas=_parts_of_town(request.viewer), initial=about, **more)


def _keep(request: HttpRequest, form: Any, new: NewAid) -> HttpResponse | None:
    """The page of what was kept; None when the form has to be shown again."""
    if request.caller.too_often("activities:aid", MOST):
        return render(request, "frame/429.html", status=429)
    now = timezone.now()
    try:
        id = actions.give_aid(new=new, key=form.cleaned_data["key"], by=request.viewer, now=now)
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
    return redirect("activities:aid", aid_token(id, settings.SECRET_KEYS, now))


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask for one kind of help."""
    if kind not in BY_KIND:
        raise NotFound("kind")
    form = _form(request, AskForm, kind=kind)
    if form.is_valid() and not form.past(timezone.now()):
        if form.by_a_program:
            return redirect("activities:aid_home")
        kept = _keep(request, form, form.ask())
        if kept is not None:
            return kept
    always = [RISKS[one] for one in sorted(BY_KIND[kind].risks)]
    context = {"form": form, "kind": BY_KIND[kind], "always": always, "moderated": settings.AID_MODERATED}
    return render(request, "activities/aid_ask.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest) -> HttpResponse:
    """Offer help: all of it on one page."""
    form = _form(request, OfferForm)
    if form.is_valid():
        if form.by_a_program:
            return redirect("activities:aid_home")
        kept = _keep(request, form, form.offer())
        if kept is not None:
            return kept
    context = {"form": form, "moderated": settings.AID_MODERATED}
    return render(request, "activities/aid_offer.html", context, status=422 if form.errors else 200)


@require_safe
def aid_page(request: HttpRequest, token: str) -> HttpResponse:
    """One's own ask or offer: how it stands, who was found, and one button to take it back."""
    found, _holder = queries.aid_by_link(request.viewer, token, timezone.now())
    return render(request, "activities/aid.html", {"aid": found, "token": token, **_danger(request, found)})


def _danger(request: HttpRequest, found: AidValue) -> dict[str, Any]:
    """For words that speak of danger: whom to ring, and for a day who reads them; nothing for others."""
    kinds = spoken(found.words)
    if not kinds:
        return {}
    now = timezone.now()
    told = now - found.given_at < A_DAY
    return {
        "danger": next(kind for kind in ORDER if kind in kinds),
        "calls": calls(crisis_numbers(request.viewer, language=get_language() or "en")),
        "told": told,
        "hours": duty_hours(request.viewer, found.area_id, now) if told else None,
        "quick_exit": True,
    }


def _by_link(request: HttpRequest, token: str) -> tuple[str, Viewer]:
    found, holder = queries.aid_by_link(request.viewer, token, timezone.now())
    return found.id, holder


@require_POST
def withdraw_aid(request: HttpRequest, token: str) -> HttpResponse:
    """Take it back with one tap."""
    id, holder = _by_link(request, token)
    actions.withdraw_aid(aid=id, by=holder, now=timezone.now())
    return redirect("activities:aid", token)


@require_POST
def answer_match(request: HttpRequest, token: str) -> HttpResponse:
    """Yes or no to somebody who was found."""
    id, holder = _by_link(request, token)
    yes = request.POST.get("answer") == "yes"
    match = request.POST.get("match", "")
    actions.answer_match(match=match, aid=id, yes=yes, by=holder, now=timezone.now())
    return redirect("activities:aid", token)


@require_POST
def finish_match(request: HttpRequest, token: str) -> HttpResponse:
    """It is done, with thanks; or it did not work, and why."""
    id, holder = _by_link(request, token)
    worked, words = request.POST.get("worked") == "yes", request.POST.get("words", "").strip()[:LONGEST]
    match = request.POST.get("match", "")
    actions.finish_match(match=match, aid=id, worked=worked, words=words, by=holder, now=timezone.now())
    if not worked and spoken(words):
        messages.success(request, _("A person from here is told now"))
        return redirect("screening:crisis")
    return redirect("activities:aid", token)


@require_safe
def own_aid(request: HttpRequest) -> HttpResponse:
    """Everything that whoever is signed in asked and offered."""
    found = queries.own_aid(request.viewer)
    keys = queries.tokens(request.viewer, [one.id for one in found], timezone.now())
    return render(request, "activities/aid_mine.html", {"found": [(one, keys[one.id]) for one in found]})


@require_POST
def withdraw_own_aid(request: HttpRequest, aid: UUID) -> HttpResponse:
    """Take back one's own with one tap, from the list."""
    actions.withdraw_aid(aid=aid, by=request.viewer, now=timezone.now())
    messages.success(request, _("It is taken back."))
    return redirect("activities:own_aid")
