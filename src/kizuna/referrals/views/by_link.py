"""Pages whose address is a key: no browser passes it on, no search engine keeps it, guesses are counted."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from kizuna.access.caller import came_from
from kizuna.access.secrets import blind
from kizuna.access.viewer import NotFound
from kizuna.referrals.case import LinkClosed

HOUR = 3600
MOST = 100
"""Links that open nothing, an hour and connection."""
Page = Callable[[HttpRequest, str], HttpResponse]


def by_link(page: Page) -> Page:
    """A page behind a signed link.

    Not `no-referrer`: with it browsers send the form's origin as null, and it is refused as forged.
    """

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @sensitive_variables("token")
    @wraps(page)
    def shown(request: HttpRequest, token: str) -> HttpResponse:
        try:
            response = page(request, token)
        except LinkClosed as closed:
            response = _counted(request) or render(
                request, "referrals/link_closed.html", {"worker_name": closed.worker_name}, status=410
            )
        except NotFound:
            if (limited := _counted(request)) is None:
                raise
            response = limited
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return shown


def _counted(request: HttpRequest) -> HttpResponse | None:
    """A link that opens nothing counts against its connection, blinded and for an hour; the answer when there
    were too many. Right links always open: many may share a connection."""
    forwarded, remote = request.headers.get("X-Forwarded-For", ""), str(request.META.get("REMOTE_ADDR", ""))
    connection = came_from(forwarded, remote, settings.ALLAUTH_TRUSTED_PROXY_COUNT)
    key = f"referral-link:{blind(connection, settings.SECRET_KEYS, 'referral-link')}"
    cache.add(key, 0, HOUR)
    try:
        many = cache.incr(key) > MOST
    except ValueError:  # it ran out between the two
        many = False
    return render(request, "frame/429.html", status=429) if many else None
