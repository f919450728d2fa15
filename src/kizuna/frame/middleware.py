"""Refusals become pages, and pages that are nobody else's business do not stay in the browser."""

import logging
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from kizuna.access.moved import moved
from kizuna.access.viewer import STRANGER, ConfirmFirst, LogInFirst
from kizuna.frame.errors import STATUS, retry_after, sentence

log = logging.getLogger(__name__)


STRICT = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=(), payment=(), usb=()",
}
"""On every answer, beside what Django's own middleware sets. The place is for “near you”."""


class Strict:
    """Stands first, so that no answer leaves without these headers: errors and files neither."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in STRICT.items():
            response.headers.setdefault(name, value)
        return response


class Doors:
    """Turns NotFound, LogInFirst, NotAllowed, Refused and Gone into pages; sets how long pages may stay."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store" if _private(request) else "private, no-cache"
        return response

    def process_view(self, request: HttpRequest, *view: object) -> None:
        """Turn an address away that cannot be read as one: libraries that are to lead there stumble."""
        if any("\x00" in value for _, values in request.GET.lists() for value in values):
            raise BadRequest("NUL")  # PostgreSQL keeps none, and nobody types one
        for asked in (request.GET.get("next", ""), request.POST.get("next", "")):
            try:
                urlsplit(asked)
            except ValueError:
                raise BadRequest("next") from None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, LogInFirst):
            return HttpResponseRedirect(_log_in(request))
        if isinstance(exception, ConfirmFirst):
            return HttpResponseRedirect(_confirm(request))
        if isinstance(exception, OperationalError | InterfaceError):
            log.error("The database did not answer: %s", type(exception).__name__)
            page = render_to_string("frame/503.html", {"moved": moved(exception)})
            return HttpResponse(page, status=503, headers={"Retry-After": retry_after(exception)})
        status = STATUS.get(type(exception))
        if status is None:
            return None
        return render(request, f"frame/{status}.html", {"reason": sentence(exception)}, status=status)


def _private(request: HttpRequest) -> bool:
    """Whether somebody is signed in, came by a link of their own, or the page offered a quick way out."""
    by_link = request.resolver_match is not None and "token" in request.resolver_match.kwargs
    signed_in = getattr(request, "viewer", STRANGER) != STRANGER
    return signed_in or by_link or any(getattr(request, name, False) for name in ("quick_exit", "kiosk"))


def _confirm(request: HttpRequest) -> str:
    """Where one shows that it is them; from a form that came too late one goes back to its page."""
    back = request.get_full_path()
    if request.method not in {"GET", "HEAD"}:
        before = request.headers.get("referer", "")
        here = url_has_allowed_host_and_scheme(
            before, {request.get_host()}, require_https=request.is_secure()
        )
        back = urlsplit(before)._replace(scheme="", netloc="").geturl() if here else ""
    return f"{resolve_url(settings.CONFIRM_URL)}?{urlencode({'next': back or '/'})}"


def _log_in(request: HttpRequest) -> str:
    url = resolve_url(settings.LOGIN_URL)
    if request.method not in {"GET", "HEAD"}:
        return url
    return f"{url}?{urlencode({'next': request.get_full_path()})}"
