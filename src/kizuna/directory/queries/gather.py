"""A service's card from the rows around it: ten queries for any number of services."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.directory.capacity import Word, newest, state_of
from kizuna.directory.card import cost_of, is_remote, papers_of, step_free, summary
from kizuna.directory.hours import Opening, together
from kizuna.directory.listing import Card, PlaceValue
from kizuna.directory.models import (
    Accessibility,
    Address,
    CostOption,
    Language,
    Phone,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    ServiceNeed,
)
from kizuna.directory.whom import genders_of, ways_of

Rows = dict[UUID, list[Any]]
_OPENING = tuple(Opening.__dataclass_fields__)
_AT_ONCE = 1000
_PREFERRED_PHONES = ("", "voice", "hotline", "cell", "text")


class Around:
    """The rows around some services, by the id of what they belong to; each table is read when asked for."""

    def __init__(self, services: Sequence[Service]) -> None:
        self.ids = [service.pk for service in services]
        self.bodies = {service.organization_id for service in services if service.organization_id}

    @cached_property
    def sites(self) -> Rows:
        """Where each service happens."""
        rows = ServiceAtLocation.objects.filter(service__in=self.ids)
        return by_key(rows.select_related("location"), "service_id")

    @cached_property
    def _places(self) -> set[UUID]:
        return {site.location_id for sites in self.sites.values() for site in sites}

    @cached_property
    def _owners(self) -> Q:
        sites = {site.pk for sites in self.sites.values() for site in sites}
        return Q(service__in=self.ids) | Q(service_at_location__in=sites)

    @cached_property
    def _of_place(self) -> Q:
        return Q(location__in=self._places, service=None)

    @cached_property
    def addresses(self) -> Rows:
        """By place."""
        return by_key(Address.objects.filter(location__in=self._places), "location_id")

    @cached_property
    def access(self) -> Rows:
        """What is said of getting in, by place."""
        return by_key(Accessibility.objects.filter(location__in=self._places), "location_id")

    @cached_property
    def phones(self) -> Rows:
        """By the nearest thing that a number belongs to."""
        of_body = Q(organization__in=self.bodies, service=None)
        return _by_owner(Phone.objects.filter(self._owners | self._of_place | of_body))

    @cached_property
    def schedules(self) -> Rows:
        """By the nearest thing that is open then."""
        return _by_owner(Schedule.objects.filter(self._owners | self._of_place, replaced=False))

    @cached_property
    def languages(self) -> Rows:
        """By the nearest thing where one is spoken."""
        return _by_owner(Language.objects.filter(Q(service__in=self.ids) | self._of_place))

    @cached_property
    def areas(self) -> Rows:
        """Whom each service is for."""
        return by_key(ServiceArea.objects.filter(service__in=self.ids), "service_id")

    @cached_property
    def costs(self) -> Rows:
        """What each service costs."""
        return by_key(CostOption.objects.filter(service__in=self.ids), "service_id")

    @cached_property
    def papers(self) -> Rows:
        """What has to be shown."""
        rows = RequiredDocument.objects.filter(service__in=self.ids).order_by("document", "pk")
        return by_key(rows, "service_id")

    @cached_property
    def capacity(self) -> Rows:
        """How many places each service has left, newest word first."""
        return by_key(ServiceCapacity.objects.filter(service__in=self.ids).order_by("-updated"), "service_id")

    @cached_property
    def needs(self) -> Rows:
        """Which needs each service meets."""
        return by_key(ServiceNeed.objects.filter(service__in=self.ids), "service_id")

    def owned(self, rows: Rows, service: Service) -> list[Any]:
        """The service's own rows, else those of where it happens, else those of who runs it."""
        sites = self.sites[service.pk]
        for owners in (
            [service.pk],
            [site.pk for site in sites],
            [site.location_id for site in sites],
            [service.organization_id],
        ):
            found = [row for owner in owners if owner for row in rows.get(owner, ())]
            if found:
                return found
        return []


def by_key(rows: QuerySet[Any], key: str) -> Rows:
    """Rows by what they belong to."""
    found: Rows = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found


