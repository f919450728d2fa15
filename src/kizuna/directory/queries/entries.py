"""Every listing and every organisation as it is compared with others. For the room's own night work."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.directory.alike import Entry, Kind
from kizuna.directory.models import Address, Location, Organization, Phone, Service, ServiceAtLocation
from kizuna.directory.same_words import core_words, host, name_words, page
from kizuna.directory.streets import Spot, spot

_AT_ONCE = 5000
_MOST_SPOTS = 20
"""Places of one entry that are compared: an authority with a thousand is known by other things."""
Many = dict[UUID, list[Any]]


def _spots() -> Many:
    """By location: where it is, once for each of its street addresses."""
    found: Many = defaultdict(list)
    points = {pk: (lat, lon) for pk, lat, lon in Location.objects.values_list("pk", "latitude", "longitude")}
    streets = Address.objects.filter(address_type="physical").order_by("pk")
    columns = ("location_id", "address_1", "address_2", "city", "postal_code")
    for location, first, second, town, code in streets.values_list(*columns).iterator(_AT_ONCE):
        found[location].append(spot(first, second, town, code, *points[location]))
    for location, (lat, lon) in points.items():
        if location not in found and lat is not None:
            found[location].append(Spot(lat=lat, lon=lon))
    return found


def _sites() -> tuple[Many, dict[UUID, UUID]]:
    """Places by service, and whose each site is."""
    places: Many = defaultdict(list)
    whose = {}
    rows = ServiceAtLocation.objects.order_by("pk").values_list("pk", "service_id", "location_id")
    for site, service, location in rows.iterator(_AT_ONCE):
        places[service].append(location)
        whose[site] = service
    return places, whose


def _numbers(whose: dict[UUID, UUID]) -> tuple[Many, Many]:
    """Telephone numbers by service and by organisation."""
    services, bodies = defaultdict(list), defaultdict(list)
    rows = Phone.objects.values_list("number", "service_id", "service_at_location_id", "organization_id")
    for number, service, site, body in rows.iterator(_AT_ONCE):
        if owner := service or whose.get(site):
            services[owner].append(number)
        elif body:
            bodies[body].append(number)
    return services, bodies


def _entry(
    kind: Kind,
    id: UUID,
    name: str,
    body: object,
    spots: list[Spot],
    *,
    also: str,
    phones: Iterable[str],
    email: str,
    page: str,
) -> Entry:
    spots = spots[:_MOST_SPOTS]
    return Entry(
        id=str(id),
        name=name_words(name),
        core=core_words(name, [text for one in spots for text in (one.town, one.street)]),
        also=(name_words(also),) if also else (),
        kind=kind,
        body=str(body or ""),
        phones=frozenset(phones),
        emails=frozenset({email.casefold()} - {""}),
        pages=frozenset({page} - {""}),
        spots=tuple(spots),
    )


def entries(viewer: Viewer, kind: Kind) -> list[Entry]:
    """All of one kind that somebody can find here."""
    allow(viewer, "listing.alike")
    return list(_services() if kind == "service" else _bodies())


def _services() -> Iterator[Entry]:
    spots, (places, whose) = _spots(), _sites()
    numbers, of_bodies = _numbers(whose)
    rows = Service.objects.filter(withdrawn=False, merged_into=None).order_by("pk")
    columns = (
        "pk",
        "name",
        "organization_id",
        "url",
        "email",
        "organization__website",
        "organization__email",
    )
    for pk, name, body, url, email, website, letters in rows.values_list(*columns).iterator(_AT_ONCE):
        yield _entry(
            "service", pk, name, body, [each for place in places[pk] for each in spots[place]],
            also="", phones=numbers.get(pk) or of_bodies.get(body) or (),
            email=email or letters or "",
            page=page(url or website or ""),
        )  # fmt: skip


def _bodies() -> Iterator[Entry]:
    spots, (places, whose) = _spots(), _sites()
    _of_services, numbers = _numbers(whose)
    own: Many = defaultdict(list)
    for pk, body in Location.objects.filter(organization__isnull=False).values_list("pk", "organization_id"):
        own[body].append(pk)
    offered = Service.objects.filter(withdrawn=False, organization__isnull=False).order_by("pk")
    for pk, body in offered.values_list("pk", "organization_id").iterator(_AT_ONCE):
        own[body].extend(place for place in places[pk] if place not in own[body])
    rows = Organization.objects.filter(merged_into=None).order_by("pk")
    columns = ("pk", "name", "alternate_name", "website", "email")
    for pk, name, also, website, email in rows.values_list(*columns).iterator(_AT_ONCE):
        yield _entry(
            "organization", pk, name, "", [each for place in own[pk] for each in spots[place]],
            also=also, phones=numbers.get(pk, ()), email=email, page=host(website),
        )  # fmt: skip
