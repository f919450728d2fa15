"""Answers of real people, scored: the figures are those that others published."""

import csv
import json

import numpy as np
import polars as pl
import pytest

from kizuna.cli import build_parser
from kizuna.instruments.commands import COMMANDS
from kizuna.instruments.files import read
from kizuna.instruments.reliability import alpha_of
from kizuna.instruments.table import check_ranges, columns_of, scored
from tests.conftest import OUTSIDE

LONELY = OUTSIDE / "measure" / "instruments" / "ucla20-dass21"
NHANES = OUTSIDE / "measure" / "survey" / "nhanes_2013_2016_phq9.parquet"
pytestmark = [
    pytest.mark.outside,
    pytest.mark.skipif(
        not LONELY.is_dir() or not NHANES.exists(), reason=f"{LONELY} or {NHANES} is not here"
    ),
]
Q = [f"q{n}" for n in range(1, 22)]
REVERSED = "q1,q5,q6,q9,q10,q15,q16,q19,q20"
DASS = {
    "DASS-21 Depression": (3, 5, 10, 13, 16, 17, 21),
    "DASS-21 Anxiety": (2, 4, 7, 9, 15, 19, 20),
    "DASS-21 Stress": (1, 6, 8, 11, 12, 14, 18),
}


def published() -> dict[str, float]:
    with (LONELY / "table1_panel_a.csv").open(encoding="utf-8-sig") as file:
        return {row["Measure"]: float(row["Alpha"]) for row in csv.DictReader(file) if row["Alpha"]}


def test_alpha_of_loneliness_to_twelve_digits_and_the_trap(capsys: pytest.CaptureFixture[str]) -> None:
    only = f"reliability {LONELY}/surveys_public.csv --only surveyName=ucla"
    line = f"{only} --items {','.join(Q[:20])} --range 1,4 --json"
    found = []
    for more in (["--reverse", REVERSED], []):
        arguments = build_parser(COMMANDS).parse_args([*line.split(), *more])
        arguments.command.run(arguments)
        found.append(json.loads(capsys.readouterr().out)["alpha"]["value"])
    assert found[0] == pytest.approx(published()["UCLA Loneliness"], abs=1e-12)
    assert found[0] == pytest.approx(0.9372248666683708, abs=1e-12)
    assert round(found[1], 2) == 0.43


@pytest.mark.parametrize("part", DASS)
def test_alpha_of_distress_to_twelve_digits(part: str) -> None:
    table = pl.read_csv(LONELY / "surveys_public.csv").filter(pl.col("surveyName") == "dass")
    answers = table.select(f"q{n}" for n in DASS[part]).to_numpy()
    assert float(alpha_of(np.cov(answers, rowvar=False))) == pytest.approx(published()[part], abs=1e-12)


def test_depression_in_the_united_states_as_published() -> None:
    """NCHS data brief 303: adults from 20 on who answered all nine, with the weights of the examination."""
    phq, frame = read("phq-9"), pl.scan_parquet(NHANES)
    assert phq is not None
    columns = columns_of(phq, [f"DPQ0{n}0" for n in range(1, 10)], frame.collect_schema().names())
    check_ranges(frame, phq, columns, [7, 9])
    people = scored(frame, phq, columns, [7, 9]).filter(
        (pl.col("RIDAGEYR") >= 20) & (pl.col("total_missing") == 0) & (pl.col("WTMEC2YR") > 0)
    )
    weight = pl.col("WTMEC2YR") / 2  # two surveys of two years each

    def share(of: pl.LazyFrame, which: pl.Expr) -> float:
        return round(of.select((which * weight).sum() / weight.sum() * 100).collect().item(), 1)

    high = pl.col("total_score") >= 10
    men, women = people.filter(pl.col("RIAGENDR") == 1), people.filter(pl.col("RIAGENDR") == 2)
    assert (share(people, high), share(men, high), share(women, high)) == (8.1, 5.5, 10.4)
    bands = [["Minimal"], ["Mild"], ["Moderate"], ["Moderately severe", "Severe"]]
    shares = [share(people, pl.col("total_band").is_in(names)) for names in bands]
    assert shares == [76.3, 15.6, 5.1, 2.9]
