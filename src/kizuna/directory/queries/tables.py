"""The public list table by table, as HSDS 3.1 writes tables: a row at a time, in the same order each time."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.directory.models import (
    Accessibility,
    Address,
    CostOption,
    Language,
    Location,
    Organization,
    Phone,
    Schedule,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    ServiceTerm,
    Taxonomy,
    TaxonomyTerm,
)
from kizuna.directory.queries.published import public
from kizuna.directory.standard import Entity, entity, schedule, unit

_AT_ONCE = 1000


def _rows(table: str) -> QuerySet[Any]:
    """What of a table belongs to services that anybody may read."""
    services = public().values("pk")
    sites = ServiceAtLocation.objects.filter(service__in=services)
    places = sites.values("location")
    of_service, of_place = Q(service__in=services), Q(location__in=places, service=None)
    of_site = Q(service_at_location__in=sites.values("pk"), service=None, location=None)
    of_body = Q(
        organization__in=Organization.objects.values("pk"),
        service=None,
        location=None,
        service_at_location=None,
    )
    phones = Phone.objects.filter(of_service | of_place | of_site | of_body)
    spoken = Q(phone__in=phones.values("pk"), service=None, location=None)
    found: dict[str, QuerySet[Any]] = {
        "organization": Organization.objects.all(),
        "service": public(),
        "service_at_location": sites,
        "location": Location.objects.filter(pk__in=places),
        "address": Address.objects.filter(location__in=places),
        "phone": phones,
        "schedule": Schedule.objects.filter(of_service | of_place | of_site),
        "language": Language.objects.filter(of_service | of_place | spoken),
        "accessibility": Accessibility.objects.filter(location__in=places),
        "taxonomy": Taxonomy.objects.all(),
        "taxonomy_term": TaxonomyTerm.objects.all(),
        "attribute": ServiceTerm.objects.filter(of_service),
        "service_area": ServiceArea.objects.filter(of_service),
        "cost_option": CostOption.objects.filter(of_service),
        "service_capacity": ServiceCapacity.objects.filter(
            of_service, available__isnull=False, updated__isnull=False
        ),
    }
    return found[table].order_by("pk")


def _row(table: str, row: Any) -> Entity:
    if table == "attribute":
        points = {
            "link_id": str(row.service_id),
            "taxonomy_term_id": str(row.term_id),
            "link_entity": "service",
        }
        return entity(table, row) | points
    if table == "service_capacity":
        points = {"service_id": str(row.service_id), "unit_id": unit(row.unit)["id"]}
        return entity(table, row) | points
    if table == "schedule":
        return schedule(row, points=True)
    return entity(table, row, points=True)


def table_rows(viewer: Viewer, table: str) -> Iterator[Entity]:
    """The rows of one table, values as JSON has them."""
    allow(viewer, "directory.see")
    if table == "unit":
        counted = _rows("service_capacity").order_by("unit").values_list("unit", flat=True).distinct()
        return map(unit, counted)
    return (_row(table, row) for row in _rows(table).iterator(_AT_ONCE))
