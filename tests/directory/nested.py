"""Any nested HSDS 3.1 document, as hypothesis draws them: every table and level, keys of one's own."""

import string
from collections.abc import Callable
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

Entity = dict[str, Any]
_WORDS = string.ascii_letters + string.digits + " äßéñçþ日本語עبк'\"<&=+-@,;:.!?()/%"
texts = st.text(_WORDS, min_size=1, max_size=12).map(lambda found: f"a{found}z")
maybe_empty = st.one_of(texts, st.just(""))
urls = st.sampled_from(["https://a.example", "http://b.example/x?y=1#z", "mailto:a@b.example", "urn:x:1"])
emails = st.sampled_from(["a@b.example", "a.b+c@localhost", "x_y@sub.example.org"])
days = st.sampled_from(["2005-01-01", "2024-02-29", "2019", "soon"])
moments = st.sampled_from(["2023-03-15T10:30:45.123Z", "2024-09-25T14:23:06.5+01:00", "1999-12-31T23:59:59Z"])
times = st.sampled_from(["10:00:00", "9:00", "17:30", "09:00+01:00", "late"])
numbers = st.one_of(st.integers(-5, 100_000), st.sampled_from([0.5, 12.345, 1e20, -3.25]))
anything = st.recursive(
    st.one_of(texts, st.booleans(), st.integers(-9, 9)),
    lambda inside: st.one_of(st.lists(inside, max_size=2), st.dictionaries(texts, inside, max_size=2)),
    max_leaves=4,
)


def _ids() -> Callable[[st.DrawFn], str]:
    count = iter(range(1, 10**9))
    return lambda draw: str(UUID(int=(draw(st.integers(0, 2**63)) << 64) + next(count), version=4))


