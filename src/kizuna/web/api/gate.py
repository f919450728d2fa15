"""What stands before every operation: who asks, how often, how much; and what goes out with each answer."""

import hashlib
import json
import time
from collections.abc import Callable

from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone
from django.utils.http import parse_etags
from ninja.utils import check_csrf

from kizuna.access.viewer import STRANGER, LogInFirst, Viewer
from kizuna.exchange.outcome import KIND as FHIR
from kizuna.exchange.outcome import outcome
from kizuna.frame.problem import KIND, TITLES
from kizuna.web.actions import Clash, once
from kizuna.web.api.answers import broken, told
from kizuna.web.programs import Kept, is_read, named, room_of, scope_for
from kizuna.web.queries import program_by_token

LARGEST = 1024 * 1024
WINDOW = 60
"""Seconds in which requests are counted together."""
MOST = {"stranger": 120, "known": 600}
JSON = ("application/json", KIND, FHIR)
DOWNLOAD = 'attachment; filename="api.json"'
"""No answer is ever taken for a page by a browser that guesses."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
DOCUMENT = "/api/v1/openapi.json"
TAKEN = frozenset({"application/json"})
OPEN = frozenset({DOCUMENT, "/fhir/R4/metadata", "/api/v1/docs", "/api/v1/token"})
"""Addresses that belong to no room; each looks after itself."""

Next = Callable[[HttpRequest], HttpResponse]


class Gate:
    """Lets requests to the API through, or answers them itself."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.gzip = GZipMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(("/api/", "/fhir/")):
            return self.get_response(request)
        headers: dict[str, str] = {}
        try:
            answer = _stopped(request, headers) or _let_through(request, self.get_response)
        except Exception as exception:  # nothing leaves this address in another form
            answer = broken(request, exception)
        answer = _as_spoken(request, answer)
        for name, value in headers.items():
            answer.headers[name] = value
        return self._dressed(request, answer)

    def _dressed(self, request: HttpRequest, answer: HttpResponse) -> HttpResponse:
        """With its mark, its rules for keeping, and packed when that is worth it."""
        by_key = request.resolver_match is not None and "token" in request.resolver_match.kwargs
        stranger = request.viewer == STRANGER and not by_key
        public = stranger and answer.status_code == 200 and request.method in SAFE
        answer.headers["Cache-Control"] = "no-cache" if public else "no-store"
        if answer.headers.get("Content-Type", "").startswith(JSON):
            answer.headers["Content-Disposition"] = DOWNLOAD
        if public and room_of(request.path) == "directory":
            answer.headers["Access-Control-Allow-Origin"] = "*"
        if answer.status_code == 200 and request.method in SAFE:
            mark = f'W/"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
            asked = parse_etags(request.headers.get("If-None-Match", ""))
            if asked and (asked == ["*"] or mark in {f"W/{each.removeprefix('W/')}" for each in asked}):
                kept = answer.headers["Cache-Control"]
                answer = HttpResponse(status=304, headers={"Cache-Control": kept})
                del answer.headers["Content-Type"]
            answer.headers["ETag"] = mark
        packed = self.gzip.process_response(request, answer)
        return packed if isinstance(packed, HttpResponse) else answer


