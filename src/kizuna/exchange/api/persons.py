"""Persons and what they agreed to, for programs: Patient and Consent."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kizuna.access.deeds import allow_some, may
from kizuna.access.viewer import NotFound, Viewer
from kizuna.exchange.actions import give, withdraw
from kizuna.exchange.api.door import READ, body, door, here, ids, looked, made, persons, search_of
from kizuna.exchange.outcome import Wrong
from kizuna.exchange.search import Asked, Place, bundle
from kizuna.people import queries
from kizuna.people.consent import LINK_WORKERS, ConsentValue
from kizuna.people.fhir import consent as consent_of
from kizuna.people.fhir import patient as patient_of
from kizuna.people.fhir import read_consent, stranger
from kizuna.people.profile import Profile
from kizuna.places.queries import areas
from kizuna.referrals.queries import in_queue

NOBODY = UUID(int=0)
NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def turn(search: Asked) -> int:
    """How many were on the pages before this one, in a list that has an order of its own."""
    return search.after.parts if search.after else 0


def after(search: Asked, shown: int, more: bool) -> Place | None:
    """Where such a list goes on."""
    return Place(NO_TIME, NOBODY, turn(search) + shown) if more else None


def _patients(viewer: Viewer, found: Sequence[Profile]) -> list[dict[str, Any]]:
    names = {area.id: area.name for area in areas(viewer)}
    held = queries.details_by_id(viewer, [one.id for one in found])
    shown = [(one, held.get(one.id), names.get(one.area_id, "")) for one in found]
    return [patient_of(*one, own=viewer.person == one[0].id) for one in shown]


@door(*READ)
def patients(request: HttpRequest) -> dict[str, Any]:
    """The persons in sight, by name."""
    viewer, search = request.viewer, search_of(request, "Patient")
    allow_some(viewer, "person.see")
    wanted = ids(search, "_id", "Patient")
    if wanted is not None:
        page, more = list(queries.profiles(viewer, wanted).values())[: search.count], False
    else:
        begin = turn(search)
        count, page = queries.listed(viewer, search.one("name"), start=begin, limit=search.count)
        more = begin + len(page) < count and bool(page)
    looked(request, [one.id for one in page], at_what="exchange.patients:Patient")
    shown = _patients(viewer, page)
    return bundle(f"{here()}/Patient", search, shown, here(), after(search, len(page), more))


@door(*READ)
def patient(request: HttpRequest, id: UUID) -> dict[str, Any]:
    """One person; for a provider, by the number of a referral, what the person lets it know."""
    viewer = request.viewer
    if viewer.role == "provider":
        found, _holder = in_queue(viewer, id, timezone.now())
        way = (found.contact.channel, found.contact.address) if found.contact else None
        looked(request, [found.person], at_what="exchange.patients:Patient")
        return stranger(found.id, found.name, way)
    allow_some(viewer, "person.see")
    one = queries.profile(viewer, id)
    looked(request, [one.id], at_what="exchange.patients:Patient")
    return _patients(viewer, [one])[0]


def _recipient(found: ConsentValue) -> str:
    kind, _colon, option = found.recipient.partition(":")
    return f"HealthcareService/{option}" if kind in {"service", "group"} else found.recipient


@door(*READ, "POST")
def consents(request: HttpRequest) -> dict[str, Any] | HttpResponse:
    """What persons in sight agreed to, the newest first. A POST writes down that somebody agrees."""
    viewer, now = request.viewer, timezone.now()
    if request.method == "POST":
        return _give(request)
    allow_some(viewer, "person.see")
    search = search_of(request, "Consent")
    every = queries.consents_in_sight(
        viewer,
        persons=persons(search),
        ids=ids(search, "_id", "Consent"),
        start=turn(search),
        limit=search.count + 1,
    )
    page, more = every[: search.count], len(every) > search.count > 0
    shown = [consent_of(one, _recipient(one), now) for one in page]
    if search.one("status"):
        shown = [one for one in shown if one["status"] == search.one("status")]
    looked(request, [one.person for one in page], at_what="exchange.patients:Consent")
    return bundle(f"{here()}/Consent", search, shown, here(), after(search, len(page), more))


def _one(request: HttpRequest, id: object) -> ConsentValue:
    allow_some(request.viewer, "person.see")
    found = queries.consents_in_sight(request.viewer, ids=[id], limit=1)
    if not found:
        raise NotFound("consent")
    looked(request, [found[0].person], at_what="exchange.patients:Consent")
    return found[0]


@door(*READ, "PUT")
def consent(request: HttpRequest, id: UUID) -> dict[str, Any]:
    """One agreement. A PUT with the status inactive takes it back."""
    now = timezone.now()
    found = _one(request, id)
    if request.method == "PUT":
        sent = read_consent(body(request, "Consent"), now)
        if sent.holds:
            raise Wrong("An agreement is taken back, or given anew by a POST: it is never changed.", 422)
        withdraw(consent=id, by=request.viewer, now=now)
        if found.recipient == LINK_WORKERS and may(request.viewer, "person.see"):
            return consent_of(found, _recipient(found), now) | {"status": "inactive"}
        found = _one(request, id)
    return consent_of(found, _recipient(found), now)


def _give(request: HttpRequest) -> HttpResponse:
    allow_some(request.viewer, "exchange.send")
    now = timezone.now()
    agreed = read_consent(body(request, "Consent"), now)
    id = give(agreed=agreed, by=request.viewer, now=now)
    found = _one(request, id)
    return made(consent_of(found, _recipient(found), now))
