import importlib.util
import json

import polars as pl
import pytest

from kizuna.access.viewer import Refused
from kizuna.cli import build_parser
from kizuna.instruments.commands import COMMANDS

ITEMS = ",".join(f"q{n}" for n in range(1, 10))


@pytest.fixture
def run(capsys):
    def _run(line, *more):
        arguments = build_parser(COMMANDS).parse_args([*line.split(), *more])
        assert arguments.command.run(arguments) == 0
        return capsys.readouterr().out

    return _run


@pytest.fixture
def table(tmp_path):
    rows = [
        ("Ann", "x", *[1] * 9),
        ("Bo", "x", *[2] * 7, None, None),
        ("Cy", "y", *[None] * 9),
        ("Di", "x", *[0] * 8, 3),
    ]
    names = ["who", "wave", *ITEMS.split(",")]
    file = tmp_path / "answers.csv"
    pl.DataFrame(rows, schema=names, orient="row").write_csv(file)
    return file


def test_a_table_is_scored_and_summed_up(run, table, tmp_path):
    out = tmp_path / "out.csv"
    told = json.loads(run(f"score {table} --instrument phq-9 --items {ITEMS} --json --out {out}"))
    assert (told["rows"], told["scales"]["total"]["scored"], told["scales"]["total"]["not_scorable"]) == (
        4,
        3,
        1,
    )
    assert told["scales"]["total"]["bands"] == {
        "Minimal": 1,
        "Mild": 1,
        "Moderate": 0,
        "Moderately severe": 1,
        "Severe": 0,
    }
    found = pl.read_csv(out)
    assert found["total_score"].to_list() == [9, 18, None, 3]
    assert found["total_why_not"].to_list()[2] == "9 of 9 answers are missing; total allows 2."
    words = run(f"score {table} --instrument phq-9 --items {ITEMS} --only wave=x --out {tmp_path}/x.parquet")
    assert "3 rows scored" in words
    assert "Moderately severe: 1" in words


def test_what_cannot_be_scored_is_refused_and_nothing_is_written(run, table, tmp_path):
    for line, said in (
        (f"score {table} --instrument nope --out {tmp_path}/o.csv", "There is no scale “nope”.*phq-9"),
        (f"score {table} --instrument check-up --out {tmp_path}/o.csv", "There is no scale"),
        (f"score {table} --instrument k6 --items q1,q2,q3,q4,q5,q6 --out {table}", "another file"),
        (f"score {table} --instrument pcl-5 --out {tmp_path}/o.csv", "no column 1, 2"),
        (
            f"score {table} --instrument phq-9 --items {ITEMS} --missing x --out {tmp_path}/o.csv",
            "list of numbers",
        ),
        (
            f"score {table} --instrument phq-9 --items {ITEMS} --out {tmp_path}/o.xlsx",
            "neither .csv nor .parquet",
        ),
        (f"score {table} --instrument phq-9 --items {ITEMS} --out {tmp_path}/no/o.csv", "no folder"),
        (
            f"score {table} --instrument phq-9 --items {ITEMS} --only z=1 --out {tmp_path}/o.csv",
            "no column z",
        ),
        (f"score {tmp_path}/none.csv --instrument phq-9 --out {tmp_path}/o.csv", "no file"),
        (
            f"score {table} --instrument ucla-3 --items q1,q2,q9 --out {tmp_path}/o.csv",
            r"Row 4: q1 \(item 1\) is 0",
        ),
    ):
        with pytest.raises(Refused, match=said):
            run(line)
    (tmp_path / "bad.parquet").write_bytes(b"not parquet")
    with pytest.raises(Refused, match=r"bad\.parquet cannot be read"):
        run(f"score {tmp_path}/bad.parquet --instrument phq-9 --out {tmp_path}/o.csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.csv", "bad.parquet"]


def test_without_polars_one_sentence_says_how_to_get_it(run, table, tmp_path, monkeypatch):
    real = importlib.util.find_spec
    monkeypatch.setattr(
        "kizuna.instruments.files.tables.find_spec", lambda name: None if name == "polars" else real(name)
    )
    with pytest.raises(Refused, match=r"pip install 'kizuna\[analytics\]'"):
        run(f"score {table} --instrument phq-9 --items {ITEMS} --out {tmp_path}/o.csv")


@pytest.fixture
def survey(tmp_path):
    rows = [
        (a, 4 - a + n % 2, min(4, a + n % 3 // 2), 0) for n, a in enumerate([0, 1, 2, 3, 4, 2, 3, 1, 4, 0])
    ]
    file = tmp_path / "survey.parquet"
    pl.DataFrame(rows, schema=["a", "b", "c", "same"], orient="row").write_parquet(file)
    return file


def test_reliability_in_words_and_for_machines(run, survey):
    found = json.loads(run(f"reliability {survey} --items a,b,c --reverse b --range 0,5 --json"))
    assert found["alpha"]["value"] > 0.9
    assert [item["item"] for item in found["items"]] == ["a", "b", "c"]
    assert "Cronbach's alpha" in run(f"reliability {survey} --items a,b,c --reverse b")


def test_reliability_refuses_with_a_sentence(run, survey):
    for more, said in (
        ("--items a,b,c --reverse z", "--reverse names z"),
        ("--items a,b", "three items"),
        ("--items a,b,z", "no column z"),
        ("--items a,a,b", "named twice"),
        ("--items a,b,same", "same answer to same"),
        ("--items a,b,c --range 4,1", "lower first"),
        ("--items a,b,c --range 0,3", "Row 5: a is 4"),
    ):
        with pytest.raises(Refused, match=said):
            run(f"reliability {survey} {more}")
