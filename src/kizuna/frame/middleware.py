"""Refusals become pages, and pages that are nobody else's business do not stay in the browser."""

import json
import logging
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from kizuna.access.caller import came_from
from kizuna.access.moved import moved
from kizuna.access.viewer import STRANGER, ConfirmFirst, LogInFirst
from kizuna.frame.errors import STATUS, retry_after, sentence
from kizuna.frame.seldom import Caller

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
    """Turns NotFound, LogInFirst, NotAllowed, Refused and Gone into pages; sets how long pages may stay;
    guards the pages whose address is a key; says who calls."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.caller = caller(request)
        response = self.get_response(request)
        if _by_key(request):
            response = _guarded(request, response)
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
        if not _readable(request.POST.get("credential", "")):
            raise BadRequest("credential")

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


GUESSES = 100
"""Addresses that open nothing, an hour and connection. Right ones always open: many may share one."""


def caller(request: HttpRequest) -> Caller:
    """Where a request comes from."""
    forwarded, remote = request.headers.get("X-Forwarded-For", ""), str(request.META.get("REMOTE_ADDR", ""))
    connection = came_from(forwarded, remote, settings.ALLAUTH_TRUSTED_PROXY_COUNT)
    return Caller(connection, cache, settings.SECRET_KEYS)


def _by_key(request: HttpRequest) -> bool:
    """Whether the address of the page is a key, as every address with a `token` is."""
    return request.resolver_match is not None and "token" in request.resolver_match.kwargs


def _guarded(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """No search engine keeps it, and guesses are counted."""
    if response.status_code in {404, 410} and request.caller.too_often("key", GUESSES):
        response = render(request, "frame/429.html", status=429)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _readable(credential: str) -> bool:
    """Whether the library that reads passkeys can read this: it stumbles over deep JSON and odd ids."""
    try:
        found = json.loads(credential)
    except json.JSONDecodeError:
        return True  # it says so itself
    except (ValueError, RecursionError):
        return False
    return not isinstance(found, dict) or isinstance(found.get("id", ""), str)


def _private(request: HttpRequest) -> bool:
    """Whether somebody is signed in, came by a link of their own, or the page offered a quick way out."""
    signed_in = getattr(request, "viewer", STRANGER) != STRANGER
    return (
        signed_in
        or _by_key(request)
        or any(getattr(request, name, False) for name in ("quick_exit", "kiosk"))
    )


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
