"""What every address of FHIR R4 has in common: how it is asked, how it answers, how it refuses."""

import json
from collections.abc import Callable, Collection
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from kizuna.access.viewer import ConfirmFirst, LogInFirst, NotAllowed, NotFound, Refused
from kizuna.exchange.capability import known
from kizuna.exchange.outcome import KIND, Wrong, outcome
from kizuna.exchange.search import Asked, Span, asked, reference, span
from kizuna.frame.errors import STATUS, sentence
from kizuna.frame.fhir import Misread
from kizuna.frame.problem import TITLES
from kizuna.ledger.actions import note_many
from kizuna.ledger.entry import Note
from kizuna.ledger.verbs import LOOKED

PATH = "/fhir/R4"
TYPES = frozenset({KIND, "application/json", "json", "text/json"})
ANY = frozenset({"*/*", "application/*", ""})
READ = ("GET", "HEAD")
View = Callable[..., dict[str, Any] | HttpResponse]


def here() -> str:
    """The address of this door."""
    return f"{settings.BASE_URL}{PATH}"


def said(body: dict[str, Any], status: int = 200) -> HttpResponse:
    """A resource as an answer."""
    return HttpResponse(json.dumps(body, ensure_ascii=False), content_type=KIND, status=status)


def made(resource: dict[str, Any], status: int = 201) -> HttpResponse:
    """A resource that was written, with its address."""
    answer = said(resource, status)
    answer.headers["Location"] = f"{here()}/{resource['resourceType']}/{resource['id']}"
    return answer


def told(status: int, text: str = "", at: str = "") -> HttpResponse:
    """An error as an OperationOutcome."""
    answer = said(outcome(status, text or TITLES.get(status, "Error"), at), status)
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="kizuna"'
    return answer


def _acceptable(request: HttpRequest) -> bool:
    wanted = request.GET.get("_format") or request.headers.get("Accept", "")
    kinds = {part.partition(";")[0].strip().lower() for part in wanted.replace(" ", "+").split(",")}
    return bool(kinds & (TYPES | ANY)) or ("+" in wanted and KIND in wanted)


def refusal_of(refused: Exception) -> tuple[int, str, str]:
    """Status, sentence and place of a refusal. Raises what is none."""
    if isinstance(refused, Wrong):
        return refused.status, refused.sentence, refused.at
    if isinstance(refused, Misread):
        return 422, str(refused), refused.at
    if isinstance(refused, Refused):
        return 422, str(refused), ""
    if isinstance(refused, LogInFirst | ConfirmFirst | NotAllowed | NotFound):
        return STATUS[type(refused)], sentence(refused), ""
    raise refused


def door(*methods: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """One address of this door: its methods, its language, and every refusal as an OperationOutcome."""

    def dressed(view: View) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
            if request.method not in methods:
                refusal = told(405)
                refusal.headers["Allow"] = ", ".join(methods)
                return refusal
            if not _acceptable(request):
                return told(406, "This door speaks JSON: application/fhir+json.")
            try:
                found = view(request, **parts)
            except (Wrong, Misread, LogInFirst, ConfirmFirst, NotAllowed, NotFound, Refused) as refused:
                return told(*refusal_of(refused))
            return found if isinstance(found, HttpResponse) else said(found)

        return answer

    return dressed


def search_of(request: HttpRequest, kind: str) -> Asked:
    """What a search asks for."""
    return asked({name: request.GET.getlist(name) for name in request.GET}, known(kind))


def spans(search: Asked, *names: str) -> list[tuple[datetime | None, datetime | None, bool]]:
    """The conditions on moments in these words of a search."""
    zone = timezone.get_default_timezone()
    found: list[Span] = [span(text, zone) for name in names for text in search.words.get(name, ())]
    return [(one.start, one.end, one.outside) for one in found]


def persons(search: Asked) -> list[UUID] | None:
    """Whom a search names; an id that can be nobody's finds nobody."""
    named = [text for name in ("patient", "subject") for text in search.words.get(name, ())]
    if not named:
        return None
    found = [{id for part in text.split(",") if (id := reference(part, "Patient"))} for text in named]
    return sorted(set.intersection(*found))


def ids(search: Asked, name: str, kind: str) -> list[UUID] | None:
    """The ids in a word of a search; None when it was not said."""
    text = search.one(name)
    return [id for part in text.split(",") if (id := reference(part, kind))] if text else None


def body(request: HttpRequest, *kinds: str) -> dict[str, Any]:
    """The resource in a request, of one of these kinds."""
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Wrong("This is no JSON.") from None
    if not isinstance(found, dict) or found.get("resourceType") not in kinds:
        raise Wrong(f"Send a {' or a '.join(kinds)}.", at="resourceType")
    return found


def looked(request: HttpRequest, whom: Collection[str], *, at_what: str) -> None:
    """One line for each person of whom something went out; they can read it."""
    lines = [Note(LOOKED, at_what, person, request.viewer) for person in sorted(set(whom))]
    note_many(notes=lines, now=timezone.now())
