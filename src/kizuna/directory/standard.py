"""Rows of the directory as HSDS 3.1 writes them: which fields, in which order, in which form.

A field that nobody filled in is left out; one that the standard demands is there, and empty.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5

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
    "attribute": ("label",),
    "service_area": ("name", "description", "uri"),
    "cost_option": ("valid_from", "valid_to", "option", "currency", "amount", "amount_description"),
    "service_capacity": ("available", "maximum", "description", "updated"),
}  # fmt: skip
"""Fields of each table after its id, in the order of the standard."""

POINTS: dict[str, tuple[str, ...]] = {
    "service": ("organization_id",),
    "service_at_location": ("service_id", "location_id"),
    "address": ("location_id",),
    "phone": ("location_id", "service_id", "organization_id", "service_at_location_id"),
    "schedule": ("service_id", "location_id", "service_at_location_id"),
    "language": ("service_id", "location_id", "phone_id"),
    "accessibility": ("location_id",),
    "service_area": ("service_id",),
    "cost_option": ("service_id",),
}
"""What a row points to: written in tables only, since nesting says the same."""

DEMANDED: dict[str, tuple[str, ...]] = {
    "organization": ("description",),
    "address": ("address_1", "city", "state_province", "postal_code", "country"),
    "taxonomy": ("description",),
    "taxonomy_term": ("description",),
}
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


def entity(table: str, row: Any, *, points: bool = False) -> Entity:
    """One row of a table; with `points` also what it points to."""
    found: Entity = {"id": str(row.pk)}
    for name in (*(POINTS.get(table, ()) if points else ()), *FIELDS[table]):
        value = getattr(row, name)
        if name in _ADDRESSES and (table, name) != ("service_area", "uri"):
            value = _address(value)
        if value not in (None, ""):
            found[name] = plain(value)
        elif name in DEMANDED.get(table, ()):
            found[name] = ""
    if table in _SHAPES:
        _SHAPES[table](found)
    return found


def schedule(row: Any, *, points: bool = False) -> Entity:
    """A schedule; one that replaces the ordinary hours of its days says so in a field of our own."""
    found = entity("schedule", row, points=points)
    return found | {"x_kizuna_exception": True} if row.exception else found


def unit(name: str) -> Entity:
    """What a capacity is counted in."""
    said = name or "places"
    return {"id": str(uuid5(NAMESPACE_URL, f"https://openreferral.org/unit/{said}")), "name": said}


def capacity(row: Any) -> Entity | None:
    """How many places are left; None when nobody said how many, or when."""
    if row.available is None or row.updated is None:
        return None
    return entity("service_capacity", row) | {"unit": unit(row.unit)}


def term(row: Any) -> Entity:
    """A term with the taxonomy it belongs to."""
    found = entity("taxonomy_term", row)
    if row.taxonomy:
        found |= {"taxonomy": row.taxonomy.name, "taxonomy_detail": entity("taxonomy", row.taxonomy)}
    return found


def attribute(row: Any) -> Entity:
    """A term that somebody gave a service."""
    return entity("attribute", row) | {"link_entity": "service", "taxonomy_term": term(row.term)}


_NOT_UK: Mapping[str, frozenset[str]] = {
    "service": frozenset(
        [
            "alternate_name",
            "interpretation_services",
            "application_process",
            "fees_description",
            "wait_time",
            "eligibility_description",
            "licenses",
            "phones",
            "capacities",
        ]
    ),
    "organization": frozenset(
        ["alternate_name", "tax_status", "tax_id", "year_incorporated", "legal_status", "phones", "locations"]
    ),
    "service_at_location": frozenset(("description", "phones", "schedules")),
    "location": frozenset(["url", "alternate_name", "transportation", "phones", "schedules", "languages"]),
    "address": frozenset(("address_2",)),
    "schedule": frozenset(("until", "count", "wkst", "byweekno", "byyearday")),
    "attribute": frozenset(("link_entity", "label")),
    "taxonomy_term": frozenset(("code", "language", "taxonomy_detail")),
    "service_area": frozenset(("description",)),
    "cost_option": frozenset(("currency",)),
}
"""What the UK profile takes out of HSDS."""
_INSIDE = {
    "organization": "organization", "service": "service", "services": "service", "location": "location",
    "service_at_locations": "service_at_location", "addresses": "address", "schedules": "schedule",
    "attributes": "attribute", "taxonomy_term": "taxonomy_term", "service_areas": "service_area",
    "cost_options": "cost_option",
}  # fmt: skip
_ADDED = {
    "service": ("fees_description", "fees"),
    "service_area": ("name", "service_area"),
    "accessibility": ("description", "accessibility"),
    "taxonomy_term": ("name", "term"),
}
"""What the profile calls by a name of its own."""


def _lifted(found: Entity) -> list[Entity]:
    """Hours of a service with those of its sites, which the profile has no place for."""
    lifted = list(found.get("schedules", ()))
    for site in found.get("service_at_locations", ()):
        inside = [*site.get("schedules", ()), *site.get("location", {}).get("schedules", ())]
        lifted += [each | {"service_at_location_id": site["id"]} for each in inside]
    return lifted


def _address_2(found: Entity) -> Entity:
    """Both lines of an address in the one line that the profile has."""
    lines = filter(None, (found.get("address_1"), found.get("address_2")))
    return found | {"address_1": ", ".join(lines)}


def in_uk_profile(table: str, found: Entity) -> Entity:
    """An HSDS entity as Open Referral UK 3.0 has it."""
    if table == "service" and (hours := _lifted(found)):
        found = found | {"schedules": hours}
    if table == "address":
        found = _address_2(found)
    if table in _ADDED and found.get(_ADDED[table][0]):
        found = found | {_ADDED[table][1]: found[_ADDED[table][0]]}
    inside = _INSIDE | {"accessibility": "accessibility"}
    out: Entity = {}
    for name, value in found.items():
        if name in _NOT_UK.get(table, ()):
            continue
        of = inside.get(name, "")
        if isinstance(value, Mapping):
            value = in_uk_profile(of, dict(value))
        elif isinstance(value, list) and of:
            value = [in_uk_profile(of, each) for each in value]
        out[name] = value
    return out
