"""Who is looking: built once a request, from the account that logged in."""

import logging
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from prometheus_client import Counter, Histogram

from kizuna.access.asked import MARK
from kizuna.access.memo import remembering
from kizuna.access.secrets import LOOK_UP
from kizuna.access.viewer import STAFF, STRANGER, SYSTEM, Viewer
from kizuna.bonds.queries import company
from kizuna.people.asking import IDLE, LONGEST, PAGES, REASON, SESSION
from kizuna.people.queries import arrival, own_data_open
from kizuna.people.signing_in import HELPED, KIOSK, KIOSK_LASTS, SEEN, TOLD_EVERY, VOUCHED, fresh, over

BEFORE_THE_SECOND_FACTOR = frozenset(
    {
        *("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "account_logout"),
        *("frame:leave", "frame:worker", "frame:manifest", "frame:reading", "set_language"),
        *("screening:crisis", "healthy", "ready", "metrics"),
    }
)
"""Pages that open for somebody who works here and has not set up a second factor yet."""


SHUT = frozenset({403, 404})
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
log = logging.getLogger("kizuna.request")
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
REQUESTS = Counter("kizuna_requests", "Answers by page and status.", ["route", "status"])
SECONDS = Histogram("kizuna_request_seconds", "How long answers took.", ["route"], buckets=BUCKETS)


class Observed:
    """Writes one line about each answer and counts it: by the page's name, never its address or who asked.

    Only a door that stayed shut is written with the account that tried it: an identifier, and no name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        mark = secrets.token_hex(8)
        token, begun = MARK.set(mark), time.perf_counter()
        try:
            response = self.get_response(request)
            self._tell(request, response, time.perf_counter() - begun)
        finally:
            MARK.reset(token)
        response["X-Request-Id"] = mark
        return response

    def _tell(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        match = request.resolver_match
        route = (match.view_name or match.route) if match else "-"  # a file, or no page of ours
        method = request.method if request.method in METHODS else "other"  # anybody may send any word
        facts = {
            "method": method,
            "route": route,
            "status": response.status_code,
            "ms": round(seconds * 1000),
        }
        if (account := _refused(request, response)) is not None:
            facts["account"] = account
        log.info("%(method)s %(route)s %(status)s in %(ms)s ms", facts, extra=facts)
        with suppress(OSError):  # a full disk or a folder that is gone costs a figure, never somebody's page
            REQUESTS.labels(route, str(response.status_code)).inc()
            SECONDS.labels(route).observe(seconds)


def _refused(request: HttpRequest, response: HttpResponse) -> str | None:
    """The account that met a shut door."""
    account = request.viewer.account if hasattr(request, "viewer") else None
    return str(account) if account and response.status_code in SHUT else None


class FreshKeys:
    """Hands changed keys to Django, which signs sessions with them: nothing has to be restarted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        keys = [key for key in settings.SECRET_KEYS if not key.startswith(LOOK_UP)]
        if keys != settings.SECRET_KEY_FALLBACKS:
            settings.SECRET_KEY_FALLBACKS = keys  # first: no request meets a key without a place
            settings.SECRET_KEY = keys[0]
        return self.get_response(request)


class WhoIsLooking:
    """Puts the viewer on the request; nothing else in Kizuna reads the account."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.lacks_factor = False
        request.kiosk = KIOSK in request.session
        request.helped = HELPED in request.session
        with remembering():
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        find = _viewer if request.user.is_authenticated else _by_link
        now = timezone.now()
        request.viewer = find(request, now)
        # Suggestions stand below bonds and may not ask them: whoever is above both hands the answer down.
        request.company = partial(company, request.viewer, now=now)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        """Whoever works here sets up a second factor before anything else."""
        match = request.resolver_match
        if request.path.startswith("/api/"):
            return None  # programs are told 401, in their own form
        if not request.lacks_factor or (match and match.view_name in BEFORE_THE_SECOND_FACTOR):
            return None
        return HttpResponseRedirect(reverse("mfa_index"))

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> HttpResponse:
        """The log-in pages of allauth bring a `site` of their own, which would hide ours."""
        if response.context_data:
            response.context_data.pop("site", None)
        return response


def _by_one_tap(request: HttpRequest) -> bool:
    """Whether this session was opened by the demo's buttons, in a demo: nobody there can get a code."""
    return settings.DEMO and request.session.get(BACKEND_SESSION_KEY) == "kizuna.web.adapters.DemoBackend"


def _twice(request: HttpRequest, factor: bool) -> bool:
    """Whether there is a second factor: one's own, or one that the organisation they came by vouched for."""
    return factor or request.session.get(VOUCHED) is True or _by_one_tap(request)


def _goes_on(request: HttpRequest, now: datetime) -> bool:
    """Whether the session still lasts; if so, it is written down now and then that it was used."""
    at = now.timestamp()
    seen = request.session.get(SEEN) or {"since": at, "seen": 0.0}
    idle, longest = (
        settings.STAFF_SESSIONS if getattr(request.user, "role", "") in STAFF else settings.SESSIONS
    )
    if request.kiosk:
        idle, longest = KIOSK_LASTS
    if seen["seen"] and over(seen, now, idle=idle, longest=longest):
        return False
    if at - seen["seen"] > TOLD_EVERY.total_seconds():
        request.session[SEEN] = {**seen, "seen": at}
    return True


def _viewer(request: HttpRequest, now: datetime) -> Viewer:
    """The viewer of a session that still lasts. Without a second factor, staff are as good as strangers."""
    if not _goes_on(request, now):
        logout(request)
        return STRANGER
    found = arrival(STRANGER, request.user)
    if found.viewer.role in STAFF and not _twice(request, found.second_factor):
        request.lacks_factor = True
        return STRANGER
    records = get_authentication_records(request, request.user)
    recent = fresh(records, now, settings.FRESH_FOR) or _by_one_tap(request)
    return replace(found.viewer, fresh=recent and found.viewer != STRANGER)


def _by_link(request: HttpRequest, now: datetime) -> Viewer:
    """Somebody who came by a link to their own data: themselves on those pages, a stranger on all others."""
    if not request.path_info.startswith(PAGES) or (held := request.session.get(SESSION)) is None:
        return STRANGER
    ended = over(held, now, idle=IDLE, longest=LONGEST)
    if ended or not own_data_open(SYSTEM("own data"), held["person"]):
        request.session.flush()
        return STRANGER
    at = now.timestamp()
    if at - held["seen"] > TOLD_EVERY.total_seconds():
        request.session[SESSION] = {**held, "seen": at}
    # The link came to the way of reaching them that is theirs alone: as good as a code.
    return Viewer(role="resident", person=held["person"], reason=REASON, fresh=True)
