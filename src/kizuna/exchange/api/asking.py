"""FHIR R4 for programs: the same rows as the pages, behind the same doors."""

from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext

from kizuna.access.deeds import allow_some
from kizuna.access.viewer import NotFound, Viewer
from kizuna.exchange import resources
from kizuna.exchange.api.door import READ, body, door, here, ids, looked, made, persons, search_of, spans
from kizuna.exchange.capability import statement
from kizuna.exchange.outcome import Wrong
from kizuna.exchange.search import Asked, Place, bundle, reference
from kizuna.instruments import queries as instruments
from kizuna.instruments.definition import Instrument
from kizuna.screening import queries
from kizuna.screening.actions import record_check_up
from kizuna.screening.flow import CHECK_UP
from kizuna.screening.needs import corrected, heard
from kizuna.screening.values import CheckUpValue, Manner
from kizuna.screening.worked_out import known_scores

SINCE = "2026-11-24"


@door(*READ)
def metadata(request: HttpRequest) -> dict[str, Any]:
    """What this door can do; for everybody."""
    return statement(here(), f"{settings.BASE_URL}/api/v1/token", version("kizuna"), SINCE)


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
    search = search_of(request, "Questionnaire")
    base, url = here(), search.one("url").partition("|")[0]
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
            return resources.questionnaire(one, here(), _language())
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
                form = instruments.instrument(self.viewer, key[0], _language(), key[1])
            except NotFound:
                self.found[key] = None
            else:
                self.found[key] = _in_language(form)
        return self.found[key]


def _named(viewer: Viewer, text: str) -> list[tuple[str, str]]:
    """The (code, version) that a canonical address, or a reference, of a questionnaire means here."""
    base, (url, _bar, its_version) = here(), text.partition("|")
    code = url.removeprefix(f"{base}/").removeprefix("Questionnaire/")
    every = [*instruments.instruments(viewer), *instruments.askable(viewer, _language())]
    codes = {one.code for one in every if resources.canonical(one, base) == url or one.code == code}
    codes |= set(instruments.codes_of_address(viewer, url))
    return [(one, its_version) for one in sorted(codes)]


def _looked(request: HttpRequest, kind: str, found: list[CheckUpValue]) -> None:
    looked(request, [one.person for one in found], at_what=f"exchange.answers:{kind}")


def _answered(request: HttpRequest, search: Asked, limit: int, **more: Any) -> list[CheckUpValue]:
    return queries.searched(request.viewer, persons=persons(search), limit=limit, **more)


def _final(search: Asked, wanted: str) -> bool:
    """Whether a search for a status can find anything: everything here has the same one."""
    return search.one("status") in {"", wanted}


@door(*READ, "POST")
def responses(request: HttpRequest) -> dict[str, Any] | HttpResponse:
    """Answers that were given, oldest first; a POST keeps new ones."""
    if request.method == "POST":
        return _create(request)
    allow_some(request.viewer, "check_up.see")
    search, base = search_of(request, "QuestionnaireResponse"), here()
    asked_for = search.one("questionnaire")
    found = _answered(
        request,
        search,
        search.count + 1,
        ids=ids(search, "_id", "QuestionnaireResponse"),
        instruments=_named(request.viewer, asked_for) if asked_for else None,
        spans=spans(search, "authored", "date"),
        after=(search.after.at, search.after.id) if search.after else None,
    ) if _final(search, "completed") else []  # fmt: skip
    page, more = found[: search.count], len(found) > search.count > 0
    definitions = Definitions(request.viewer)
    shown = [resources.response(one, form, base) for one in page if (form := definitions.of(one)) is not None]
    _looked(request, "QuestionnaireResponse", page)
    following = Place(page[-1].at, UUID(page[-1].id)) if more else None
    return bundle(f"{base}/QuestionnaireResponse", search, shown, base, following)


@door(*READ)
def response(request: HttpRequest, id: UUID) -> dict[str, Any]:
    """One person's answers to one questionnaire."""
    found = queries.check_up(request.viewer, id)
    form = Definitions(request.viewer).of(found)
    if form is None:
        raise NotFound("questionnaire")
    _looked(request, "QuestionnaireResponse", [found])
    return resources.response(found, form, here())


def _create(request: HttpRequest) -> HttpResponse:
    allow_some(request.viewer, "check_up.record")
    sent, viewer, base = body(request, "QuestionnaireResponse"), request.viewer, here()
    subject = sent.get("subject")
    named = subject.get("reference", "") if isinstance(subject, dict) else ""
    person = reference(named, "Patient") if isinstance(named, str) else None
    if not named:
        raise Wrong("Say whose answers these are: subject is a reference like Patient/….", 422, "subject")
    if person is None:
        raise NotFound("person")
    form = _form(viewer, sent)
    told_us = resources.sent(sent, form, base, person)
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
        manner=Manner("by a program", told_us.who, told_us.relation, told_us.on),
        instrument_code=form.code,
        by=viewer,
        now=timezone.now(),
    )
    kept = queries.check_up(viewer, attempt)
    return made(resources.response(kept, form, base))


def _form(viewer: Viewer, sent: dict[str, Any]) -> Instrument:
    """The questionnaire that was answered, if it can be asked here."""
    named = sent.get("questionnaire")
    if not isinstance(named, str) or not named:
        raise Wrong("Say which questionnaire was answered.", 422, "questionnaire")
    for code, its_version in _named(viewer, named):
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
    known = known_scores(instruments.instruments(request.viewer))
    limit, when = max(search.count, 1) * 2, spans(search, "date")
    wanted, score = ids(search, "derived-from", "QuestionnaireResponse"), search.one("_id")
    if score:
        one_id = reference(score.partition(".")[0], "")
        wanted = [one_id] if one_id and (wanted is None or one_id in wanted) else []
    while True:
        # The check-up at the place is looked at once more: perhaps not all its scores were read.
        begin = (place.at, place.id) if place else None
        found = _answered(request, search, limit, ids=wanted, spans=when, without=(CHECK_UP,), begin=begin)
        for one in found:
            read = place.parts if place and one.id == str(place.id) else 0
            form = definitions.of(one)
            found_there = resources.observations(one, form, here(), known) if form is not None else []
            for at, resource in enumerate(found_there[read:], read + 1):
                yield Place(one.at, UUID(one.id), at), one, resource
            last = Place(one.at, UUID(one.id), len(found_there))
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
    search, base = search_of(request, "Observation"), here()
    page: list[tuple[Place, CheckUpValue, dict[str, Any]]] = []
    more = False
    for one in _scores(request, search) if _final(search, "final") else ():
        if _matches(search, one[2]):
            if len(page) >= search.count:
                more = bool(page)
                break
            page.append(one)
    _looked(request, "Observation", [one[1] for one in page])
    shown = [one[2] for one in page]
    return bundle(f"{base}/Observation", search, shown, base, page[-1][0] if more else None)


@door(*READ)
def observation(request: HttpRequest, id: str) -> dict[str, Any]:
    """One score."""
    allow_some(request.viewer, "check_up.see")
    for _place, check_up, resource in _scores(request, Asked({"_id": [id]}, 1, None)):
        if resource["id"] == id:
            _looked(request, "Observation", [check_up])
            return resource
    raise NotFound("observation")
