"""A table of people and one person give the same answer, to the last binary digit."""

import subprocess
import sys
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kizuna.instruments.definition import Instrument
from kizuna.instruments.files import opened, written
from kizuna.instruments.scoring import OutOfRange, Score, scores
from kizuna.instruments.table import WrongColumns, added, asked, check_ranges, columns_of, scored
from tests.instruments.shapes import LIBRARY, MADE, answered, around

SCORED: list[Instrument] = [found for found in LIBRARY if found.scales] + [around(scale) for scale in MADE]


@st.composite
def tables(draw: Any) -> tuple[Instrument, list[dict[str, float | None]]]:
    """A questionnaire and the answers of a few people."""
    found = draw(st.sampled_from(SCORED))
    people = []
    for _ in range(draw(st.integers(1, 4))):
        line: dict[str, float | None] = dict.fromkeys(asked(found))
        for scale in found.scales:
            line |= draw(answered(scale))
        people.append(line)
    return found, people


def frame_of(found: Instrument, people: list[dict[str, float | None]]) -> pl.LazyFrame:
    """The answers as a table with the items' ids as columns."""
    return pl.LazyFrame(people, schema=dict.fromkeys(asked(found), pl.Int64))


@settings(max_examples=60)
@given(tables())
def test_a_table_and_one_person_give_the_same_answer(both: tuple[Instrument, list[Any]]) -> None:
    found, people = both
    frame = frame_of(found, people)
    columns = columns_of(found, (), asked(found))
    check_ranges(frame, found, columns)
    lines = scored(frame, found, columns).collect().to_dicts()
    for person, line in zip(people, lines, strict=True):
        for scale, alone in scores(found, person).items():
            if isinstance(alone, Score):
                assert line[f"{scale}_score"] == alone.value
                assert (line[f"{scale}_band"] or "") == alone.band
                assert line[f"{scale}_missing"] == alone.missing
                assert line[f"{scale}_why_not"] is None
            else:
                assert line[f"{scale}_score"] is line[f"{scale}_band"] is None
                assert line[f"{scale}_why_not"] == alone.reason


PHQ = next(found for found in LIBRARY if found.code == "phq-9")
NAMES = [f"q{n}" for n in range(1, 10)]


def lines(*people: list[Any], kind: Any = pl.Int64) -> pl.LazyFrame:
    return pl.LazyFrame(people, schema=dict.fromkeys(["who", *NAMES], kind), orient="row")


@pytest.mark.parametrize("wrong", [4, -1, 1.5, float("nan")])
def test_what_is_out_of_range_names_row_and_item_and_is_never_clipped(wrong: float) -> None:
    frame = lines([1.0, *[0.0] * 9], [2.0, *[3.0] * 8, None], [3.0, 0.0, wrong, *[0.0] * 7], kind=pl.Float64)
    columns = columns_of(PHQ, NAMES, frame.collect_schema().names())
    with pytest.raises(OutOfRange, match=r"^Row 3: q2 \(item 2\) is .*from 0 to 3 in whole steps"):
        check_ranges(frame, PHQ, columns)


def test_words_are_no_answers_but_empty_ones_are_gaps() -> None:
    frame = lines(["a", *["1"] * 8, ""], ["b", *[" 2 "] * 9], ["c", *["1"] * 8, "often"], kind=pl.String)
    columns = columns_of(PHQ, NAMES, frame.collect_schema().names())
    found = scored(frame, PHQ, columns).collect()
    assert found["total_score"].to_list()[:2] == [9, 18]
    assert found["who"].to_list() == ["a", "b", "c"]
    with pytest.raises(OutOfRange, match=r"^Row 3: q9 \(item 9\) is often"):
        check_ranges(frame, PHQ, columns)


def test_numbers_that_stand_for_no_answer_are_gaps() -> None:
    frame = lines([1, *[1] * 7, 7, 9])
    columns = columns_of(PHQ, NAMES, frame.collect_schema().names())
    check_ranges(frame, PHQ, columns, [7, 9])
    assert scored(frame, PHQ, columns, [7, 9]).collect()["total_missing"].item() == 2
    with pytest.raises(OutOfRange):
        check_ranges(frame, PHQ, columns, [9])


def test_a_table_of_nothing_but_the_answers_has_them_in_the_order_of_the_items() -> None:
    assert columns_of(PHQ, (), NAMES) == dict(zip(asked(PHQ), NAMES, strict=True))
    assert columns_of(PHQ, (), list("987654321")) == {item: item for item in asked(PHQ)}  # names say more


def test_columns_that_do_not_fit_are_refused_with_a_sentence() -> None:
    there = ["who", *NAMES]
    with pytest.raises(WrongColumns, match="has 9 items"):
        columns_of(PHQ, NAMES[:8], there)
    with pytest.raises(WrongColumns, match="named twice"):
        columns_of(PHQ, [*NAMES[:8], "q1"], there)
    with pytest.raises(WrongColumns, match="no column 1, 2"):
        columns_of(PHQ, (), there)
    frame = lines([1] * 10).with_columns(total_score=pl.lit(1))
    with pytest.raises(WrongColumns, match="total_score already"):
        scored(frame, PHQ, columns_of(PHQ, NAMES, there))


def test_from_parquet_to_parquet_nothing_else_changes(tmp_path: Any) -> None:
    lines([1, *[1] * 9], [2, *[None] * 9]).sink_parquet(tmp_path / "in.parquet")
    frame = opened(tmp_path / "in.parquet")
    written(scored(frame, PHQ, columns_of(PHQ, NAMES, ["who", *NAMES])), tmp_path / "out.parquet")
    out = pl.read_parquet(tmp_path / "out.parquet")
    assert out.columns == ["who", *NAMES, *added(PHQ)]
    assert out.select("who", *NAMES).equals(frame.collect())
    assert out["total_score"].to_list() == [9, None]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.parquet", "out.parquet"]


def test_heavy_libraries_wait_until_they_are_needed() -> None:
    """In a process of its own, for here they are loaded: the program and the web start without them."""
    rooms = "table, reliability, fhir, files, wording, commands"
    look = "print(sorted({'polars', 'numpy', 'fhirpathpy'} & set(sys.modules)))"
    code = f"import django, sys; django.setup(); from kizuna.instruments import {rooms}; {look}"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
