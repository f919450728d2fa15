"""Rows of the directory as HSDS 3.1 writes them: which fields, in which order, in which form.

A field that nobody filled in is left out; one that the standard demands is there, and empty.
"""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5

from kizuna.directory.keeping import restored, without
from kizuna.directory.passing import NAMES, OTHER_ATTRIBUTE, POINTERS

FIELDS: dict[str, tuple[str, ...]] = {
    "organization": (
        "name", "alternate_name", "description", "email", "website", "tax_status", "tax_id",
        "year_incorporated", "legal_status", "uri", "parent_organization_id",
    ),
    "service": (
        "name", "alternate_name", "description", "url", "email", "status", "interpretation_services",
        "application_process", "fees_description", "wait_time", "accreditations", "eligibility_description",
        "minimum_age", "maximum_age", "assured_date", "assurer_email", "licenses", "alert", "last_modified",
    ),
    "service_at_location": ("description",),
    "location": (
        "location_type", "url", "name", "alternate_name", "description", "transportation", "latitude",
        "longitude",
    ),
    "address": (
        "attention", "address_1", "address_2", "city", "region", "state_province", "postal_code", "country",
        "address_type",
    ),
    "phone": ("number", "extension", "type", "description"),
    "schedule": (
        "valid_from", "valid_to", "dtstart", "until", "count", "wkst", "freq", "interval", "byday",
        "byweekno", "bymonthday", "byyearday", "description", "opens_at", "closes_at", "schedule_link",
        "attending_type", "notes",
    ),
    "language": ("name", "code", "note"),
    "accessibility": ("description", "details", "url"),
    "taxonomy": ("name", "description", "uri", "version"),
    "taxonomy_term": ("code", "name", "description", "parent_id", "taxonomy_id", "language", "term_uri"),
    "attribute": ("value", "label"),
    "service_area": ("name", "description", "uri"),
    "cost_option": ("valid_from", "valid_to", "option", "currency", "amount", "amount_description"),
    "service_capacity": ("available", "maximum", "description", "updated"),
    "program": ("name", "alternate_name", "description"),
    "contact": ("name", "title", "department", "email"),
    "required_document": ("document", "uri"),
    "unit": ("name", "scheme", "identifier", "uri"),
    "metadata": (
        "resource_type", "last_action_date", "last_action_type", "field_name", "previous_value",
        "replacement_value", "updated_by",
    ),
    "funding": ("source",),
    "url": ("label", "url"),
    "organization_identifier": ("identifier_scheme", "identifier_type", "identifier"),
    "payment_accepted": ("payment",),
    "meta_table_description": ("name", "language", "character_set"),
}  # fmt: skip
"""Fields of each table after its id, in the order of the standard."""
FIELDS[OTHER_ATTRIBUTE] = ("link_entity", *FIELDS["attribute"])
EXCEPTION = "x_kizuna_exception"
"""A schedule that replaces the ordinary hours of its days says so in a field of our own."""
CONFIDENTIAL = "x_confidential"
"""A place that nobody is told about says so, and nothing else."""
RENAMED = {
    ("service_capacity", "unit_id"): "unit_row_id", ("attribute", "taxonomy_term_id"): "term_id",
    ("attribute", "link_id"): "service_id", (OTHER_ATTRIBUTE, "taxonomy_term_id"): "term_id",
    (OTHER_ATTRIBUTE, "link_entity"): "link_table", (OTHER_ATTRIBUTE, "link_id"): "link",
}  # fmt: skip
"""Columns that rows call otherwise."""

POINTS: dict[str, tuple[str, ...]] = {
    "program": ("organization_id",),
    "service": ("organization_id", "program_id"),
    "location": ("organization_id",),
    "service_at_location": ("service_id", "location_id"),
    "address": ("location_id",),
    "contact": ("organization_id", "service_id", "service_at_location_id", "location_id"),
    "phone": ("location_id", "service_id", "organization_id", "contact_id", "service_at_location_id"),
    "schedule": ("service_id", "location_id", "service_at_location_id"),
    "language": ("service_id", "location_id", "phone_id"),
    "accessibility": ("location_id",),
    "service_area": ("service_id", "service_at_location_id"),
    "cost_option": ("service_id",),
    "required_document": ("service_id",),
    "service_capacity": ("service_id", "unit_id"),
    "metadata": ("resource_id",),
    "funding": ("organization_id", "service_id"),
    "url": ("organization_id", "service_id"),
    "organization_identifier": ("organization_id",),
    "payment_accepted": ("service_id",),
}
"""What a row points to: written in tables only, since nesting says the same."""

