"""FHIR R4 for programs: the same rows as the pages, behind the same doors."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import wraps
from importlib.metadata import version
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.csrf import csrf_exempt

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import ConfirmFirst, LogInFirst, NotAllowed, NotFound, Refused, Viewer
from kizuna.exchange import resources
from kizuna.exchange.capability import known, statement
from kizuna.exchange.outcome import KIND, Wrong, outcome
from kizuna.exchange.search import Asked, Place, Span, asked, bundle, reference, span
from kizuna.frame.errors import STATUS, sentence
from kizuna.frame.problem import TITLES
from kizuna.instruments import queries as instruments
from kizuna.instruments.definition import Instrument
from kizuna.ledger.actions import looked
from kizuna.screening import queries
from kizuna.screening.actions import record_check_up
from kizuna.screening.flow import CHECK_UP
from kizuna.screening.needs import corrected, heard
from kizuna.screening.values import CheckUpValue, Manner

PATH = "/fhir/R4"
SINCE = "2026-11-23"
TYPES = frozenset({KIND, "application/json", "json", "text/json"})
ANY = frozenset({"*/*", "application/*", ""})
View = Callable[..., dict[str, Any] | HttpResponse]


def _base() -> str:
    return f"{settings.BASE_URL}{PATH}"


def _said(body: dict[str, Any], status: int = 200) -> HttpResponse:
    return HttpResponse(json.dumps(body, ensure_ascii=False), content_type=KIND, status=status)


def told(status: int, text: str = "", at: str = "") -> HttpResponse:
    """An error as an OperationOutcome."""
    made = _said(outcome(status, text or TITLES.get(status, "Error"), at), status)
    if status == 401:
        made.headers["WWW-Authenticate"] = 'Bearer realm="kizuna"'
    return made


def _acceptable(request: HttpRequest) -> bool:
    wanted = request.GET.get("_format") or request.headers.get("Accept", "")
    kinds = {part.partition(";")[0].strip().lower() for part in wanted.replace(" ", "+").split(",")}
    return bool(kinds & (TYPES | ANY)) or ("+" in wanted and KIND in wanted)


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
                made = view(request, **parts)
            except Wrong as wrong:
                return told(wrong.status, wrong.sentence, wrong.at)
            except (LogInFirst, ConfirmFirst, NotAllowed, NotFound) as refused:
                return told(STATUS[type(refused)], sentence(refused))
            except Refused as refused:
                return told(422, str(refused))
            return made if isinstance(made, HttpResponse) else _said(made)

        return answer

    return dressed


READ = ("GET", "HEAD")


@door(*READ)
def metadata(request: HttpRequest) -> dict[str, Any]:
    """What this door can do; for everybody."""
    return statement(_base(), f"{settings.BASE_URL}/api/v1/token", version("kizuna"), SINCE)


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _in_language(found: Instrument) -> Instrument:
    """Kizuna's own words in the language of the request; the site's words are in it already."""
    if found.words != "kizuna":
        return found
    items = tuple(
        replace(
            item,
            text=gettext(item.text),
            choices=tuple(replace(one, label=gettext(one.label)) for one in item.choices),
        )
        for item in found.items
    )
    return replace(found, items=items, title=gettext(found.title))


def _asked_here(viewer: Viewer) -> list[Instrument]:
    own = _in_language(instruments.instrument(viewer, CHECK_UP))
    return [own, *instruments.askable(viewer, _language())]


@door(*READ)
def questionnaires(request: HttpRequest) -> dict[str, Any]:
    """The questionnaires that can be asked here, in the language of the request."""
    search = _search(request, "Questionnaire")
    base, url = _base(), search.one("url").partition("|")[0]
    found = [
        resources.questionnaire(one, base, _language())
        for one in sorted(_asked_here(request.viewer), key=lambda one: one.code)
        if search.one("_id") in {"", one.code}
        and url in {"", resources.canonical(one, base)}
        and search.one("title").casefold() in one.title.casefold()
    ]
    if search.one("status"):
        found = [one for one in found if one["status"] == search.one("status")]
    return bundle(f"{base}/Questionnaire", search, found[: search.count or None], base, None)


@door(*READ)
def questionnaire(request: HttpRequest, code: str) -> dict[str, Any]:
    """One questionnaire that can be asked here."""
    for one in _asked_here(request.viewer):
        if one.code == code:
            return resources.questionnaire(one, _base(), _language())
    raise NotFound("questionnaire")


class Definitions:
    """The questionnaires that answers name, each read once for a request."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.found: dict[tuple[str, str], Instrument | None] = {}

    def of(self, check_up: CheckUpValue) -> Instrument | None:
        """The questionnaire as it was answered; None when nobody knows it any more."""
        key = (check_up.instrument, check_up.version)
        if key not in self.found:
            try:
                made = instruments.instrument(self.viewer, key[0], _language(), key[1])
            except NotFound:
                self.found[key] = None
            else:
                self.found[key] = _in_language(made)
        return self.found[key]


