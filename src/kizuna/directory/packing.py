"""The files of an HSDS 3.1 data package: which tables, which columns, and the description beside them."""

import json
from collections.abc import Mapping
from typing import Any

from kizuna.directory.keeping import COLUMN
from kizuna.directory.standard import EXCEPTION, FIELDS, POINTS

FILES = {
    "organization": "organizations.csv", "service": "services.csv", "location": "locations.csv",
    "service_at_location": "service_at_location.csv", "address": "addresses.csv", "phone": "phones.csv",
    "schedule": "schedules.csv", "language": "languages.csv", "accessibility": "accessibility.csv",
    "taxonomy": "taxonomies.csv", "taxonomy_term": "taxonomy_terms.csv", "attribute": "attributes.csv",
    "service_area": "service_areas.csv", "cost_option": "cost_options.csv", "unit": "units.csv",
    "service_capacity": "service_capacity.csv", "program": "programs.csv", "contact": "contacts.csv",
    "required_document": "required_documents.csv", "funding": "funding.csv", "url": "url.csv",
    "organization_identifier": "organization_identifiers.csv", "metadata": "metadata.csv",
    "meta_table_description": "meta_table_descriptions.csv",
}  # fmt: skip
_MORE = {
    "attribute": ("link_id", "taxonomy_term_id", "link_type", "link_entity"), "organization": ("logo",),
    "location": ("external_identifier", "external_identifier_type"), "schedule": ("timezone",),
    "taxonomy_term": ("taxonomy",), "service_area": ("extent", "extent_type"), "service": ("fees",),
}  # fmt: skip
"""Columns of the standard that stand in no table of ours: they are kept beside the rows."""
_NUMBERS = frozenset(
    [
        "year_incorporated",
        "minimum_age",
        "maximum_age",
        "latitude",
        "longitude",
        "extension",
        "count",
        "interval",
        "amount",
        "available",
        "maximum",
    ]
)


def columns(table: str) -> tuple[str, ...]:
    """The heading of a table."""
    own = (EXCEPTION, COLUMN) if table == "schedule" else (COLUMN,)
    return "id", *POINTS.get(table, ()), *_MORE.get(table, ()), *FIELDS[table], *own


def _cell(value: Any) -> str:
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return "" if value is None else "true" if value is True else str(value)


def cells(table: str, found: dict[str, Any]) -> list[str]:
    """A row under its heading; what is not known is empty."""
    values = (found.get(name) for name in columns(table))
    return [_cell(value) for value in values]


def description(site: str) -> dict[str, Any]:
    """`datapackage.json`: a tabular data package."""
    return {
        "name": "human_services_data",
        "title": f"Services of {site}",
        "profile": "tabular-data-package",
        "version": "3.1",
        "homepage": "https://docs.openreferral.org/",
        "resources": [
            {
                "name": table,
                "path": file,
                "profile": "tabular-data-resource",
                "encoding": "utf-8",
                "schema": {
                    "primaryKey": "id",
                    "fields": [
                        {"name": name, "type": "number" if name in _NUMBERS else "string"}
                        for name in columns(table)
                    ],
                },
            }
            for table, file in FILES.items()
        ],
    }
