"""A small package of every kind of table, for tests of importing."""

from typing import Any

from kizuna.access.viewer import SYSTEM
from kizuna.directory.actions import import_package
from kizuna.directory.package import Package, identify, read
from kizuna.directory.report import Imported
from tests.conftest import NOW

Tables = dict[str, list[dict[str, str]]]


def tables() -> Tables:
    """One organisation, two services at one place, each with something around it."""
    return {
        "organizations": [{"id": "1", "name": "Linden Kitchen", "email": "office@linden.example"}],
        "locations": [{"id": "3", "name": "Hall", "latitude": "51.5", "longitude": "-0.1"}],
        "services": [
            {"id": "7", "organization_id": "1", "name": "Lunch club", "description": "Lunch for everybody."},
            {
                "id": "8",
                "organization_id": "1",
                "name": "Legal advice",
                "description": "",
                "status": "active",
            },
        ],
        "services_at_location": [{"id": "1", "service_id": s, "location_id": "3"} for s in ("7", "8")],
        "physical_addresses": [
            {"id": "1", "location_id": "3", "address_1": "1 Elm Street", "city": "Linden Bay"}
        ],
        "phones": [{"id": "1", "service_id": "7", "number": "305 573 4200 x5"}],
        "regular_schedules": [
            {"service_id": "7", "weekday": day, "opens_at": "9:00am", "closes_at": "5:00pm"}
            for day in ("Monday", "Tuesday")
        ],
        "languages": [{"id": "1", "service_id": "7", "language": "Spanish"}],
        "accessibility_for_disabilities": [{"id": "1", "location_id": "3", "accessibility": "ramp"}],
        "taxonomy": [{"id": "BD", "name": "Congregate Meals", "parent_id": "", "vocabulary": "AIRS"}],
        "services_taxonomy": [{"id": "1", "service_id": "7", "taxonomy_id": "BD"}],
        "service_areas": [{"id": "1", "service_id": "7", "name": "Linden Bay"}],
        "cost_options": [{"id": "1", "service_id": "7", "amount": "2.50", "currency": "USD"}],
        "service_capacity": [
            {"id": "1", "service_id": "7", "available": "4", "updated": "2026-11-20T10:00:00Z"}
        ],
    }


def package(found: Tables | None = None, source: str = "linden", sha256: str = "") -> Package:
    """The tables as a package."""
    return read(found if found is not None else tables(), source=source, sha256=sha256)


def bring_in(found: Tables | None = None, **how: Any) -> Imported:
    """Import it as the house itself."""
    return import_package(package=package(found, **how), by=SYSTEM("test"), now=NOW)


def identify_lunch() -> str:
    """The id that the lunch club has here."""
    return str(identify("linden", "service", "7"))
