"""`kizuna directory search`: words, place, time and language; many questions at once."""

import csv
import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kizuna import cli
from kizuna.access.viewer import Refused
from kizuna.directory.models import Service
from kizuna.directory.wanted import moment, place
from tests.directory.packages import bring_in

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("America/New_York"))  # a Tuesday


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sat 10:00", "2026-11-28T10:00:00-05:00"),
        ("Tuesday 12:00", "2026-11-24T12:00:00-05:00"),
        ("tue 11:59", "2026-12-01T11:59:00-05:00"),
        ("Mon 9:00am", "2026-11-30T09:00:00-05:00"),
    ],
)
def test_the_next_such_time(text: str, expected: str) -> None:
    assert moment(text, NOON).isoformat() == expected


@pytest.mark.parametrize("text", ["", "Sat", "10:00", "Sat 25:00", "Mon-Fri 10:00", "Someday 10:00"])
def test_a_time_that_is_none(text: str) -> None:
    with pytest.raises(Refused, match="Sat 10:00"):
        moment(text, NOON)


@pytest.mark.parametrize("text", ["", "1", "1,2,3", "a,b", "91,0", "0,181", "nan,0"])
def test_a_place_that_is_none(text: str) -> None:
    with pytest.raises(Refused, match="latitude"):
        place(text)


def search(capsys: Any, *words: str) -> list[dict[str, Any]]:
    assert cli.main(["directory", "search", *words, "--json"]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["results"]
    return found


@pytest.mark.django_db
def test_words_and_filters(capsys: Any) -> None:
    bring_in()
    (best, *_) = search(capsys, "lunch")
    assert (best["name"], best["source_id"], best["rank"], best["km"]) == ("Lunch club", "7", 1, None)
    assert search(capsys, "lunch", "--near", "51.5,-0.1", "--km", "5")[0]["km"] == 0
    assert search(capsys, "lunch", "--near", "40,10", "--km", "5", "--exact") == []
    assert search(capsys, "lunch", "--near", "40,10", "--km", "5")[0]["name"] == "Lunch club"
    assert search(capsys, "lunch", "--open-at", "Mon 10:00")[0]["name"] == "Lunch club"
    assert search(capsys, "lunch", "--open-at", "Sat 10:00") == []
    assert search(capsys, "lunch", "--language", "es")[0]["name"] == "Lunch club"
    assert search(capsys, "lunch", "--language", "ht") == []
    assert cli.main(["directory", "search", "lunch"]) == 0
    assert "Lunch club" in capsys.readouterr().out


@pytest.mark.django_db
def test_many_questions(tmp_path: Path, capsys: Any) -> None:
    bring_in()
    (tmp_path / "queries.csv").write_text("id,query\n1,lunch\n2,legal advice\n3,\n")
    out = tmp_path / "results.csv"
    words = ["--batch", tmp_path / "queries.csv", "--out", out, "--limit", "50"]
    assert cli.main(["directory", "search", *map(str, words)]) == 0
    with out.open() as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == ["query", "rank", "service_id", "source_id", "score"]
    best = {row["query"]: row for row in reversed(rows) if row["rank"] == "1"}
    assert best["lunch"]["source_id"] == "7"
    assert best["legal advice"]["service_id"] == str(Service.objects.get(name="Legal advice").pk)


@pytest.mark.parametrize(
    "words",
    [[], ["lunch", "--km", "5"], ["lunch", "--limit", "0"], ["--batch", "/no/such", "--out", "/tmp/x"],
     ["--batch", "/no/such"]],
)  # fmt: skip
def test_a_question_that_makes_no_sense(words: list[str], capsys: Any) -> None:
    assert cli.main(["directory", "search", *words]) != 0
    assert capsys.readouterr().err
