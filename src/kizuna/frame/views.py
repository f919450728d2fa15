"""Pages of the frame itself: the gallery, errors, leaving, reading level, what a phone may keep."""

import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.i18n import set_language

from kizuna.access.moved import moved
from kizuna.frame import samples, shell
from kizuna.frame.errors import retry_after
from kizuna.frame.forms import GalleryForm

READING_FOR = 365 * 24 * 3600
LOOKS = ("light", "dark", "contrast")


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with all its states, in each look."""
    look = request.GET.get("look", "")
    typed = {"when_0": "31", "when_1": "2", "when_2": "2026", "phone": "55"}
    context = {
        "look": look if look in LOOKS else "",
        "looks": LOOKS,
        "form": GalleryForm(auto_id="empty_%s"),
        "wrong": GalleryForm(typed),
        "now": timezone.now(),
        "samples": samples.SAMPLES,
        "timeline": samples.in_words(samples.SAMPLES["moments"], gettext),
        "reasons": samples.in_words(samples.SAMPLES["reasons"], gettext),
    }
    return render(request, "frame/gallery.html", context)


@require_GET
def guide(request: HttpRequest) -> HttpResponse:
    """Help with this page: how the site works, on one page that anybody can read."""
    return render(request, "frame/guide.html")


@require_GET
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit. A plain link: it signs out, forgets what the phone kept and goes to a neutral page."""
    logout(request)
    response = HttpResponseRedirect(settings.EXIT_URL)
    for cookie in (settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "reading"):
        response.delete_cookie(cookie)
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response["Cache-Control"] = "no-store"
    return response


def _carried(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """On to the next page; where it was made from a form, with that form again: a 307 repeats the post."""
    if "carry" in request.POST and response.status_code == 302:
        response.status_code = 307
    return response


@require_http_methods(["GET", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    """Set the language, and back to the page on which it was chosen."""
    return _carried(request, set_language(request))


@require_POST
def reading(request: HttpRequest) -> HttpResponse:
    """Set the reading level: plain, or easy (larger, and only what matters most)."""
    asked = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(asked if safe else "/")
    if safe:
        _carried(request, response)
    if request.POST.get("reading") == "easy":
        response.set_cookie(
            "reading", "easy", max_age=READING_FOR, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    else:
        response.delete_cookie("reading", samesite="Lax")
    return response


@require_GET
def manifest(request: HttpRequest) -> JsonResponse:
    """The name and the icons under which a phone puts this site on its first screen."""
    return JsonResponse(shell.manifest(settings.SITE_NAME), content_type="application/manifest+json")


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It changes every day, so that the crisis numbers on phones are of today."""
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    context = {"language": language, "day": f"{timezone.localdate():%Y-%m-%d}", "keepable": shell.KEEPABLE}
    context["site_name"] = settings.SITE_NAME
    script = render_to_string("frame/sw.js", context)
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(script, content_type="text/javascript; charset=utf-8", headers=headers)


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """What a phone shows when it has no connection and did not keep the page."""
    return render(request, "frame/offline.html")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return render(request, "frame/400.html", status=400)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """400 for a form that came without our token: made before signing in or out, or cookies are off.

    The page says which, and leads back to the form as it is now; what was typed is still one step back.
    """
    came_from, host = request.META.get("HTTP_REFERER", ""), request.get_host()
    safe = url_has_allowed_host_and_scheme(came_from, {host}, require_https=request.is_secure())
    context = {
        "stale": True,
        "signed_in": request.user.is_authenticated,
        "no_cookies": not request.COOKIES,
        "again": urlsplit(came_from)._replace(scheme="", netloc="").geturl() if safe else "",
    }
    return render(request, "frame/400.html", context, status=400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return render(request, "frame/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return render(request, "frame/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Made without database, session or context: whatever broke must not break this page.

    When the database is away a session cannot be read either, before any view: that is a 503 all the same.
    """
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        page = render_to_string("frame/503.html", {"moved": moved(error)})
        return HttpResponse(page, status=503, headers={"Retry-After": retry_after(error)})
    return HttpResponse(render_to_string("frame/500.html"), status=500)
