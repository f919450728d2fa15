"""Rows put into one another as HSDS 3.1 nests them: as many queries for a hundred services as for one."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from kizuna.directory.models import Language, Organization, Service, ServiceAtLocation, ServiceTerm
from kizuna.directory.queries.gather import Around, Rows, by_key
from kizuna.directory.standard import Entity, attribute, capacity, entity, schedule


def _with(found: Entity, **parts: list[Any]) -> Entity:
    """The entity with those parts that are not empty."""
    return found | {name: part for name, part in parts.items() if part}


def _in_order(rows: Rows, owner: UUID) -> list[Any]:
    """What belongs to something, in the same order on every machine."""
    return sorted(rows.get(owner, ()), key=lambda row: row.pk)


class Nested:
    """Some services with everything around them."""

    def __init__(self, services: Sequence[Service]) -> None:
        self.services = services
        self.around = Around(services)

    @cached_property
    def _terms(self) -> Rows:
        rows = ServiceTerm.objects.filter(service__in=self.around.ids).order_by("pk")
        return by_key(rows.select_related("term__taxonomy"), "service_id")

    @cached_property
    def _spoken(self) -> Rows:
        """Languages of single telephone numbers."""
        numbers = {row.pk for rows in self.around.phones.values() for row in rows}
        rows = Language.objects.filter(phone__in=numbers, service=None, location=None)
        return by_key(rows.order_by("pk"), "phone_id")

    def _phones(self, owner: UUID) -> list[Entity]:
        return [
            _with(entity("phone", row), languages=self._entities("language", self._spoken, row.pk))
            for row in _in_order(self.around.phones, owner)
        ]

    def _schedules(self, owner: UUID) -> list[Entity]:
        return [schedule(row) for row in _in_order(self.around.schedules, owner)]

    def _entities(self, table: str, rows: Rows, owner: UUID) -> list[Entity]:
        return [entity(table, row) for row in _in_order(rows, owner)]

    def organization(self, row: Organization) -> Entity:
        """An organisation with its numbers."""
        return _with(entity("organization", row), phones=self._phones(row.pk))

    def _location(self, site: ServiceAtLocation) -> Entity:
        place, around = site.location, self.around
        return _with(
            entity("location", place),
            languages=self._entities("language", around.languages, place.pk),
            addresses=self._entities("address", around.addresses, place.pk),
            accessibility=self._entities("accessibility", around.access, place.pk),
            phones=self._phones(place.pk),
            schedules=self._schedules(place.pk),
        )

    def site(self, row: ServiceAtLocation) -> Entity:
        """A service at one place."""
        found = _with(
            entity("service_at_location", row), phones=self._phones(row.pk), schedules=self._schedules(row.pk)
        )
        return found | {"location": self._location(row)}

    def service(self, row: Service, *, sites: bool = True) -> Entity:
        """A service with everything around it; without its sites where it stands inside of one."""
        around = self.around
        capacities = [each for each in map(capacity, _in_order(around.capacity, row.pk)) if each]
        found = _with(
            entity("service", row),
            phones=self._phones(row.pk),
            schedules=self._schedules(row.pk),
            service_areas=self._entities("service_area", around.areas, row.pk),
            service_at_locations=[self.site(each) for each in _in_order(around.sites, row.pk)]
            if sites
            else [],
            languages=self._entities("language", around.languages, row.pk),
            cost_options=self._entities("cost_option", around.costs, row.pk),
            capacities=capacities,
            attributes=[attribute(each) for each in _in_order(self._terms, row.pk)],
        )
        return found | {"organization": self.organization(row.organization)} if row.organization else found

    def all(self) -> list[Entity]:
        """The services in their order."""
        return [self.service(row) for row in self.services]
