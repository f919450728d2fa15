"""Who is looking: built once a request, from the account that logged in."""

from collections.abc import Callable
from dataclasses import replace

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from kizuna.access.secrets import LOOK_UP
from kizuna.access.viewer import STRANGER, Viewer
from kizuna.people.queries import viewer_of
from kizuna.people.signing_in import fresh


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
        request.viewer = _viewer(request) if request.user.is_authenticated else STRANGER
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> HttpResponse:
        """The log-in pages of allauth bring a `site` of their own, which would hide ours."""
        if response.context_data:
            response.context_data.pop("site", None)
        return response


def _by_one_tap(request: HttpRequest) -> bool:
    """Whether this session was opened by the demo's buttons, in a demo: nobody there can get a code."""
    return settings.DEMO and request.session.get(BACKEND_SESSION_KEY) == "kizuna.web.adapters.DemoBackend"


def _viewer(request: HttpRequest) -> Viewer:
    viewer = viewer_of(STRANGER, request.user)
    if viewer == STRANGER:
        return viewer
    records = get_authentication_records(request, request.user)
    recent = fresh(records, timezone.now(), settings.FRESH_FOR) or _by_one_tap(request)
    return replace(viewer, fresh=recent)
