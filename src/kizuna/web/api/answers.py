"""Refusals and errors in the one shape that programs get."""

import json
import logging
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from kizuna.access.moved import moved
from kizuna.access.viewer import ConfirmFirst, Refused
from kizuna.frame.errors import STATUS, retry_after, sentence
from kizuna.frame.problem import KIND, problem

log = logging.getLogger(__name__)
MOVED = "This site is moving. Nothing can be written here until it stands in its new place."
CONFIRM = "Sign in again on the site first: this needs a recent sign-in, and no program has one."


def told(status: int, detail: str = "", **more: Any) -> HttpResponse:
    """An error as a program reads it."""
    answer = HttpResponse(json.dumps(problem(status, detail, **more)), content_type=KIND, status=status)
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="kizuna"'
    return answer


def refused(request: HttpRequest, exception: Any) -> HttpResponse:
    """What a door answered."""
    if isinstance(exception, ConfirmFirst):
        return told(401, CONFIRM)
    status = 422 if isinstance(exception, Refused) else STATUS.get(type(exception), 500)
    return told(status, sentence(exception))


def invalid(request: HttpRequest, exception: Any) -> HttpResponse:
    """Which fields need mending, without saying again what was sent."""
    errors = [{"where": [str(p) for p in e["loc"]], "what": str(e["msg"])} for e in exception.errors]
    return told(422, errors=errors)


def http_error(request: HttpRequest, exception: Any) -> HttpResponse:
    """What the library refuses."""
    return told(exception.status_code)


def broken(request: HttpRequest, exception: Any) -> HttpResponse:
    """Anything else: no details go out, and none about a person goes into the log."""
    if isinstance(exception, OperationalError | InterfaceError):
        log.error("The database did not answer: %s", type(exception).__name__)
        answer = told(503, MOVED if moved(exception) else "")
        answer.headers["Retry-After"] = retry_after(exception)
        return answer
    log.exception("The API broke")
    return told(500)
