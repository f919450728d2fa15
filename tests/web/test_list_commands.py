"""`kizuna list import` and `list undo`: everything or nothing, nobody twice, and sentences that help."""

import json
from pathlib import Path
from typing import Any

import pytest

from kizuna import cli
from kizuna.people.models import Person
from kizuna.web.models import BroughtList
from kizuna.work.models import Job
from tests.people.town import Town, build

GOOD = "Name,Area,DOB\nDee Lark,North,1950\nEd Lark,North,1948\n"


@pytest.fixture
def town(db: None) -> Town:
    return build()


@pytest.fixture
def bring(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Bring this text; the exit code and what was printed as JSON."""

    def run(text: str, *words: str) -> tuple[int, Any]:
        file = tmp_path / "people.csv"
        file.write_text(text)
        code = cli.main(["list", "import", str(file), "--consent", "everybody", "--json", *words])
        said = capsys.readouterr().out
        return code, json.loads(said) if said else None

    return run


def larks() -> int:
    return Person.objects.filter(name__endswith="Lark").count()


def test_a_list_is_kept_at_once_and_leaves_no_work_behind(town: Town, bring: Any) -> None:
    code, said = bring(GOOD)
    assert (code, said["rows"], said["kept"], said["faults"]) == (0, 2, 2, [])
    assert larks() == 2
    assert not Job.objects.filter(name__startswith="web.").exists(), "no worker does it a second time"


def test_the_same_list_again_brings_nobody_twice(town: Town, bring: Any) -> None:
    bring(GOOD)
    code, said = bring(GOOD)
    assert (code, said["kept"]) == (0, 0)
    assert [(twin["row"], twin["other_row"]) for twin in said["twins"]] == [(2, 0), (3, 0)]
    assert larks() == 2


@pytest.mark.parametrize(("choice", "kept"), [("here", 2), ("leave", 1), ("keep", 2)])
def test_rows_alike_within_a_list_are_named_and_kept_unless_said_otherwise(
    town: Town, bring: Any, choice: str, kept: int
) -> None:
    _, said = bring("Name,Area,DOB\nDee Lark,North,1950\nDee Lark,North,1950\n", "--twins", choice)
    assert [(twin["row"], twin["other_row"]) for twin in said["twins"]] == [(3, 2)]
    assert said["kept"] == kept == larks()


def test_faults_are_named_written_and_keep_everything_out(town: Town, bring: Any, tmp_path: Path) -> None:
    report = tmp_path / "faults.csv"
    code, said = bring(GOOD + "Flo Lark,Atlantis,50\n", "--report", str(report))
    assert (code, said["kept"]) == (1, 0)
    assert {(fault["row"], fault["column"]) for fault in said["faults"]} == {(4, "DOB"), (4, "Area")}
    assert "4,Area" in report.read_text(encoding="utf-8-sig")
    assert larks() == 0
    assert BroughtList.objects.get().rows is None, "what was brought does not lie about"


def test_a_dry_run_keeps_nothing(town: Town, bring: Any) -> None:
    code, said = bring(GOOD, "--dry-run")
    assert (code, said["kept"], larks()) == (0, 0, 0)


def test_a_list_is_taken_back(town: Town, bring: Any, capsys: pytest.CaptureFixture[str]) -> None:
    _, said = bring(GOOD)
    assert cli.main(["list", "undo", said["list"]]) == 0
    assert larks() == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["list", "undo", "nonsense"], ""),
        (["list", "import", "/no/such/file.csv", "--consent", "nobody"], "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said(
    town: Town, words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(words) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["--column", "phone=Nowhere"], ["--column", "wings=Name"], ["--area", "Oz"]]
)
def test_a_wrong_word_is_refused_before_anything_is_kept(town: Town, bring: Any, words: list[str]) -> None:
    code, _ = bring(GOOD, *words)
    assert code == 2
    assert larks() == 0
