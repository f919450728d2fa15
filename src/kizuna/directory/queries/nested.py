"""Rows put into one another as HSDS 3.1 nests them: as many queries for a hundred services as for one."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from kizuna.directory.models import Location, Organization, Service, ServiceAtLocation
from kizuna.directory.queries.surroundings import Surroundings, shown_id
from kizuna.directory.standard import Entity, attribute, capacity, whole

_LISTS = {
    "contact": "contacts", "phone": "phones", "schedule": "schedules", "language": "languages",
    "funding": "funding", "address": "addresses", "accessibility": "accessibility",
    "organization_identifier": "organization_identifiers", "program": "programs",
    "service_area": "service_areas", "cost_option": "cost_options", "url": "additional_urls",
    "required_document": "required_documents", "payment_accepted": "payments_accepted",
}  # fmt: skip


def _with(found: Entity, **parts: list[Any]) -> Entity:
    """The entity with those parts that are not empty, each before what was kept of it as it came."""
    some = {name: [*part, *found.get(name, ())] for name, part in parts.items() if part}
    return found | some


class Nested:
    """Some services, and organisations beside them, with everything around them."""

    def __init__(self, services: Sequence[Service], bodies: Iterable[Organization] = ()) -> None:
        self.services = services
        self.bodies = list(bodies)
        self.around = Surroundings(services, self.bodies)

    def _parts(self, owner: UUID, *tables: str) -> dict[str, list[Entity]]:
        return {
            _LISTS[table]: [self._part(table, row) for row in self.around.of(table, owner)]
            for table in tables
        }

    def _part(self, table: str, row: Any) -> Entity:
        inside = {"phone": ("language",), "contact": ("phone",)}.get(table, ())
        return _with(whole(table, row), **self._parts(shown_id(row), *inside))

    def organization(self, row: Organization, *, places: bool = False) -> Entity:
        """An organisation with what is around it; with its places when asked, or when it came with them."""
        found = _with(
            whole("organization", row),
            additional_websites=[whole("url", each) for each in self.around.of("url", row.pk)],
            **self._parts(row.pk, "funding", "contact", "phone", "program", "organization_identifier"),
        )
        if places or "locations" in ((row.more or {}).get("nests") or ()):
            return _with(
                found, locations=[self.location(each) for each in self.around.of("location", row.pk)]
            )
        return found

    def location(self, row: Location) -> Entity:
        """A place with what is around it; a confidential one without what would tell where it is."""
        if row.confidential:
            return _with(whole("location", row), **self._parts(shown_id(row), "phone", "schedule"))
        tables = ("language", "address", "contact", "accessibility", "phone", "schedule")
        return _with(whole("location", row), **self._parts(shown_id(row), *tables))

    def site(self, row: ServiceAtLocation) -> Entity:
        """A service at one place."""
        tables = ("service_area", "contact", "phone", "schedule")
        found = _with(whole("service_at_location", row), **self._parts(row.pk, *tables))
        return found | {"location": self.location(row.location)}

    def service(self, row: Service, *, sites: bool = True, body: bool = True) -> Entity:
        """A service with everything around it; without its sites or its body where it stands in one."""
        of = self.around.of
        found = _with(
            whole("service", row),
            service_at_locations=[self.site(each) for each in of("site", row.pk)] if sites else [],
            capacities=[each for each in map(capacity, of("capacity", row.pk)) if each],
            attributes=[attribute(each) for each in of("attribute", row.pk)],
            **self._parts(
                row.pk, "url", "phone", "schedule", "service_area", "language", "funding", "cost_option",
                "required_document", "contact", "payment_accepted",
            ),
        )  # fmt: skip
        if row.organization and body:
            found["organization"] = self.organization(row.organization)
        if row.program_id:
            found["program"] = whole("program", self.around.programs[row.program_id])
        return found

    def all(self) -> list[Entity]:
        """The services in their order."""
        return [self.service(row) for row in self.services]
