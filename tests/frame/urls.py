"""A tiny site around the frame: one page for each way of refusing. Needs no other room."""

from collections.abc import Callable
from types import SimpleNamespace

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from kizuna.access.viewer import LogInFirst, NotAllowed, NotFound, Refused
from kizuna.frame.errors import Gone


def site(request: HttpRequest) -> dict[str, object]:
    """What `web.adapters.site` gives to every page."""
    return {
        "site": SimpleNamespace(
            name="Linden Bay",
            organisation="Linden Bay Neighbours",
            demo=True,
            nav=(SimpleNamespace(url="/", label="Today", current=True),),
            languages=settings.LANGUAGES,
            reading=request.COOKIES.get("reading", "plain"),
            signed_in=False,
            exit_url=settings.EXIT_URL,
            path=request.get_full_path(),
        )
    }


def _raising(wrong: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise wrong

    return view


def _page(request: HttpRequest) -> HttpResponse:
    return render(request, "frame/guide.html", {"quick_exit": "quick" in request.GET})


def _kept(request: HttpRequest) -> HttpResponse:
    return HttpResponse("kept", headers={"Cache-Control": "max-age=60"})


urlpatterns = [
    path("", _page, name="home"),
    path("", include("kizuna.frame.urls")),
    path("crisis/", include(([path("", _page, name="crisis")], "screening"))),
    path("account/login/", _page, name="account_login"),
    path("page/", _page),
    path("kept/", _kept),
    path("missing/", _raising(NotFound("person.see"))),
    path("first/", _raising(LogInFirst("person.see"))),
    path("closed/", _raising(NotAllowed("person.see"))),
    path("reason/", _raising(NotAllowed("Only a coordinator can do this."))),
    path("refused/", _raising(Refused("Somebody else answered first. Load the page again."))),
    path("gone/", _raising(Gone(""))),
    path("denied/", _raising(PermissionDenied("person.see"))),
    path("odd/", _raising(SuspiciousOperation("person.see"))),
    path("tired/", _raising(OperationalError("could not connect to server at 10.0.0.1"))),
    path("broken/", _raising(ValueError("a name that nobody may read"))),
]
handler400 = "kizuna.frame.views.bad_request"
handler403 = "kizuna.frame.views.not_allowed"
handler404 = "kizuna.frame.views.not_found"
handler500 = "kizuna.frame.views.server_error"