def _search(request: HttpRequest, kind: str) -> Asked:
    return asked({name: request.GET.getlist(name) for name in request.GET}, known(kind))


def _spans(search: Asked, *names: str) -> list[tuple[datetime | None, datetime | None, bool]]:
    zone = timezone.get_default_timezone()
    found: list[Span] = [span(text, zone) for name in names for text in search.words.get(name, ())]
    return [(one.start, one.end, one.outside) for one in found]


def _persons(search: Asked) -> list[UUID] | None:
    """Whom a search names; an id that can be nobody's finds nobody."""
    said = [text for name in ("patient", "subject") for text in search.words.get(name, ())]
    if not said:
        return None
    found = [{id for part in text.split(",") if (id := reference(part, "Patient"))} for text in said]
    return sorted(set.intersection(*found))


def _ids(search: Asked, name: str, kind: str) -> list[UUID] | None:
    said = search.one(name)
    return [id for part in said.split(",") if (id := reference(part, kind))] if said else None


def _named(viewer: Viewer, text: str) -> list[tuple[str, str]]:
    """The (code, version) that a canonical address, or a reference, of a questionnaire means here."""
    base, (url, _bar, its_version) = _base(), text.partition("|")
    code = url.removeprefix(f"{base}/").removeprefix("Questionnaire/")
    every = [*instruments.instruments(viewer), *instruments.askable(viewer, _language())]
    codes = {one.code for one in every if resources.canonical(one, base) == url or one.code == code}
    codes |= set(instruments.codes_of_address(viewer, url))
    return [(one, its_version) for one in sorted(codes)]


def _answered(request: HttpRequest, search: Asked, limit: int, **more: Any) -> list[CheckUpValue]:
    return queries.searched(request.viewer, persons=_persons(search), limit=limit, **more)


def _looked(request: HttpRequest, kind: str, found: list[CheckUpValue]) -> None:
    """One line for each person whose answers went out; they can read it."""
    now = timezone.now()
    for person in sorted({one.person for one in found}):
        looked(at_what=f"exchange.answers:{kind}", person=person, by=request.viewer, now=now)


def _final(search: Asked, wanted: str) -> bool:
    """Whether a search for a status can find anything: everything here has the same one."""
    return search.one("status") in {"", wanted}


@door(*READ, "POST")
def responses(request: HttpRequest) -> dict[str, Any] | HttpResponse:
    """Answers that were given, oldest first; a POST keeps new ones."""
    if request.method == "POST":
        return _create(request)
    allow_some(request.viewer, "check_up.see")
    search, base = _search(request, "QuestionnaireResponse"), _base()
    said = search.one("questionnaire")
    found = _answered(
        request,
        search,
        search.count + 1,
        ids=_ids(search, "_id", "QuestionnaireResponse"),
        instruments=_named(request.viewer, said) if said else None,
        spans=_spans(search, "authored", "date"),
        after=(search.after.at, search.after.id) if search.after else None,
    ) if _final(search, "completed") else []  # fmt: skip
    page, more = found[: search.count], len(found) > search.count > 0
    definitions = Definitions(request.viewer)
    made = [resources.response(one, form, base) for one in page if (form := definitions.of(one)) is not None]
    _looked(request, "QuestionnaireResponse", page)
    following = Place(page[-1].at, UUID(page[-1].id)) if more else None
    return bundle(f"{base}/QuestionnaireResponse", search, made, base, following)


@door(*READ)
def response(request: HttpRequest, id: UUID) -> dict[str, Any]:
    """One person's answers to one questionnaire."""
    found = queries.check_up(request.viewer, id)
    form = Definitions(request.viewer).of(found)
    if form is None:
        raise NotFound("questionnaire")
    _looked(request, "QuestionnaireResponse", [found])
    return resources.response(found, form, _base())


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Wrong("This is no JSON.") from None
    if not isinstance(found, dict) or found.get("resourceType") != "QuestionnaireResponse":
        raise Wrong("Send a QuestionnaireResponse.", at="resourceType")
    return found


