"""`kizuna directory import` for people and for machines."""

import json
from pathlib import Path
from typing import Any

import pytest

from kizuna import cli
from kizuna.directory.commands import imports
from kizuna.directory.models import Service, Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "Linden Bay").mkdir()
    (tmp_path / "Linden Bay" / "services.csv").write_text("id,name,url\n1,Lunch club,www.lunch.example\n")
    return tmp_path / "Linden Bay"


def run(*words: object) -> int:
    return cli.main(["directory", "import", *map(str, words)])


def test_for_people(folder: Path, capsys: Any) -> None:
    report = folder.parent / "report.csv"
    assert run(folder, "--report", report) == 0
    said = capsys.readouterr().out
    assert "service" in said
    assert "linden-bay: 1 service, 100 % of them with a need" in " ".join(said.split())
    assert "https:// was put before it" in report.read_text("utf-8-sig")
    assert set(Source.objects.values_list("name", flat=True)) == {"linden-bay", "kizuna-needs"}
    assert run(folder) == 0
    assert "nothing was written" in " ".join(capsys.readouterr().out.split())


def test_for_machines(folder: Path, capsys: Any) -> None:
    assert run(folder, "--source", "linden", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["changed"]
    assert found["tables"]["service"] == {
        "read": 1, "kept": 1, "merged": 0, "refused": 0, "new": 1, "changed": 0, "gone": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(("/no/such/file",), "There is nothing at"), (("FOLDER", "--source", "A Name!"), "short name")],
)
def test_what_is_wrong_is_one_sentence(folder: Path, capsys: Any, words: Any, sentence: str) -> None:
    assert run(*(folder if word == "FOLDER" else word for word in words)) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1
    assert not Service.objects.exists()


def test_a_database_that_says_no_is_one_sentence(folder: Path, capsys: Any, monkeypatch: Any) -> None:
    def refuses(**how: Any) -> None:
        raise imports.DatabaseError("no such table")

    monkeypatch.setattr(imports, "import_package", refuses)
    assert run(folder) == 2
    assert "kizuna upgrade" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "source"),
    [("hsds-1.1", "hsds-1.1"), ("hsds-1.1.zip", "hsds-1.1"), ("My Town.CSV", "my-town"), ("a.b.zip", "a.b")],
)
def test_the_name_of_a_file_stays_whole(file: str, source: str) -> None:
    assert imports._from_name(file) == source
