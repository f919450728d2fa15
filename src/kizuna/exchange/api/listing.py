"""The directory for programs: Organization and HealthcareService. All of it is public."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from kizuna.access.viewer import NotFound
from kizuna.activities import queries as activities
from kizuna.directory import queries
from kizuna.directory.fhir import Body, healthcare_service, organization
from kizuna.directory.option import Option
from kizuna.exchange.api.door import READ, door, here, ids, search_of
from kizuna.exchange.api.persons import after, turn
from kizuna.exchange.search import bundle
from kizuna.places.identity import known
from kizuna.referrals.queries import own_partners, site_name

SITE = "site"
"""Under this id this site itself stands among the organisations."""


@door(*READ)
def organizations(request: HttpRequest) -> dict[str, Any]:
    """The organisations of the directory, by name."""
    search = search_of(request, "Organization")
    wanted, begin = ids(search, "_id", "Organization"), turn(search)
    found = queries.bodies(
        request.viewer,
        ids=wanted,
        text=search.one("name"),
        start=begin,
        stop=begin + search.count + 1,
    )
    page, more = found[: search.count], len(found) > search.count > 0
    shown = [organization(one) for one in page]
    return bundle(f"{here()}/Organization", search, shown, here(), after(search, len(page), more))


@door(*READ)
def one_organization(request: HttpRequest, id: str) -> dict[str, Any]:
    """One organisation: of the directory, this site, or the partner for which the program was let in."""
    if id == SITE:
        return organization(Body(SITE, site_name(request.viewer)))
    found = queries.bodies(request.viewer, ids=[known(id)])
    if found:
        return organization(found[0])
    if request.viewer.role == "provider":
        for one in own_partners(request.viewer):
            if one.id == id:
                return organization(Body(one.id, one.name))
    raise NotFound("organization")


@door(*READ)
def services(request: HttpRequest) -> dict[str, Any]:
    """The services of the directory, by name; by a need, by an organisation, or by words."""
    viewer, now, search = request.viewer, timezone.now(), search_of(request, "HealthcareService")
    begin, size = turn(search), search.count + 1
    need = search.one("service-type").rpartition("|")[2]
    wanted = ids(search, "_id", "HealthcareService")
    body = ids(search, "organization", "Organization")
    if wanted is not None:
        found = list(queries.options_by_id(viewer, wanted, now).values())
    elif body is not None:
        found = [each for one in body for each in queries.services_of(viewer, one, now)][begin : begin + size]
    elif search.one("name"):
        found = queries.search(viewer, search.one("name"), now=now, limit=begin + size)[begin:]
    else:
        found = queries.listed(viewer, now=now, need=need, start=begin, stop=begin + size)
    page, more = found[: search.count], len(found) > search.count > 0
    shown = [healthcare_service(one) for one in page]
    return bundle(f"{here()}/HealthcareService", search, shown, here(), after(search, len(page), more))


def _option(request: HttpRequest, id: str) -> Option:
    now = timezone.now()
    for found in (
        queries.options_by_id(request.viewer, [id], now),
        activities.options_by_id(request.viewer, [id], now),
    ):
        if id in found:
            return found[id]
    raise NotFound("service")


@door(*READ)
def one_service(request: HttpRequest, id: str) -> dict[str, Any]:
    """One service, or one group that meets."""
    return healthcare_service(_option(request, str(known(id))))