_FIELDS: dict[str, dict[str, Any]] = {
    "url": {"label": maybe_empty, "url": urls},
    "phone": {
        "number": texts | st.just("+44 1234 234567"),
        "extension": numbers,
        "type": maybe_empty,
        "description": maybe_empty,
    },
    "language": {"name": maybe_empty, "code": texts | st.sampled_from(["ur", "en"]), "note": maybe_empty},
    "schedule": {
        "valid_from": days, "valid_to": days, "dtstart": days, "timezone": numbers, "until": days,
        "count": numbers, "interval": numbers, "wkst": st.sampled_from(["MO", "SU"]), "byday": maybe_empty,
        "freq": st.sampled_from(["WEEKLY", "MONTHLY"]), "bymonthday": maybe_empty, "opens_at": times,
        "closes_at": times, "schedule_link": urls, "attending_type": maybe_empty, "notes": maybe_empty,
    },
    "service_area": {"name": maybe_empty, "description": maybe_empty, "extent": maybe_empty, "uri": texts},
    "contact": {"name": maybe_empty, "title": maybe_empty, "department": maybe_empty, "email": emails},
    "address": {
        "attention": maybe_empty, "address_1": texts, "address_2": maybe_empty, "city": maybe_empty,
        "state_province": maybe_empty, "postal_code": maybe_empty, "country": maybe_empty, "region": texts,
        "address_type": st.sampled_from(["physical", "postal", "virtual"]),
    },
    "accessibility": {"description": maybe_empty, "details": maybe_empty, "url": urls},
    "cost_option": {
        "valid_from": days, "option": maybe_empty, "currency": texts, "amount": numbers,
        "amount_description": maybe_empty,
    },
    "funding": {"source": maybe_empty},
    "required_document": {"document": maybe_empty, "uri": urls},
    "organization_identifier": {"identifier_scheme": texts, "identifier_type": texts, "identifier": texts},
    "program": {"name": texts, "alternate_name": maybe_empty, "description": maybe_empty},
    "unit": {"name": texts, "scheme": texts, "identifier": texts, "uri": urls},
    "service_capacity": {
        "available": numbers, "maximum": numbers, "description": maybe_empty, "updated": moments,
    },
    "taxonomy": {"name": texts, "description": maybe_empty, "uri": urls, "version": texts},
    "taxonomy_term": {
        "code": texts, "name": texts, "description": maybe_empty, "taxonomy": texts, "language": texts,
        "term_uri": urls,
    },
    "attribute": {"link_type": texts, "link_entity": texts, "value": maybe_empty, "label": maybe_empty},
    "metadata": {
        "resource_type": texts, "last_action_date": days, "last_action_type": texts, "field_name": texts,
        "previous_value": maybe_empty, "replacement_value": maybe_empty, "updated_by": texts,
    },
    "location": {
        "location_type": st.sampled_from(["physical", "postal", "virtual"]), "url": urls, "name": maybe_empty,
        "alternate_name": maybe_empty, "description": maybe_empty, "latitude": numbers, "longitude": numbers,
        "external_identifier": texts,
    },
    "organization": {
        "name": texts, "alternate_name": maybe_empty, "description": maybe_empty, "email": emails,
        "website": urls, "tax_status": texts, "year_incorporated": numbers, "logo": texts, "uri": urls,
        "legal_status": maybe_empty,
    },
    "service_at_location": {"description": maybe_empty},
    "service": {
        "name": texts, "alternate_name": maybe_empty, "description": maybe_empty, "url": urls,
        "email": emails, "status": st.sampled_from(["active", "inactive", "defunct", "temporarily closed"]),
        "fees_description": maybe_empty, "fees": maybe_empty, "minimum_age": numbers, "maximum_age": numbers,
        "assured_date": days, "assurer_email": emails, "licenses": maybe_empty, "alert": maybe_empty,
        "last_modified": moments, "wait_time": maybe_empty,
    },
}  # fmt: skip
_NEEDED: dict[str, set[str]] = {
    "organization": {"name", "description"}, "service": {"name", "status"}, "location": {"location_type"},
    "address": {"address_1", "city", "state_province", "postal_code", "country", "address_type"},
    "phone": {"number"}, "program": {"name", "description"}, "taxonomy": {"name", "description"},
    "taxonomy_term": {"name", "description"}, "unit": {"name"}, "url": {"url"},
    "organization_identifier": {"identifier_type", "identifier"},
    "service_capacity": {"available", "updated"},
    "metadata": {
        "last_action_date", "last_action_type", "field_name", "previous_value", "replacement_value",
        "updated_by",
    },
}  # fmt: skip
_LISTS: dict[str, dict[str, str]] = {
    "phone": {"languages": "language"},
    "contact": {"phones": "phone"},
    "location": {
        "languages": "language", "addresses": "address", "contacts": "contact", "phones": "phone",
        "accessibility": "accessibility", "schedules": "schedule",
    },
    "organization": {
        "additional_websites": "url", "funding": "funding", "contacts": "contact", "phones": "phone",
        "locations": "location", "programs": "program", "organization_identifiers": "organization_identifier",
    },
    "service_at_location": {
        "service_areas": "service_area", "contacts": "contact", "phones": "phone", "schedules": "schedule",
    },
    "service": {
        "additional_urls": "url", "phones": "phone", "schedules": "schedule", "service_areas": "service_area",
        "service_at_locations": "service_at_location", "languages": "language", "funding": "funding",
        "cost_options": "cost_option", "required_documents": "required_document", "contacts": "contact",
        "capacities": "service_capacity",
    },
}  # fmt: skip
_ONE = {
    "service": {"organization": "organization", "program": "program"},
    "service_at_location": {"location": "location"},
    "attribute": {"taxonomy_term": "taxonomy_term"},
    "taxonomy_term": {"taxonomy_detail": "taxonomy"},
    "service_capacity": {"unit": "unit"},
}
_ALWAYS = {"unit"}
_NO_TERMS = {"metadata", "attribute", "taxonomy_term", "taxonomy"}


def _drawn(draw: st.DrawFn, table: str, new: Callable[[st.DrawFn], str], rich: int) -> Entity:
    """One entity with some of what may stand in it; the lower `rich`, the fewer."""
    needed = _NEEDED.get(table, set())
    rare = st.integers(0, 5).map(lambda found: found < rich)
    found: Entity = {"id": new(draw)}
    for name, values in _FIELDS[table].items():
        if name in needed or draw(st.booleans()):
            found[name] = draw(values)
    for name, below in _ONE.get(table, {}).items():
        if name in _ALWAYS or draw(st.booleans()):
            found[name] = _drawn(draw, below, new, rich - 1)
    lists = dict(_LISTS.get(table, {}))
    lists |= {} if table == "metadata" else {"metadata": "metadata"}
    lists |= {} if table in _NO_TERMS else {"attributes": "attribute"}
    for name, below in lists.items():
        if draw(rare):
            found[name] = [_drawn(draw, below, new, rich - 2) for _ in range(draw(st.integers(0, 2)))]
    if draw(rare):
        found["x_" + draw(st.sampled_from(["own", "more"]))] = draw(anything)
    return found


@st.composite
def services(draw: st.DrawFn) -> Entity:
    """A service in full."""
    return _drawn(draw, "service", _ids(), 5)
