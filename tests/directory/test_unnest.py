"""Nested HSDS 3.x comes in as tables do; what is hostile is refused with a sentence."""

import json
from pathlib import Path
from typing import Any

import pytest

from kizuna import cli
from kizuna.access.viewer import Refused
from kizuna.directory import files
from kizuna.directory.package import read
from kizuna.directory.unnest import unnested
from tests.directory.packages import bring_in, tables

SERVICE = {"id": "5f3c1d52-8d0c-4f0e-9c4c-2f5f0b1c9a11", "name": "Lunch", "status": "active"}


def loaded(tmp_path: Path, text: str | bytes, name: str = "all.json") -> files.Loaded:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return files.load(path)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["all.json", "all.ndjson"])
def test_what_was_written_comes_back(tmp_path: Path, name: str) -> None:
    found = tables()
    found["holiday_schedules"] = [
        {"service_id": "7", "start_date": "2026-12-25", "end_date": "2026-12-25", "closed": "yes"}
    ]
    bring_in(found)
    assert cli.main(["directory", "export", str(tmp_path / name)]) == 0
    package = read(files.load(tmp_path / name).tables, source="linden")
    assert not package.findings
    first = read(found, source="linden")
    for table in ("organization", "service", "location", "phone", "schedule", "address", "attribute"):
        again = sorted(str(dict(r.values)) for r in package.records[table])
        assert again == sorted(str(dict(r.values)) for r in first.records[table]), table
        assert {r.id for r in package.records[table]} == {r.id for r in first.records[table]}


def test_people_in_contacts_keep_their_numbers(tmp_path: Path) -> None:
    contact = {"id": "1", "name": "Ann", "phones": [{"id": "2", "number": "305 573 4200"}]}
    found = loaded(tmp_path, json.dumps([SERVICE | {"contacts": [contact]}]))
    package = read(found.tables, source="linden")
    (ann,), (number,) = package.records["contact"], package.records["phone"]
    assert (ann.values["name"], str(ann.values["service_id"])) == ("Ann", SERVICE["id"])
    assert (number.values["contact_id"], number.values["service_id"]) == (ann.id, None)


def test_a_page_that_claims_another_number_is_said(tmp_path: Path) -> None:
    found = loaded(tmp_path, json.dumps({"size": 31, "contents": [SERVICE, SERVICE | {"name": "Supper"}]}))
    assert found.notes == ["all.json says that it holds 31 entries, and holds 2."]


DEEP: Any = SERVICE
for _ in range(30):
    DEEP = SERVICE | {"services": [DEEP]}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[" * 100_000, "nested more deeply"),
        (json.dumps(DEEP), "nested more deeply"),
        (json.dumps([SERVICE | {"description": "x" * 200_001}]), "longer than"),
        (json.dumps([SERVICE])[:-4], "not JSON"),
        ('[{"minimum_age": NaN}]', "not JSON"),
        ('[{"minimum_age": ' + "9" * 5000 + "}]", "not JSON"),
        ("[1, 2]", "no list of services"),
        ('"lunch"', "no list of services"),
        ("[]", "no CSV files"),
        (b"[\x00\x00]", "not a text file"),
    ],
)
def test_what_is_hostile_or_broken_is_refused(tmp_path: Path, text: str | bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        loaded(tmp_path, text)


def test_a_whole_number_is_written_in_one_way() -> None:
    tables = unnested(
        [{"id": "x", "name": "Lunch", "phones": [{"id": "p", "number": "1", "extension": 1e20}]}]
    )
    assert tables["phone"][0]["extension"] == "100000000000000000000"