def _as_spoken(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """An error in the form that this address speaks."""
    fhir = request.path.startswith("/fhir/")
    kind = answer.headers.get("Content-Type")
    if answer.status_code < 400 or kind == (FHIR if fhir else KIND):
        return answer
    if not fhir:
        return told(answer.status_code)
    detail = json.loads(answer.content).get("detail", "") if kind == KIND else ""
    body = outcome(answer.status_code, detail or TITLES.get(answer.status_code, "Error"))
    spoken = HttpResponse(json.dumps(body), content_type=FHIR, status=answer.status_code)
    for name in ("WWW-Authenticate", "Retry-After", "Allow"):
        if name in answer.headers:
            spoken.headers[name] = answer.headers[name]
    return spoken


def _stopped(request: HttpRequest, headers: dict[str, str]) -> HttpResponse | None:
    """Why a request does not go on; nothing when it does."""
    scopes: tuple[str, ...] | None = None
    bearer = request.headers.get("Authorization", "")
    if bearer.lower().startswith("bearer "):
        request.viewer = STRANGER
        try:
            request.viewer, scopes = program_by_token(STRANGER, bearer[7:].strip(), timezone.now())
        except LogInFirst:
            wrong = told(401, "This token does not open anything, or not any more. Get a new one.")
            return _too_often(request, headers) or wrong
    return _too_often(request, headers) or _too_much(request) or _not_theirs(request, scopes)


def _too_often(request: HttpRequest, headers: dict[str, str]) -> HttpResponse | None:
    known = request.viewer != STRANGER
    most = MOST["known" if known else "stranger"]
    who = request.viewer.account if known else request.caller.connection
    now = time.time()
    key = f"api:{hashlib.sha256(who.encode()).hexdigest()[:32]}:{int(now // WINDOW)}"
    if cache.add(key, 1, WINDOW * 2):
        count = 1
    else:
        try:
            count = cache.incr(key)
        except ValueError:  # it ran out in between
            count = 1
    left, over = max(0, most - count), WINDOW - int(now % WINDOW)
    headers["RateLimit-Policy"] = f'"api";q={most};w={WINDOW}'
    headers["RateLimit"] = f'"api";r={left};t={over}'
    if count <= most:
        return None
    headers["Retry-After"] = str(over)
    return told(429)


def _too_much(request: HttpRequest) -> HttpResponse | None:
    if request.method in SAFE:
        return None
    try:
        if int(request.headers.get("Content-Length") or 0) > LARGEST or len(request.body) > LARGEST:
            return told(413)
    except (RequestDataTooBig, ValueError):
        return told(413)
    if request.body and request.path not in OPEN and request.content_type not in _kinds(request.path):
        return told(415)
    return None


def _kinds(path: str) -> frozenset[str]:
    """What may be sent to an address."""
    return TAKEN | {FHIR} if path.startswith("/fhir/") else TAKEN


def _not_theirs(request: HttpRequest, scopes: tuple[str, ...] | None) -> HttpResponse | None:
    """Scopes of programs, and the proof that a session's own page asks."""
    if request.path in OPEN:
        return told(405) if request.path == DOCUMENT and request.method not in SAFE else None
    wanted = scope_for(request.method or "", request.path)
    if scopes is not None and room_of(request.path) and wanted not in scopes:
        return told(403, f"This token lacks the scope {wanted}.")
    if request.method in SAFE or scopes is not None or not room_of(request.path):
        return None
    if request.viewer == STRANGER:
        return told(401)
    return told(403, "The CSRF token is missing or wrong.") if check_csrf(request) else None


def _let_through(request: HttpRequest, go: Next) -> HttpResponse:
    key = request.headers.get("Idempotency-Key", "")
    viewer: Viewer = request.viewer
    if not key or is_read(request.method or "", request.path) or viewer == STRANGER:
        return go(request)
    if len(key) > 200:
        return told(422, "This Idempotency-Key is too long: 200 characters are the most.")

    first: list[HttpResponse] = []

    def run() -> Kept:
        answer = go(request)
        first.append(answer)
        return Kept(answer.status_code, named(answer.content), answer.headers.get("Content-Type", ""))

    asked = f"{request.method} {request.get_full_path()}\n".encode() + request.body
    try:
        kept = once(key=key, asked=asked, run=run, by=viewer, now=timezone.now())
    except Clash:
        return told(409, "This Idempotency-Key came with another request before.")
    if not kept.again:
        return first[0]
    answer = HttpResponse(kept.body, status=kept.status, content_type=kept.content_type)
    answer.headers["Idempotent-Replayed"] = "true"
    return answer
