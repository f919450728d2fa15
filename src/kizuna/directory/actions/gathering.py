"""What goes over when two entries become one: only found here, nothing is written."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from kizuna.directory.alike import same_spot
from kizuna.directory.joining import Gathered
from kizuna.directory.models import (
    Address,
    Change,
    ChangedField,
    Contact,
    CostOption,
    Fault,
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
)
from kizuna.directory.streets import Spot, spot

_ONLY_WITHOUT: dict[str, Any] = {
    "cost_option": CostOption,
    "required_document": RequiredDocument,
    "contact": Contact,
}
"""Tables of which the kept service gets the other one's rows only when it has none: two prices contradict."""
_TIMES = ("freq", "byday", "opens_at", "closes_at", "valid_from", "valid_to", "dtstart", "exception")


def of_services(keep: Service, other: Service, now: datetime) -> Gathered:
    """Places, numbers, languages and areas that the kept one lacks; what people said of the other one."""
    found = Gathered()
    sites = _sites(found, keep.pk, other.pk)
    _hours(found, keep.pk, other.pk, sites)
    _new(found, "phone", Phone, keep.pk, other.pk, lambda row: row.number)
    _new(found, "language", Language, keep.pk, other.pk, lambda row: row.code or row.name.casefold())
    # Without an area it is for everybody: an area of the other one would narrow it.
    if ServiceArea.objects.filter(service=keep).exists():
        _new(found, "service_area", ServiceArea, keep.pk, other.pk, lambda row: row.name.casefold())
    for table, model in _ONLY_WITHOUT.items():
        if not model._default_manager.filter(service=keep).exists():
            _all(found, table, model._default_manager.filter(service=other), "service_id", other.pk, keep.pk)
    _all(found, "fault", Fault.objects.filter(service=other), "service_id", other.pk, keep.pk)
    _all(found, "change", Change.objects.filter(service=other), "service_id", other.pk, keep.pk)
    waiting = ChangedField.objects.filter(resource_type="service", resource_id=other.pk, status="waiting")
    _all(found, "changed_field", waiting, "resource_id", other.pk, keep.pk)
    found.move("service", keep.pk, "last_modified", _iso(keep.last_modified), _iso(now))
    return found


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _all(
    found: Gathered, table: str, rows: Any, column: str, before: UUID, after: UUID, but: Iterable[UUID] = ()
) -> None:
    left = set(but)
    for id in rows.order_by("pk").values_list("pk", flat=True):
        if id not in left:
            found.move(table, id, column, before, after)


def _new(found: Gathered, table: str, model: Any, keep: UUID, other: UUID, key: Any) -> None:
    """Rows that say what none of the kept one's says."""
    known = {key(row) for row in model.objects.filter(service=keep)}
    for row in model.objects.filter(service=other).order_by("pk"):
        if key(row) not in known:
            known.add(key(row))
            found.move(table, row.pk, "service_id", other, keep)


def _spots(sites: list[ServiceAtLocation]) -> dict[UUID, list[Spot]]:
    """Where each site is."""
    rows = Address.objects.filter(location__in=[site.location_id for site in sites])
    streets: dict[UUID, list[Spot]] = {}
    for row in rows.exclude(address_type="postal").order_by("pk"):
        where = spot(row.address_1, row.address_2, row.city, row.postal_code)
        streets.setdefault(row.location_id, []).append(where)
    return {
        site.pk: streets.get(site.location_id)
        or [Spot(lat=site.location.latitude, lon=site.location.longitude)]
        for site in sites
    }


def _sites(found: Gathered, keep: UUID, other: UUID) -> tuple[list[UUID], list[UUID]]:
    """Sites of the other one go over, unless the kept one is there already. The kept one's, and those."""
    rows = ServiceAtLocation.objects.filter(service__in=[keep, other]).select_related("location")
    sites = list(rows.order_by("pk"))
    spots = _spots(sites)
    own = [site for site in sites if site.service_id == keep]
    gathered: list[UUID] = []
    for site in (each for each in sites if each.service_id == other):
        there = next((each for each in own if _one_place(each, site, spots)), None)
        if there:
            found.left[str(site.pk)] = str(there.pk)
        else:
            found.move("service_at_location", site.pk, "service_id", other, keep)
            gathered.append(site.pk)
    return [site.pk for site in own], gathered


def _one_place(one: ServiceAtLocation, two: ServiceAtLocation, spots: dict[UUID, list[Spot]]) -> bool:
    if one.location_id == two.location_id:
        return True
    both = ((first, second) for first in spots[one.pk] for second in spots[two.pk])
    return any(same_spot(*each) in {"address", "near"} for each in both)


def _openings(service: UUID) -> dict[UUID, tuple[Any, ...]]:
    rows = Schedule.objects.filter(service=service, service_at_location=None).order_by("pk")
    return {row[0]: row[1:] for row in rows.values_list("pk", *_TIMES)}


def _hours(found: Gathered, keep: UUID, other: UUID, sites: tuple[list[UUID], list[UUID]]) -> None:
    """Two places with other hours: each keeps its own. At one place the kept one has the word."""
    here, there = _openings(keep), _openings(other)
    own, gathered = sites
    if not there or sorted(map(str, here.values())) == sorted(map(str, there.values())):
        return
    if len(gathered) == 1 and len(own) <= 1:
        _to_site(found, other, there, gathered[0])
        if here and own:
            _to_site(found, keep, here, own[0])
    elif not here:
        for row in there:
            found.move("schedule", row, "service_id", other, keep)


def _to_site(found: Gathered, service: UUID, rows: Iterable[UUID], site: UUID) -> None:
    found.hours[str(service)] = str(site)
    for row in rows:
        found.move("schedule", row, "service_id", service, None)
        found.move("schedule", row, "service_at_location_id", None, site)


def of_bodies(keep: Organization, other: Organization, now: datetime) -> Gathered:
    """Everything that the other organisation runs and keeps; telephone numbers that the kept one lacks."""
    found = Gathered()
    ids = (other.pk, keep.pk)
    offered = Service.objects.filter(organization=other).order_by("pk")
    for id, changed in offered.values_list("pk", "last_modified"):
        found.move("service", id, "organization_id", *ids)
        found.move("service", id, "last_modified", _iso(changed), _iso(now))
    for table, model in (("program", Program), ("location", Location), ("contact", Contact)):
        rows = model._default_manager.filter(organization=other)
        _all(found, table, rows, "organization_id", *ids)
    known = Phone.objects.filter(organization=keep, service=None).values("number")
    double = Phone.objects.filter(organization=other, service=None, number__in=known)
    phones = Phone.objects.filter(organization=other)
    _all(found, "phone", phones, "organization_id", *ids, but=double.values_list("pk", flat=True))
    for row in PassedOn.objects.filter(organization=other).order_by("pk"):
        found.move(row.table, row.pk, "organization_id", *ids)
    below = Organization.objects.filter(parent_organization=other).exclude(pk=keep.pk)
    _all(found, "organization", below, "parent_organization_id", *ids)
    if keep.parent_organization_id == other.pk:
        found.move("organization", keep.pk, "parent_organization_id", other.pk, None)
    return found