def _by_owner(rows: QuerySet[Any]) -> Rows:
    """By the nearest thing that a row belongs to."""
    found: Rows = defaultdict(list)
    for row in rows:
        owner = next(filter(None, (getattr(row, name, None) for name in _owners(row))), None)
        if owner:
            found[owner].append(row)
    return found


def _owners(row: Model) -> tuple[str, ...]:
    return ("service_id", "service_at_location_id", "location_id", "organization_id")


def opening(row: Schedule) -> Opening:
    """A schedule row as the hours engine takes it."""
    return Opening(**{name: getattr(row, name) for name in _OPENING})


def place(around: Around, site: ServiceAtLocation) -> PlaceValue:
    """Where one site is, in one line; of a place that is confidential only that there is one."""
    location = site.location
    if location.confidential:
        return PlaceValue(secret=True)
    addresses = sorted(around.addresses[location.pk], key=lambda row: row.address_type != "physical")
    access = [f"{row.description} {row.details}" for row in around.access[location.pk]]
    return PlaceValue(
        address_line(addresses[0]) if addresses else "",
        location.latitude,
        location.longitude,
        step_free(access),
        location.name,
        location.transportation,
    )


def address_line(row: Address) -> str:
    """Street, town and code in one line."""
    town = " ".join(filter(None, (row.city, row.state_province, row.postal_code)))
    return ", ".join(filter(None, (row.address_1, row.address_2, town)))


def _languages(rows: Iterable[Language]) -> frozenset[str] | None:
    return frozenset(row.code for row in rows if row.code) or None


def _areas(rows: Iterable[ServiceArea]) -> frozenset[str] | None:
    """Ids of this site's areas; None as soon as a row names one that this site does not know."""
    ids = [row.area_id for row in rows]
    return frozenset(str(id) for id in ids) if ids and all(ids) else None


def word(row: ServiceCapacity) -> Word:
    """What one row says of the places left."""
    state = state_of(row.state, row.available)
    return Word(state, row.unit, row.available, row.maximum, row.waiting_days, row.updated)


def card(service: Service, around: Around) -> Card:
    """The card of one service."""
    sites = around.sites[service.pk]
    phones = around.owned(around.phones, service)
    phones.sort(key=lambda row: row.type not in _PREFERRED_PHONES)
    body = service.organization
    amounts = [row.amount for row in around.costs[service.pk] if row.amount is not None]
    kinds = [site.location.location_type for site in sites]
    needs = frozenset(row.need for row in around.needs[service.pk])
    papers, papers_text = papers_of([row.document for row in around.papers[service.pk]])
    return Card(
        papers=papers,
        papers_text=papers_text,
        organisation=body.name if body else "",
        summary=summary(service.description),
        places=tuple(place(around, site) for site in sites if site.location.location_type != "virtual"),
        phone=phones[0].number if phones else "",
        languages=_languages(around.owned(around.languages, service)),
        areas=_areas(around.areas[service.pk]),
        cost=cost_of(amounts, service.fees_description),
        remote=is_remote(kinds, service.name),
        openings=together(opening(row) for row in around.owned(around.schedules, service)),
        capacity=newest(word(row) for row in around.capacity[service.pk]),
        can_refer=bool(service.email or (body and body.email)),
        needs=needs,
        ways=ways_of(
            physical=any(kind != "virtual" for kind in kinds),
            virtual="virtual" in kinds,
            name=service.name,
            text=service.description,
            needs=needs,
            url=service.url,
        ),
        genders=genders_of((service.name, service.alternate_name), service.eligibility_description),
    )


def cards(viewer: Viewer, services: Sequence[Service]) -> dict[UUID, Card]:
    """Fresh cards of these services, whatever is kept beside them. For the room's own actions."""
    allow(viewer, "directory.see")
    found: dict[UUID, Card] = {}
    for first in range(0, len(services), _AT_ONCE):
        some = services[first : first + _AT_ONCE]
        around = Around(some)
        found |= {service.pk: card(service, around) for service in some}
    return found
