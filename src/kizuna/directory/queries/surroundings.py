"""Everything around some services and organisations, by what it belongs to: for documents that nest it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kizuna.directory.models import (
    Accessibility,
    Address,
    Contact,
    CostOption,
    Language,
    Location,
    Organization,
    PassedOn,
    Phone,
    Program,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    ServiceTerm,
)
from kizuna.directory.passing import NAMES

Rows = dict[UUID, list[Any]]
_OWNERS = ("service_id", "service_at_location_id", "location_id", "contact_id", "phone_id", "organization_id")
"""Nearest first."""


def shown_id(row: Any) -> UUID:
    """The id that a row goes out with: what belongs to it may be filed under that."""
    said = (row.more or {}).get("id")
    return UUID(said) if said else row.pk


def nests(row: Any) -> list[str]:
    """Lists of an organisation that its package nested wherever it stood."""
    return (row.more or {}).get("nests") or []


def by_owner(rows: Iterable[Any]) -> Rows:
    """By the nearest thing that a row belongs to; by each of them when it came in under each."""
    found: Rows = defaultdict(list)
    for row in rows:
        more = row.more or {}
        if more.get("part"):
            continue
        owners = [owner for name in _OWNERS if (owner := getattr(row, name, None))]
        for owner in owners if more.get("everywhere") else owners[:1]:
            found[owner].append(row)
    return found


class Surroundings:
    """The rows around some services and organisations; each table is read when it is asked for."""

    def __init__(self, services: Sequence[Service], bodies: Sequence[Organization]) -> None:
        self.ids = [service.pk for service in services]
        self.bodies = {row.pk for row in bodies}
        self.nesting = {row.pk for row in bodies}
        """Organisations that go out with their places."""
        for service in services:
            if service.organization:
                self.bodies.add(service.organization.pk)
                if "locations" in nests(service.organization):
                    self.nesting.add(service.organization.pk)
        self._programs = {service.program_id for service in services if service.program_id}
        self._read: dict[str, Rows] = {}

    def of(self, table: str, owner: UUID) -> list[Any]:
        """The rows of a table that belong to this, in the same order on every machine."""
        if table not in self._read:
            rows = self._passed_on(table) if table in NAMES else self._rows(table).order_by("pk")
            self._read[table] = by_owner(rows)
        return self._read[table].get(owner, [])

    @cached_property
    def programs(self) -> dict[UUID, Program]:
        """By their ids."""
        return {row.pk: row for row in Program.objects.filter(pk__in=self._programs)}

    def _of(self, table: str) -> list[Any]:
        """All rows of a table that were read around these services."""
        self.of(table, UUID(int=0))
        return [row for rows in self._read[table].values() for row in rows]

    @cached_property
    def _sites(self) -> set[UUID]:
        return {row.pk for row in self._of("site")}

    @cached_property
    def _places(self) -> set[UUID]:
        own = {shown_id(row) for row in self._of("location")} if self.nesting else set()
        return {row.location_id for row in self._of("site")} | own

    @cached_property
    def _anywhere(self) -> Q:
        somewhere = Q(service__in=self.ids) | Q(service_at_location__in=self._sites)
        return somewhere | Q(location__in=self._places) | Q(organization__in=self.bodies)

    def _rows(self, table: str) -> QuerySet[Any]:
        """What may belong to any of it."""
        if table in {"contact", "phone", "schedule", "language"}:
            return self._at_any_level(table)
        found: dict[str, QuerySet[Any]] = {
            "site": ServiceAtLocation.objects.filter(service__in=self.ids).select_related("location"),
            "location": Location.objects.filter(organization__in=self.nesting),
            "program": Program.objects.filter(organization__in=self.bodies),
            "attribute": ServiceTerm.objects.filter(service__in=self.ids).select_related("term__taxonomy"),
            "cost_option": CostOption.objects.filter(service__in=self.ids),
            "required_document": RequiredDocument.objects.filter(service__in=self.ids),
            "capacity": ServiceCapacity.objects.filter(service__in=self.ids).select_related("unit_row"),
        }
        if table in found:
            return found[table]
        if table == "service_area":
            at = Q(service__in=self.ids) | Q(service_at_location__in=self._sites)
            return ServiceArea.objects.filter(at)
        if table == "address":
            return Address.objects.filter(location__in=self._places)
        return Accessibility.objects.filter(location__in=self._places)

    def _at_any_level(self, table: str) -> QuerySet[Any]:
        """What services, sites, places, organisations, contacts and numbers may have."""
        if table == "contact":
            return Contact.objects.filter(self._anywhere)
        if table == "phone":
            contacts = {shown_id(row) for row in self._of("contact")}
            return Phone.objects.filter(self._anywhere | Q(contact__in=contacts))
        of_site = Q(service__in=self.ids) | Q(location__in=self._places)
        if table == "schedule":
            at_all = of_site | Q(service_at_location__in=self._sites)
            return Schedule.objects.filter(at_all, replaced=False)
        numbers = {shown_id(row) for row in self._of("phone")}
        return Language.objects.filter(of_site | Q(phone__in=numbers))

    @cached_property
    def _all_passed_on(self) -> list[PassedOn]:
        of = Q(service__in=self.ids) | Q(organization__in=self.bodies)
        return list(PassedOn.objects.filter(of).order_by("pk"))

    def _passed_on(self, table: str) -> list[PassedOn]:
        return [row for row in self._all_passed_on if row.table == table]
