"""What goes out and comes in by the standards, judged by the schemas of their makers."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from kizuna.access.viewer import STRANGER, SYSTEM
from kizuna.directory import files, queries
from kizuna.directory.actions import import_package
from kizuna.directory.asked import asked, envelope
from kizuna.directory.package import read
from tests.conftest import NOW, OUTSIDE

pytestmark = [pytest.mark.outside, pytest.mark.django_db]
HSDS = OUTSIDE / "directory" / "hsds-3.1"
ORUK = OUTSIDE / "directory" / "oruk-3.0"
SCHEMAS = {
    "hsds": HSDS / "schema" / "compiled" / "service.json",
    "oruk": ORUK / "uk-profile" / "schema" / "compiled" / "service.json",
}


@cache
def schema(path: Path) -> Any:
    return jsonschema_rs.validator_for(json.loads(path.read_text()), validate_formats=True)


def faults(path: Path, value: Any) -> list[str]:
    return [f"{'/'.join(map(str, e.instance_path))}: {e.message}" for e in schema(path).iter_errors(value)]


@pytest.fixture
def miami(db: None) -> Iterator[None]:
    (path,) = (OUTSIDE / "directory" / "miami").glob("*.zip")
    loaded = files.load(path)
    import_package(package=read(loaded.tables, source="miami"), by=SYSTEM("test"), now=NOW)
    yield


def test_every_service_of_miami_is_as_the_schemas_demand(miami: None) -> None:
    for profile, path in SCHEMAS.items():
        number = 0
        for one in queries.streamed(STRANGER, "services", asked({"full": "true"}), profile=profile):  # type: ignore[arg-type]
            number += 1
            assert not faults(path, one), one["id"]
        assert number == 4089

    listed, total = queries.published(STRANGER, "services", asked({"per_page": "100"}), profile="hsds")
    assert total == 4089
    for one in listed:
        assert not faults(HSDS / "schema" / "compiled" / "service_list.json", one)
    sites, _ = queries.published(STRANGER, "service_at_locations", asked({"per_page": "100"}), profile="hsds")
    for one in sites:
        assert not faults(HSDS / "schema" / "compiled" / "service_at_location_list.json", one)
    bodies, _ = queries.published(STRANGER, "organizations", asked({}), profile="hsds")
    for one in bodies:
        assert not faults(HSDS / "schema" / "compiled" / "organization_list.json", one)
    sizes = []
    for page in ("41", "42"):
        ask = asked({"per_page": "100", "page": page})
        found, total = queries.published(STRANGER, "services", ask, profile="hsds")
        said = envelope(found, total, ask)
        sizes.append((said["total_pages"], said["size"], said["empty"]))
    assert sizes == [(41, 89, False), (41, 0, True)]


@pytest.mark.parametrize(
    ("name", "whole", "listed"), [("Default", 0, 0), ("Test", 0, 0), ("Warn", 0, 0), ("Fail", 1, 8)]
)
def test_the_validator_of_the_uk_finds_what_it_finds(name: str, whole: int, listed: int) -> None:
    folder = ORUK / "validator-mocks" / f"V3.0-UK-{name}"
    compiled = ORUK / "uk-profile" / "schema" / "compiled"
    one = json.loads((folder / "service_full.json").read_text())
    page = json.loads((folder / "service_list.json").read_text())
    # The validator of the profile looks at no web addresses; ours does, and finds more of them in Fail.
    found = [fault for fault in faults(SCHEMAS["oruk"], one) if not fault.startswith("url:")]
    assert len(found) == whole
    every = [fault for each in page["contents"] for fault in faults(compiled / "service_list.json", each)]
    assert len([fault for fault in every if not fault.startswith("url:")]) == listed
    notes = files.load(folder / "service_list.json").notes
    claims = {"Test": (31, 128), "Fail": (1, 4)}
    odd = "service_list.json says that it holds {} entries, and holds {}."
    assert notes == ([odd.format(*claims[name])] if name in claims else [])


@pytest.mark.parametrize("name", ["service_full", "organization_full", "service_at_location_full"])
def test_nested_examples_come_in(name: str) -> None:
    package = read(files.load(HSDS / "examples" / f"{name}.json").tables, source="example")
    assert len(package.records["service"]) == 1
    for table in ("organization", "phone", "schedule", "taxonomy_term", "service_capacity"):
        assert package.records[table], table


def test_open_eligibility_comes_in_as_its_own_and_its_double_id_is_named() -> None:
    loaded = files.load(OUTSIDE / "directory" / "taxonomy" / "open_eligibility_taxonomy.xml")
    package = read(loaded.tables, source="open-eligibility")
    assert package.counts["taxonomy_term"].kept == 385
    twice = [f.value for f in package.findings if "used twice" in f.problem]
    assert twice == ["1206"]
    done = import_package(package=package, by=SYSTEM("test"), now=NOW)
    assert done.changed
    assert not import_package(package=package, by=SYSTEM("test"), now=NOW).changed