DEMANDED: dict[str, tuple[str, ...]] = {
    "organization": ("description",),
    "program": ("description",),
    "metadata": (
        "last_action_date", "last_action_type", "field_name", "previous_value", "replacement_value",
        "updated_by",
    ),
    "organization_identifier": ("identifier_type", "identifier"),
    "address": ("address_1", "city", "state_province", "postal_code", "country"),
    "taxonomy": ("description",),
    "taxonomy_term": ("description",),
}  # fmt: skip
_ADDRESSES = frozenset(("url", "website", "uri", "term_uri", "schedule_link"))
_BARE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_SCHEME = re.compile("[A-Za-z][A-Za-z0-9+.-]*:.")
_EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"
Entity = dict[str, Any]


def plain(value: Any) -> Any:
    """A value as JSON has it: days and times by ISO 8601, moments in UTC."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _address(found: str) -> str:
    """A web address with what may not stand in one written as %xx; "" when it is none."""
    if not _SCHEME.match(found):
        return ""
    whole, mark, part = _BARE_PERCENT.sub("%25", found).partition("#")
    return quote(whole, safe="%/:?=&~+!$,;'@()*") + mark + quote(part, safe="%/:?=&~+!$,;'@()*")


def _phone(found: Entity) -> None:
    """An extension is a number in the standard; any other stays with the telephone number."""
    extension = found.pop("extension", "")
    if extension.isdecimal() and not extension.startswith("0"):
        found["extension"] = int(extension)
    elif extension:
        found["number"] = f"{found['number']} x{extension}"


def _schedule(found: Entity) -> None:
    """The standard knows weekly and monthly: every day is weekly on all days."""
    if found.get("freq") == "DAILY" and found.get("interval", 1) == 1:
        found |= {"freq": "WEEKLY", "byday": found.get("byday") or _EVERY_DAY}
    elif found.get("freq") not in {"WEEKLY", "MONTHLY"}:
        found.pop("freq", None)
    if found.get("wkst") not in _EVERY_DAY.split(","):
        found.pop("wkst", None)


_SHAPES = {"phone": _phone, "schedule": _schedule}


def _read(table: str, row: Any, name: str) -> Any:
    """One value of a row; those that are only passed on hold theirs together."""
    if table in NAMES and name not in POINTERS:
        return row.values.get(name)
    return getattr(row, RENAMED.get((table, name), name))


def entity(table: str, row: Any, *, points: bool = False) -> Entity:
    """One row of a table; with `points` also what it points to."""
    found: Entity = {"id": str(row.pk)}
    for name in (*(POINTS.get(table, ()) if points else ()), *FIELDS[table]):
        value = _read(table, row, name)
        if name in _ADDRESSES and (table, name) != ("service_area", "uri"):
            value = _address(value or "")
        if value not in (None, ""):
            found[name] = plain(value)
        elif name in DEMANDED.get(table, ()):
            found[name] = ""
    if table in _SHAPES:
        _SHAPES[table](found)
    if table == "schedule" and row.exception:
        found[EXCEPTION] = True
    return found


def pointed(row: Any, table: str, name: str) -> str | None:
    """What a pointer of a row points to now, as text."""
    found = _read(table, row, name)
    return None if found is None else str(found)


def whole(table: str, row: Any, *, points: bool = False) -> Entity:
    """The row with what its package said of it beyond its columns."""
    if table == "location" and row.confidential:
        return {"id": str(row.pk), "location_type": row.location_type, CONFIDENTIAL: True}
    return restored(entity(table, row, points=points), row.more, lambda name: pointed(row, table, name))


def unit_named(name: str) -> Entity:
    """What a capacity is counted in, when no package defines it."""
    said = name or "places"
    return {"id": str(uuid5(NAMESPACE_URL, f"https://openreferral.org/unit/{said}")), "name": said}


def capacity(row: Any) -> Entity | None:
    """How many places are left; None when nobody said how many, or when."""
    found = whole("service_capacity", row)
    if "available" not in found or "updated" not in found:
        return None
    return found | {"unit": whole("unit", row.unit_row) if row.unit_row else unit_named(row.unit)}


def term(row: Any) -> Entity:
    """A term with the taxonomy it belongs to."""
    found = whole("taxonomy_term", row)
    if row.taxonomy:
        within = {"taxonomy": row.taxonomy.name, "taxonomy_detail": whole("taxonomy", row.taxonomy)}
        left_out = without(row.more) | found.keys()
        found |= {name: value for name, value in within.items() if name not in left_out}
    return found


def attribute(row: Any, table: str = "attribute") -> Entity:
    """A term that somebody gave to something."""
    found = whole(table, row)
    if table == "attribute" and "link_entity" not in without(row.more):
        found.setdefault("link_entity", "service")
    if row.term and "taxonomy_term" not in without(row.more):
        found["taxonomy_term"] = term(row.term)
    return found
