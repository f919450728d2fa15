"""HSDS entities as Open Referral UK 3.0 has them: what it leaves out, and what it calls otherwise."""

from collections.abc import Mapping

from kizuna.directory.standard import Entity

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
            "program",
            "program_id",
            "required_documents",
            "additional_urls",
            "payments_accepted",
        ]
    ),
    "organization": frozenset(
        [
            "alternate_name",
            "tax_status",
            "tax_id",
            "year_incorporated",
            "legal_status",
            "phones",
            "locations",
            "contacts",
            "funding",
            "programs",
            "additional_websites",
        ]
    ),
    "service_at_location": frozenset(("description", "phones", "schedules", "contacts", "service_areas")),
    "location": frozenset(
        [
            "url",
            "organization_id",
            "alternate_name",
            "transportation",
            "phones",
            "schedules",
            "languages",
            "contacts",
        ]
    ),
    "contact": frozenset(
        ("organization_id", "service_at_location_id", "location_id", "department", "email", "phones")
    ),
    "address": frozenset(("address_2",)),
    "schedule": frozenset(("timezone", "until", "count", "wkst", "byweekno", "byyearday")),
    "attribute": frozenset(("link_entity", "label", "value")),
    "taxonomy_term": frozenset(("code", "language", "taxonomy_detail")),
    "service_area": frozenset(("description",)),
    "cost_option": frozenset(("currency",)),
}
"""What the UK profile takes out of HSDS."""
_INSIDE = {
    "organization": "organization", "service": "service", "services": "service", "location": "location",
    "service_at_locations": "service_at_location", "addresses": "address", "schedules": "schedule",
    "attributes": "attribute", "taxonomy_term": "taxonomy_term", "service_areas": "service_area",
    "cost_options": "cost_option", "contacts": "contact",
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
        if name in _NOT_UK.get(table, ()) or name == "metadata":
            continue
        of = inside.get(name, "")
        if isinstance(value, Mapping):
            value = in_uk_profile(of, dict(value))
        elif isinstance(value, list) and of:
            value = [in_uk_profile(of, each) for each in value]
        out[name] = value
    return out