def _create(request: HttpRequest) -> HttpResponse:
    allow_some(request.viewer, "check_up.record")
    body, viewer, base = _body(request), request.viewer, _base()
    subject = body.get("subject")
    said = subject.get("reference", "") if isinstance(subject, dict) else ""
    person = reference(said, "Patient") if isinstance(said, str) else None
    if not said:
        raise Wrong("Say whose answers these are: subject is a reference like Patient/….", 422, "subject")
    if person is None:
        raise NotFound("person")
    form = _form(viewer, body)
    told_us = resources.sent(body, form, base, person)
    attempt = (
        uuid5(resources.NAMESPACE, f"{viewer.account}:{told_us.identifier}")
        if told_us.identifier
        else uuid4()
    )
    codes = corrected(one.code for one in heard(told_us.answers)) if form.code == CHECK_UP else ()
    record_check_up(
        attempt=attempt,
        person=person,
        answers=told_us.answers,
        heard=codes,
        manner=Manner("by a program", told_us.who, told_us.relation),
        instrument_code=form.code,
        by=viewer,
        now=timezone.now(),
    )
    kept = queries.check_up(viewer, attempt)
    made = _said(resources.response(kept, form, base), 201)
    made.headers["Location"] = f"{base}/QuestionnaireResponse/{kept.id}"
    return made


def _form(viewer: Viewer, body: dict[str, Any]) -> Instrument:
    """The questionnaire that was answered, if it can be asked here."""
    said = body.get("questionnaire")
    if not isinstance(said, str) or not said:
        raise Wrong("Say which questionnaire was answered.", 422, "questionnaire")
    for code, its_version in _named(viewer, said):
        try:
            found = instruments.instrument(viewer, code, "" if code == CHECK_UP else _language())
        except NotFound:
            continue
        if its_version in {"", found.version}:
            return found
    raise Wrong("This questionnaire, or this version of it, is not asked here.", 422, "questionnaire")


def _scores(request: HttpRequest, search: Asked) -> Iterator[tuple[Place, CheckUpValue, dict[str, Any]]]:
    """Scores in the order in which they were made, each with the place to go on from after it."""
    definitions, place = Definitions(request.viewer), search.after
    limit, spans = max(search.count, 1) * 2, _spans(search, "date")
    ids, score = _ids(search, "derived-from", "QuestionnaireResponse"), search.one("_id")
    if score:
        ids = [id for id in (reference(score.partition(".")[0], ""),) if id and (ids is None or id in ids)]
    while True:
        # The check-up at the place is looked at once more: perhaps not all its scores were read.
        begin = (place.at, place.id) if place else None
        found = _answered(request, search, limit, ids=ids, spans=spans, without=(CHECK_UP,), begin=begin)
        for one in found:
            read = place.parts if place and one.id == str(place.id) else 0
            form = definitions.of(one)
            made = resources.observations(one, form, _base()) if form is not None else []
            for at, resource in enumerate(made[read:], read + 1):
                yield Place(one.at, UUID(one.id), at), one, resource
            last = Place(one.at, UUID(one.id), len(made))
        if len(found) < limit:
            return
        place = last


def _matches(search: Asked, resource: dict[str, Any]) -> bool:
    wanted = search.one("code")
    codes = {(one.get("system", ""), one["code"]) for one in resource["code"]["coding"]}
    for said, offered in (
        (wanted, codes),
        (search.one("category"), {(resources.CATEGORY["system"], resources.CATEGORY["code"])}),
    ):
        tokens = [tuple(part.rpartition("|")[::2]) for part in said.split(",")] if said else []
        if tokens and not any(
            code == theirs and (not system or system == their_system)
            for system, code in tokens
            for their_system, theirs in offered
        ):
            return False
    return search.one("_id") in {"", resource["id"]}


@door(*READ)
def observations(request: HttpRequest) -> dict[str, Any]:
    """Scores, in the order in which they were made."""
    allow_some(request.viewer, "check_up.see")
    search, base = _search(request, "Observation"), _base()
    page: list[tuple[Place, CheckUpValue, dict[str, Any]]] = []
    more = False
    for one in _scores(request, search) if _final(search, "final") else ():
        if _matches(search, one[2]):
            if len(page) >= search.count:
                more = bool(page)
                break
            page.append(one)
    _looked(request, "Observation", [one[1] for one in page])
    made = [one[2] for one in page]
    return bundle(f"{base}/Observation", search, made, base, page[-1][0] if more else None)


@door(*READ)
def observation(request: HttpRequest, id: str) -> dict[str, Any]:
    """One score."""
    allow_some(request.viewer, "check_up.see")
    for _place, check_up, resource in _scores(request, Asked({"_id": [id]}, 1, None)):
        if resource["id"] == id:
            _looked(request, "Observation", [check_up])
            return resource
    raise NotFound("observation")
