"""What comes in nested goes out nested, key for key: the examples of the standard."""

import json
from pathlib import Path
from typing import Any

import pytest

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
