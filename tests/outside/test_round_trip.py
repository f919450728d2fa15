"""What comes in nested goes out nested, key for key: the examples of the standard."""

import csv
import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from kizuna import cli
from kizuna.access.viewer import STRANGER, SYSTEM
from kizuna.directory import files, queries
from kizuna.directory.actions import import_package
from kizuna.directory.package import read
from tests.conftest import NOW, OUTSIDE

pytestmark = [pytest.mark.outside, pytest.mark.django_db]
EXAMPLES = OUTSIDE / "directory" / "hsds-3.1" / "examples"
KINDS: dict[str, queries.Kind] = {
    "service_full": "services",
    "organization_full": "organizations",
    "service_at_location_full": "service_at_locations",
}


def ordered(value: Any) -> Any:
    """The same whatever the order of its lists."""
    if isinstance(value, dict):
        return {name: ordered(each) for name, each in value.items()}
    if isinstance(value, list):
        return sorted(map(ordered, value), key=lambda each: json.dumps(each, sort_keys=True))
    return value


def bring_in(path: Path) -> None:
    loaded = files.load(path)
    import_package(package=read(loaded.tables, source="outside"), by=SYSTEM("test"), now=NOW)


@pytest.mark.parametrize("name", KINDS)
def test_nested_examples_come_out_as_they_came_in(name: str) -> None:
    path = EXAMPLES / f"{name}.json"
    said = json.loads(path.read_text())
    bring_in(path)
    found = queries.one_published(STRANGER, KINDS[name], said["id"], profile="hsds")
    assert ordered(found) == ordered(said)


def test_the_example_is_open_referral_uk_too() -> None:
    bring_in(EXAMPLES / "service_full.json")
    said = json.loads((EXAMPLES / "service_full.json").read_text())
    found = queries.one_published(STRANGER, "services", said["id"], profile="oruk")
    compiled = OUTSIDE / "directory" / "oruk-3.0" / "uk-profile" / "schema" / "compiled" / "service.json"
    schema = jsonschema_rs.validator_for(json.loads(compiled.read_text()), validate_formats=True)
    assert not [error.message for error in schema.iter_errors(found)]
    left_out = {"metadata", "program", "required_documents", "phones", "capacities", "additional_urls"}
    assert not left_out & found.keys()


def test_the_tables_of_the_example_come_out_with_every_cell(tmp_path: Path) -> None:
    bring_in(EXAMPLES / "csv")
    assert cli.main(["directory", "export", "--format", "csv", str(tmp_path / "out")]) == 0
    for path in sorted((EXAMPLES / "csv").glob("*.csv")):
        with path.open(newline="") as stream:
            rows = list(csv.DictReader(stream))
        with (tmp_path / "out" / path.name).open(newline="") as stream:
            found = {row["id"]: row for row in csv.DictReader(stream)}
        if path.name == "service_capacity.csv":  # it leads to a service that the example does not have
            continue
        for row in rows:
            lost = {name for name, value in row.items() if value and not found[row["id"]].get(name)}
            lost -= {"latitude", "longitude"}  # the example lies off the earth
            assert not lost, f"{path.name}: {lost}"
