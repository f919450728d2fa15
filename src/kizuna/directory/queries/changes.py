"""What can be changed in a listing, and what people propose for it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, Subquery

from kizuna.access.deeds import allow
from kizuna.access.viewer import NotFound, Viewer
from kizuna.directory.care import Place, UnderCare
from kizuna.directory.changing import BY_COLUMN, FIELDS, ChangeValue, FieldChange, FieldValue, shown
from kizuna.directory.faults import FaultValue
from kizuna.directory.ids import known_ids
from kizuna.directory.models import Address, Change, ChangedField, Fault, Phone, Service, ServiceAtLocation
from kizuna.directory.queries.links import area_of_care
from kizuna.directory.queries.options import COLUMNS, Emergency, option, with_cards
from kizuna.directory.queries.own_hours import hours_now
from kizuna.directory.reading import level

_STATE = ("last_modified", "withdrawn", "status", "merged_into")
TABLES = {"service": Service, "phone": Phone, "address": Address}


def _rows(service: Service) -> dict[str, list[UUID | None]]:
    """The rows of each table whose fields can be changed. Without a phone there is room for a new one."""
    sites = ServiceAtLocation.objects.filter(service=service).values("location")
    phones = list(Phone.objects.filter(service=service).order_by("pk").values_list("pk", flat=True)[:6])
    told = Address.objects.filter(location__in=sites, location__confidential=False)
    places = list(told.order_by("pk").values_list("pk", flat=True)[:3])
    return {
        "service": [service.pk],
        "schedule": [service.pk],
        "phone": [*phones] or [None],
        "address": [*places],
    }


def changeable(viewer: Viewer, service: object) -> tuple[FieldValue, ...]:
    """Every field of a listing that people may propose to change, as it is now."""
    allow(viewer, "directory.see")
    row = Service.objects.filter(pk__in=known_ids([service])).first()
    if row is None:
        raise NotFound("service")
    ids = _rows(row)
    values: dict[tuple[str, UUID | None], dict[str, str]] = {}
    for table, model in TABLES.items():
        columns = [field.column for field in FIELDS if field.table == table]
        wanted = [id for id in ids[table] if id]
        for id, *found in model._default_manager.filter(pk__in=wanted).values_list("pk", *columns):
            values[table, id] = {name: shown(value) for name, value in zip(columns, found, strict=True)}
    values["schedule", row.pk] = hours_now(viewer, row.pk)
    return tuple(
        FieldValue(field, id, values.get((field.table, id), {}).get(field.column, ""))
        for field in FIELDS
        for id in ids[field.table]
    )


def current(viewer: Viewer, fields: Sequence[tuple[str, UUID | None, str]]) -> list[str]:
    """What these fields (table, row, column) say now."""
    allow(viewer, "directory.see")
    found: dict[tuple[str, UUID, str], str] = {}
    for table, model in TABLES.items():
        columns = sorted({column for of, _row, column in fields if of == table})
        ids = {row for of, row, _column in fields if of == table and row}
        if ids:
            for id, *values in model._default_manager.filter(pk__in=ids).values_list("pk", *columns):
                found |= {(table, id, c): shown(v) for c, v in zip(columns, values, strict=True)}
    for row in {row for of, row, _column in fields if of == "schedule" and row}:
        found |= {("schedule", row, day): text for day, text in hours_now(viewer, row).items()}
    return [found.get((table, row, column), "") if row else "" for table, row, column in fields]


def under_care(viewer: Viewer, service: object, now: datetime) -> UnderCare:
    """One listing, what people say about it and what they propose; for its curators."""
    allow(viewer, "listing.care", area=area_of_care(viewer, service))
    row = Service.objects.filter(pk__in=known_ids([service])).only(*COLUMNS, *_STATE, "description").first()
    if row is None:
        raise NotFound("service")
    ((_row, card),) = with_cards(viewer, [row])
    one = option(row, card, Emergency(viewer, now, None))
    reads = level(row.description, settings.LANGUAGE_CODE)
    found = (_faults(row.pk, 50), _changes(viewer, row.pk, 50), _places(row.pk), reads)
    return UnderCare(one, row.last_modified, *found, row.gone)


def _places(service: UUID) -> tuple[Place, ...]:
    """Where it happens, with what only its curators see."""
    there = Address.objects.filter(location=OuterRef("location")).order_by("pk")
    sites = ServiceAtLocation.objects.filter(service=service).exclude(location__location_type="virtual")
    rows = sites.annotate(
        street=Subquery(there.values("address_1")[:1]), town=Subquery(there.values("city")[:1])
    ).order_by("pk")
    columns = ("location", "location__name", "street", "town", "location__confidential")
    return tuple(
        Place(str(id), ", ".join(filter(None, (street, town))) or name, secret)
        for id, name, street, town, secret in rows.values_list(*columns)
    )


def changes(viewer: Viewer, service: object, *, limit: int = 50) -> tuple[ChangeValue, ...]:
    """What was proposed for a listing, what waits first, then the newest; for its curators."""
    allow(viewer, "listing.care", area=area_of_care(viewer, service))
    return _changes(viewer, service, limit)


def _changes(viewer: Viewer, service: object, limit: int) -> tuple[ChangeValue, ...]:
    rows = list(Change.objects.filter(service__in=known_ids([service])).order_by("-at", "pk")[:limit])
    parts = list(ChangedField.objects.filter(change__in=rows).order_by("pk"))
    now_says = current(viewer, [(p.resource_type, p.resource_id, p.field_name) for p in parts])
    by_change: dict[UUID, list[FieldChange]] = defaultdict(list)
    for part, says in zip(parts, now_says, strict=True):
        by_change[part.change_id].append(_field(part, says))
    order = {field: place for place, field in enumerate(FIELDS)}
    found = [
        ChangeValue(
            str(row.pk),
            row.origin,  # type: ignore[arg-type]
            row.at,
            row.why,
            bool(row.reach),
            tuple(sorted(by_change[row.pk], key=lambda one: order[one.field])),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: not one.waits))


def _field(part: ChangedField, says: str) -> FieldChange:
    return FieldChange(
        str(part.pk),
        BY_COLUMN[part.resource_type, part.field_name],
        part.previous_value,
        says,
        part.replacement,
        part.status,  # type: ignore[arg-type]
        part.decided_at,
    )


def faults(viewer: Viewer, service: object, *, limit: int = 50) -> tuple[FaultValue, ...]:
    """What people said is wrong with a listing and nobody looked into yet, the oldest first."""
    allow(viewer, "listing.care", area=area_of_care(viewer, service))
    return _faults(service, limit)


def _faults(service: object, limit: int) -> tuple[FaultValue, ...]:
    rows = Fault.objects.filter(service__in=known_ids([service]), status="open").order_by("at", "pk")
    return tuple(FaultValue(str(r.pk), r.what, r.words, r.at, bool(r.reach)) for r in rows[:limit])
