"""The files of an HSDS 3.1 data package: which tables, which columns, and the description beside them."""

from typing import Any

from kizuna.directory.standard import FIELDS, POINTS

EXCEPTION = "x_kizuna_exception"
FILES = {
    "organization": "organizations.csv", "service": "services.csv", "location": "locations.csv",
    "service_at_location": "service_at_location.csv", "address": "addresses.csv", "phone": "phones.csv",
    "schedule": "schedules.csv", "language": "languages.csv", "accessibility": "accessibility.csv",
    "taxonomy": "taxonomies.csv", "taxonomy_term": "taxonomy_terms.csv", "attribute": "attributes.csv",
    "service_area": "service_areas.csv", "cost_option": "cost_options.csv", "unit": "units.csv",
    "service_capacity": "service_capacity.csv",
}  # fmt: skip
_MORE = {
    "attribute": ("link_id", "taxonomy_term_id", "link_entity"),
    "service_capacity": ("service_id", "unit_id"),
}
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
    if table == "unit":
        return "id", "name"
    own = (EXCEPTION,) if table == "schedule" else ()
    return "id", *POINTS.get(table, ()), *_MORE.get(table, ()), *FIELDS[table], *own


def cells(table: str, found: dict[str, Any]) -> list[str]:
    """A row under its heading; what is not known is empty."""
    values = (found.get(name) for name in columns(table))
    return ["" if v is None else "true" if v is True else str(v) for v in values]


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
