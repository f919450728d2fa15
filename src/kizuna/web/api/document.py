"""The API as a whole, and its OpenAPI document: what every operation has in common is written here once."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from kizuna.access.viewer import ConfirmFirst, LogInFirst, NotAllowed, NotFound, Refused
from kizuna.frame.errors import Gone
from kizuna.frame.problem import KIND, TITLES
from kizuna.web.api.answers import broken, http_error, invalid, refused, told
from kizuna.web.programs import SCOPES, room_of, scope_for

READ = (400, 401, 403, 404, 405, 410, 413, 422, 429, 500, 503)
WRITE = (*READ, 409, 415)
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 200},
    "description": "Do this once: the same key within 24 hours gets the same answer again.",
}
SECURITY = {
    "program": {
        "type": "oauth2",
        "flows": {"clientCredentials": {"tokenUrl": "/api/v1/token", "scopes": dict.fromkeys(SCOPES, "")}},
    },
    "session": {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME},
}


def _errors(statuses: tuple[int, ...]) -> dict[str, Any]:
    content = {KIND: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {str(status): {"description": TITLES[status], "content": content} for status in statuses}


class Documented(NinjaAPI):
    """Adds to each operation its errors, its scope and the key that makes a write happen once."""

    def get_openapi_schema(self, **how: Any) -> OpenAPISchema:
        """The document of the whole API; it takes long to put together and is always the same."""
        key = tuple(sorted((name, str(value)) for name, value in how.items()))
        if key not in self._documents:
            self._documents[key] = self._written(**how)
        return self._documents[key]

    @cached_property
    def _documents(self) -> dict[tuple[tuple[str, str], ...], OpenAPISchema]:
        return {}

    def _written(self, **how: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**how)
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                _complete(path, method.upper(), operation)
        document["components"].setdefault("schemas", {})["Problem"] = PROBLEM
        document["components"]["securitySchemes"] = SECURITY
        return document


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    reads = method == "GET"
    operation["responses"] = {str(k): v for k, v in operation["responses"].items()} | _errors(
        READ if reads else WRITE
    )
    if not reads and KEY not in operation.setdefault("parameters", []):
        operation["parameters"].append(KEY)
    if room_of(path):
        operation["security"] = [{"program": [scope_for(method, path)]}, {"session": []}]
        if room_of(path) in {"directory", "places", "activities", "signposting"} and reads:
            operation["security"].append({})


def _nothing(request: HttpRequest, exception: Any) -> HttpResponse:
    return told(404)


API = Documented(
    title="Kizuna",
    version="1",
    description="What the pages do, for programs: the same doors, the same words, the same ledger.",
    docs_url=None,
    urls_namespace="api",
)
for _door in (LogInFirst, ConfirmFirst, NotAllowed, NotFound, Refused, Gone):
    API.add_exception_handler(_door, refused)
API.add_exception_handler(ValidationError, invalid)
API.add_exception_handler(HttpError, http_error)
API.add_exception_handler(Http404, _nothing)
API.add_exception_handler(Exception, broken)
