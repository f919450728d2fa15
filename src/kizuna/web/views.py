"""Home by role, my data, who runs this."""

import json

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kizuna.access.deeds import fresh_sign_in
from kizuna.access.viewer import LogInFirst, NotFound
from kizuna.activities.queries import organiser_home
from kizuna.directory.needs import GROUPS
from kizuna.frame.carry import Carry
from kizuna.people.actions import withdraw_consent
from kizuna.places.queries import crisis_numbers
from kizuna.signposting.queries import home_week
from kizuna.web import actions, queries

RESIDENT_TILES = 8


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What each role needs first."""
    role = request.viewer.role
    if role == "worker":
        return redirect("referrals:today")
    pages = {"organiser": _organiser, "coordinator": _town, "analyst": _town, "admin": _admin}
    return pages.get(role, _resident)(request)


def _resident(request: HttpRequest) -> HttpResponse:
    viewer = request.viewer
    week = home_week(viewer, now=timezone.now())
    asked = queries.asked_for(viewer) if viewer.role == "resident" and viewer.person else ()
    context = {"tiles": GROUPS[:RESIDENT_TILES], "week": week, "asked": asked}
    return render(request, "web/home.html", context)


def _organiser(request: HttpRequest) -> HttpResponse:
    found = organiser_home(request.viewer, now=timezone.now())
    return render(request, "web/organiser.html", {"home": found})


def _town(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "concerns": queries.open_concerns(request.viewer, now),
        "areas": queries.area_names(request.viewer),
        "state": queries.state_of_town(request.viewer, now),
    }
    return render(request, "web/town.html", context)


def _admin(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "concerns": queries.open_concerns(request.viewer, now),
        "findings": queries.health(request.viewer, now=now),
    }
    return render(request, "web/admin.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Who runs this site and how it treats what people say."""
    language = get_language() or settings.LANGUAGE_CODE
    return render(request, "web/about.html", {"numbers": crisis_numbers(request.viewer, language=language)})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, how long, why, who sees it, and what everybody may ask for."""
    return render(request, "web/privacy.html", {"kinds": queries.kept_kinds(request.viewer)})


@require_safe
def healthy(request: HttpRequest) -> HttpResponse:
    """For whatever watches over the server: says that the site answers and its database does too."""
    queries.ready(request.viewer)
    return JsonResponse({"healthy": True})


@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """What is held about the person who looks, and what they can do about it."""
    held = queries.my_data(request.viewer, timezone.now()) if request.viewer.person else None
    return render(request, "web/my_data.html", {"held": held, "quick_exit": True})


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Everything held about the person who looks, as a file."""
    viewer = request.viewer
    person = _own_person(request)
    fresh_sign_in(viewer)
    held = queries.held_about(viewer, person)
    text = json.dumps(held, ensure_ascii=False, indent=2, default=str)
    name = f"{settings.SITE_NAME.lower().replace(' ', '-')}-my-data.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="application/json", headers=headers)


@require_POST
def withdraw(request: HttpRequest, consent: str) -> HttpResponse:
    """Take a consent back, in one tap."""
    _own_person(request)
    withdraw_consent(consent=consent, by=request.viewer, now=timezone.now())
    return redirect("my_data")


@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Ask once more, then forget."""
    person = _own_person(request)
    if request.method == "GET":
        return render(request, "web/erase.html", {"quick_exit": True})
    actions.erase_person(person=person, by=request.viewer, now=timezone.now())
    logout(request)
    # Asked for in another language, this page would ask to sign in: there is nobody any more.
    return render(request, "web/erased.html", {"carry": Carry(reverse("home"), ())})


def _own_person(request: HttpRequest) -> str:
    if request.viewer.role == "stranger":
        raise LogInFirst("person.export")
    if not request.viewer.person:
        raise NotFound("person.export")
    return str(request.viewer.person)


@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """In the demo only, where this URL is mounted: one tap signs in as one of the six roles."""
    role = request.POST.get("role", "")
    if role == "provider":
        link = queries.provider_link(request.viewer, timezone.now())
        if link is None:
            messages.info(request, _("No referral waits for an answer. Sign in as link worker and open one."))
        return redirect(link or "home")
    account = authenticate(request, demo_role=role)
    if account is None:
        raise NotFound("demo")
    login(request, account, backend="kizuna.web.adapters.DemoBackend")
    return redirect("home")
