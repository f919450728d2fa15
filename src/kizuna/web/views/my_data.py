"""My data: a person sees, takes along, takes back and erases what is held about them."""

import json

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kizuna.access.deeds import fresh_sign_in
from kizuna.access.viewer import LogInFirst, NotFound
from kizuna.frame.carry import Carry
from kizuna.people.actions import withdraw_consent
from kizuna.web import actions, queries
from kizuna.web.paper import STYLE
from kizuna.web.topics import topics


@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """What is held about the person who looks, and what they can do about it."""
    held = queries.my_data(request.viewer, timezone.now()) if request.viewer.person else None
    return render(request, "web/my_data.html", {"held": held, "quick_exit": True})


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Everything that is held about the person who looks, by topic, in words; who looked has its own page."""
    held = queries.held_about(request.viewer, own_person(request), ledger_lines=0)
    context = {"topics": topics(held), "quick_exit": True}
    return render(request, "web/everything.html", context)


@require_safe
def own_scores(request: HttpRequest) -> HttpResponse:
    """The scores of the person who looks, over time: they see what their link worker sees."""
    courses = queries.own_scores(request.viewer, own_person(request))
    return render(request, "web/scores.html", {"courses": courses, "quick_exit": True})


@require_safe
def about_me(request: HttpRequest) -> HttpResponse:
    """Who looked at one's own record, and who did what, day by day; with ?show=looks only the looks."""
    only_looks = request.GET.get("show") == "looks"
    days, page = queries.who_looked(request.viewer, page=request.GET.get("page", 1), only_looks=only_looks)
    context = {"days": days, "page": page, "only_looks": only_looks, "quick_exit": True}
    return render(request, "web/who.html", context)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Everything held about the person who looks, as a file: for machines, or with ?form=page to read."""
    viewer, now = request.viewer, timezone.now()
    person = own_person(request)
    fresh_sign_in(viewer)
    held = queries.exported(viewer, person, now)
    actions.note_export(person=person, by=viewer, now=now)
    if request.GET.get("form") == "page":
        context: dict[str, object] = {"topics": topics(held), "now": now, "site_name": settings.SITE_NAME}
        # Our own words: safe as they are.
        context["style"] = SafeString(f"<style>{STYLE}</style>")  # nosec B703
        return _file(
            render_to_string("web/export.html", context, request), "html", "text/html; charset=utf-8"
        )
    return _file(json.dumps(held, ensure_ascii=False, indent=2), "json", "application/json")


def _file(text: str, ending: str, kind: str) -> HttpResponse:
    name = f"{settings.SITE_NAME.lower().replace(' ', '-')}-my-data.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=kind, headers=headers)


@require_POST
def withdraw(request: HttpRequest, consent: str) -> HttpResponse:
    """Take a consent back, in one tap."""
    own_person(request)
    withdraw_consent(consent=consent, by=request.viewer, now=timezone.now())
    return redirect("my_data")


@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays, ask once more, then forget."""
    person = own_person(request)
    fresh_sign_in(request.viewer)
    if request.method == "GET":
        kinds = queries.kept_kinds(request.viewer)
        return render(request, "web/erase.html", {"kinds": kinds, "quick_exit": True})
    number = actions.erase_person(person=person, by=request.viewer, now=timezone.now())
    logout(request)
    # Asked for in another language, this page would ask to sign in: there is nobody any more.
    context = {"number": number, "carry": Carry(reverse("home"), ())}
    return render(request, "web/erased.html", context)


def own_person(request: HttpRequest) -> str:
    """The person who looks; a stranger is asked to sign in, staff have none."""
    if request.viewer.role == "stranger":
        raise LogInFirst("person.export")
    if not request.viewer.person:
        raise NotFound("person.export")
    return str(request.viewer.person)
