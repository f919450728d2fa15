"""The public list table by table, as HSDS 3.1 writes tables: a row at a time, in the same order each time."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.db.models import Q, QuerySet

from kizuna.access.deeds import allow
from kizuna.access.viewer import Viewer
from kizuna.directory.keeping import COLUMN
from kizuna.directory.models import (
    Accessibility,
    Address,
    Contact,
    CostOption,
    Language,
    Location,
    Metadata,
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
    Taxonomy,
    TaxonomyTerm,
    Unit,
)
from kizuna.directory.passing import NAMES, OTHER_ATTRIBUTE
from kizuna.directory.queries.published import public
from kizuna.directory.standard import Entity, unit_named, whole

_AT_ONCE = 1000


def _hidden() -> QuerySet[Service]:
    """Services that are not public: nothing that belongs to them goes out."""
    return Service.objects.exclude(pk__in=public().values("pk"))


def _secret() -> QuerySet[Location]:
    """Places that nobody is told about."""
    return Location.objects.filter(confidential=True)


def _owned() -> dict[str, Q]:
    """What belongs to something public, by what it belongs to first."""
    services = public().values("pk")
    sites = ServiceAtLocation.objects.filter(service__in=services)
    places = Location.objects.filter(Q(pk__in=sites.values("location")) | Q(organization__isnull=False))
    return {
        "service": Q(service__in=services),
        "site": Q(service_at_location__in=sites.values("pk"), service=None),
        "place": Q(location__in=places.values("pk"), service=None, service_at_location=None),
        "location": Q(location__in=places.values("pk"), service=None),
        "body": Q(
            organization__in=Organization.objects.filter(merged_into=None).values("pk"),
            service=None,
            service_at_location=None,
            location=None,
        ),
    }


def _of_services(table: str, of: dict[str, Q]) -> QuerySet[Any]:
    """Rows of the tables around services, organisations and places."""
    anywhere = of["service"] | of["site"] | of["place"] | of["body"]
    if table == "contact":
        return Contact.objects.filter(anywhere)
    contacts = Q(contact__in=Contact.objects.filter(anywhere).values("pk"))
    contacts &= Q(service=None, service_at_location=None, location=None, organization=None)
    phones = Phone.objects.filter(anywhere | contacts)
    spoken = Q(phone__in=phones.values("pk"), service=None, location=None)
    found: dict[str, QuerySet[Any]] = {
        "phone": phones,
        "schedule": Schedule.objects.filter(of["service"] | of["site"] | of["place"], replaced=False),
        "language": Language.objects.filter(of["service"] | of["location"] | spoken),
        "attribute": ServiceTerm.objects.filter(of["service"]),
        "service_area": ServiceArea.objects.filter(of["service"] | of["site"]),
        "cost_option": CostOption.objects.filter(of["service"]),
        "required_document": RequiredDocument.objects.filter(of["service"]),
        "service_capacity": ServiceCapacity.objects.filter(
            of["service"], available__isnull=False, updated__isnull=False
        ),
    }
    return found[table]


def _alone(table: str) -> QuerySet[Any] | None:
    """Rows that are public by themselves; None for other tables."""
    services = public().values("pk")
    sites = ServiceAtLocation.objects.filter(service__in=services)
    places = Location.objects.filter(Q(pk__in=sites.values("location")) | Q(organization__isnull=False))
    told = places.filter(confidential=False).values("pk")
    found: dict[str, QuerySet[Any]] = {
        "organization": Organization.objects.filter(merged_into=None),
        "program": Program.objects.all(),
        "service": public(),
        "service_at_location": sites,
        "location": places,
        "address": Address.objects.filter(location__in=told),
        "accessibility": Accessibility.objects.filter(location__in=told),
        "taxonomy": Taxonomy.objects.all(),
        "taxonomy_term": TaxonomyTerm.objects.select_related("taxonomy"),
        "unit": Unit.objects.all(),
        "metadata": Metadata.objects.exclude(resource_id__in=_hidden().values("pk"))
        .exclude(resource_id__in=_secret().values("pk"))
        .exclude(resource_id__in=Address.objects.filter(location__in=_secret()).values("pk")),
    }
    return found.get(table)


def _passed_on(table: str) -> QuerySet[PassedOn]:
    hidden = _hidden().values("pk")
    rows = PassedOn.objects.filter(table=table).exclude(service__in=hidden)
    return rows.exclude(link__in=hidden)


def _rows(table: str) -> QuerySet[Any]:
    """What of a table belongs to services that anybody may read."""
    if table in NAMES:
        return _passed_on(table).order_by("pk")
    alone = _alone(table)
    return (_of_services(table, _owned()) if alone is None else alone).order_by("pk")


def _row(table: str, row: Any) -> Entity:
    found = whole(table, row, points=True) | {"id": str(row.pk)}
    if table in {"attribute", OTHER_ATTRIBUTE}:
        entity = "service" if table == "attribute" else row.link_table
        link = row.service_id if table == "attribute" else row.link
        found |= {"link_id": str(link), "link_entity": entity}
        found |= {"taxonomy_term_id": str(row.term_id)} if row.term_id else {}
    if table == "taxonomy_term" and row.taxonomy:
        found.setdefault("taxonomy", row.taxonomy.name)
    if table == "service_capacity" and not row.unit_row_id:
        found["unit_id"] = unit_named(row.unit)["id"]
    return found | ({COLUMN: row.more} if row.more else {})


def _own_units() -> Iterator[Entity]:
    counted = _rows("service_capacity").filter(unit_row=None).order_by("unit")
    return map(unit_named, counted.values_list("unit", flat=True).distinct())


def table_rows(viewer: Viewer, table: str) -> Iterator[Entity]:
    """The rows of one table, values as JSON has them."""
    allow(viewer, "directory.see")
    tables = (table, OTHER_ATTRIBUTE) if table == "attribute" else (table,)
    found = (_row(each, row) for each in tables for row in _rows(each).iterator(_AT_ONCE))
    return chain(found, _own_units()) if table == "unit" else found
