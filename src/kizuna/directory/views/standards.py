"""The directory by the standards: HSDS 3.1 and Open Referral UK 3.0. Open to read, without a key."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_http_methods

from kizuna.access.viewer import NotFound, Refused
from kizuna.directory import queries
from kizuna.directory.asked import Asked, asked, envelope
from kizuna.directory.interface import VERSIONS, document, front, lists
from kizuna.frame.problem import KIND, problem

MOST_SAID = 65_536
"""Bytes that a question may have."""
OFFERED = {profile: tuple(lists(profile)) for profile in VERSIONS}
"""The lists of each profile, as the standard calls them."""
_LINES = 100
_OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type, If-None-Match",
    "Access-Control-Expose-Headers": "ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "no-cache",
}
View = Callable[..., HttpResponseBase]


def _json(value: object, status: int = 200, kind: str = "application/json") -> HttpResponse:
    return HttpResponse(json.dumps(value, ensure_ascii=False), content_type=kind, status=status)


def _etag(request: HttpRequest, **where: object) -> str | None:
    """Another one after every change of the directory; none for a question in a body."""
    if request.method not in {"GET", "HEAD"}:
        return None
    stamp = queries.stamp(request.viewer)
    said = f"{stamp} {request.get_full_path()}"
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"' if stamp else None


def _answered(view: View, request: HttpRequest, where: dict[str, Any]) -> HttpResponseBase:
    """Its answer; refusals as programs read them."""
    try:
        return HttpResponse(status=204) if request.method == "OPTIONS" else view(request, **where)
    except NotFound:
        return _json(problem(404), 404, KIND)
    except Refused as refused:
        return _json(problem(400, str(refused)), 400, KIND)


def _public(*methods: str) -> Callable[[View], View]:
    """A view that pages of other sites may read too."""

    def opened(view: View) -> View:
        @csrf_exempt
        @gzip_page
        @require_http_methods(["GET", "HEAD", "OPTIONS", *methods])
        @wraps(view)
        def public(request: HttpRequest, **where: Any) -> HttpResponseBase:
            answer = _answered(view, request, where)
            for name, value in _OPEN.items():
                answer.headers[name] = value
            return answer

        return cast(View, public)

    return opened


def _said(request: HttpRequest) -> dict[str, str]:
    """The parameters of the address, and of the body over them."""
    given = {name: str(value) for name, value in request.GET.items()}
    if request.method != "POST":
        return given
    if int(request.headers.get("content-length") or 0) > MOST_SAID:
        raise Refused("The question is too long.")
    if request.content_type != "application/json":
        return given | {name: str(value) for name, value in request.POST.items()}
    try:
        body = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        raise Refused("The body is not JSON.") from None
    if not isinstance(body, Mapping):
        raise Refused("The body must be one object of parameters.")
    simple = {str(name): value for name, value in body.items() if isinstance(value, str | int | float)}
    return given | {name: str(value) for name, value in simple.items()}


def _streamed(
    request: HttpRequest, what: queries.Kind, ask: Asked, profile: queries.Profile
) -> Iterator[str]:
    lines: list[str] = []
    for each in queries.streamed(request.viewer, what, ask, profile=profile):
        lines.append(json.dumps(each, ensure_ascii=False) + "\n")
        if len(lines) >= _LINES:
            yield "".join(lines)
            lines.clear()
    yield "".join(lines)


@_public()
def root(request: HttpRequest, profile: queries.Profile) -> HttpResponse:
    """Which versions are spoken here, and who publishes."""
    return _json(front(profile, settings.BASE_URL.rstrip("/"), settings.SITE_NAME))


@_public()
def described(request: HttpRequest, profile: queries.Profile) -> HttpResponse:
    """The OpenAPI document."""
    return _json(document(profile, settings.BASE_URL.rstrip("/"), settings.SITE_NAME))


@_public("POST")
@condition(etag_func=_etag)
def listed(request: HttpRequest, profile: queries.Profile, what: queries.Kind) -> HttpResponseBase:
    """A page of a list, or all of it as a stream."""
    ask = asked(_said(request))
    if ask.ndjson:
        return StreamingHttpResponse(
            _streamed(request, what, ask, profile), content_type="application/x-ndjson"
        )
    contents, total = queries.published(request.viewer, what, ask, profile=profile)
    return _json(envelope(contents, total, ask))


@_public()
@condition(etag_func=_etag)
def one(request: HttpRequest, profile: queries.Profile, what: queries.Kind, id: UUID) -> HttpResponse:
    """One of them with everything around it; of one that was merged, the way to what it is now."""
    there = queries.survivor(request.viewer, queries.TABLE[what], id)
    if there is not None:
        return redirect(f"{profile}_{what}_one", id=there)
    return _json(queries.one_published(request.viewer, what, id, profile=profile))
