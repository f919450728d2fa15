"""What `kizuna directory export` writes can be read again, here and by others."""

import csv
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kizuna import cli
from kizuna.directory import files
from kizuna.directory.models import Service
from kizuna.directory.package import read
from tests.directory.packages import bring_in, tables

pytestmark = pytest.mark.django_db


def export(form: str, dest: Path) -> int:
    return cli.main(["directory", "export", "--format", form, str(dest)])


def test_nested_as_one_list_and_as_lines(tmp_path: Path) -> None:
    bring_in()
    assert export("hsds-3.1", tmp_path / "all.json") == 0
    assert export("oruk-3.0", tmp_path / "all.ndjson") == 0
    whole = json.loads((tmp_path / "all.json").read_text())
    lines = [json.loads(line) for line in (tmp_path / "all.ndjson").read_text().splitlines()]
    assert len(whole) == len(lines) == 2
    assert [each["id"] for each in whole] == [each["id"] for each in lines]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.json", "all.ndjson"]


def test_an_empty_directory_is_an_empty_list(tmp_path: Path) -> None:
    assert export("hsds-3.1", tmp_path / "all.json") == 0
    assert json.loads((tmp_path / "all.json").read_text()) == []


def test_a_package_read_again_holds_the_same_rows(tmp_path: Path) -> None:
    found = tables()
    found["services"][0] |= {"description": "=1+1", "alternate_name": "-5 and more"}
    found["holiday_schedules"] = [
        {"service_id": "7", "start_date": "2026-12-25", "end_date": "2026-12-25", "closed": "yes"}
    ]
    bring_in(found)
    assert export("csv", tmp_path / "package") == 0
    assert export("csv", tmp_path / "package.zip") == 0
    described = json.loads((tmp_path / "package" / "datapackage.json").read_text())
    for table in described["resources"]:
        with (tmp_path / "package" / table["path"]).open(newline="") as stream:
            heading, *rows = list(csv.reader(stream))
        assert heading == [field["name"] for field in table["schema"]["fields"]]
        assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@") - {"-"}]
    with zipfile.ZipFile(tmp_path / "package.zip") as archive:
        assert {each["path"] for each in described["resources"]} < set(archive.namelist())

    for path in (tmp_path / "package", tmp_path / "package.zip"):
        package = read(files.load(path).tables, source="linden")
        assert not [f for f in package.findings if f.fate == "refused"]
        first = read(found, source="linden")
        for name in ("organization", "service", "phone", "schedule", "address", "cost_option", "attribute"):
            again = [dict(r.values) for r in package.records[name]]
            assert sorted(map(str, again)) == sorted(str(dict(r.values)) for r in first.records[name]), name
        assert package.records["service_capacity"][0].values["unit"] == "places"


@pytest.mark.parametrize(
    ("form", "name"), [("hsds-3.1", "all.txt"), ("csv", "file.csv"), ("hsds-3.1", "no/such/all.json")]
)
def test_what_cannot_be_written_is_said(tmp_path: Path, capsys: Any, form: str, name: str) -> None:
    (tmp_path / "file.csv").write_text("mine")
    assert export(form, tmp_path / name) != 0
    assert "Name a f" in capsys.readouterr().err or name.startswith("no")
    assert (tmp_path / "file.csv").read_text() == "mine"


def test_what_was_there_stays_when_writing_fails(tmp_path: Path, monkeypatch: Any) -> None:
    bring_in()
    (tmp_path / "all.json").write_text("[]")

    def broken(*given: object, **how: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kizuna.directory.commands.exports.json.dumps", broken)
    assert export("hsds-3.1", tmp_path / "all.json") != 0
    assert (tmp_path / "all.json").read_text() == "[]"
    assert [path.name for path in tmp_path.iterdir()] == ["all.json"]
    assert Service.objects.count() == 2
