"""Lists of ties and people: what is read, and what is refused with its row and a sentence."""

import json
from pathlib import Path

import pytest

from kizuna.access.viewer import Refused
from kizuna.bonds import edge_list, graphml
from kizuna.bonds.files import read_people, read_ties
from kizuna.bonds.report import report
from kizuna.cli import main

BROKEN = [
    ("", "empty"),
    ("from,to\n", "names no tie"),
    ("x,y,z\n1,2,3\n", "Row 1"),
    ("from,to\na,b\na\n", "Row 3"),
    ("from,to\na,\n", "Row 2"),
    ("from,to\na,b,c\n", "Row 2"),
    ('from,to\na,b\n"c,d\n', "Row 3"),
]
PEOPLE = [
    ("", "empty"),
    ("id,asked\n,yes\n", "Row 2"),
    ("id,asked\na,yes\na,no\n", "Row 3"),
    ("id,asked\na,perhaps\n", "Row 2"),
    ("id,lat\na,200\n", "Row 2"),
    ("id,lat\na,north\n", "Row 2"),
]


@pytest.mark.parametrize(("text", "said"), BROKEN)
def test_a_broken_list_of_ties_is_refused_with_its_row(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "ties.csv"
    file.write_text(text)
    with pytest.raises(Refused, match=said):
        read_ties(file)


@pytest.mark.parametrize(("text", "said"), PEOPLE)
def test_a_broken_list_of_people_is_refused_with_its_row(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(text)
    with pytest.raises(Refused, match=said):
        read_people(file)


def test_other_writing_and_no_file_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "ties.csv"
    file.write_bytes("from,to\na,b\nç,d\n".encode("latin-1"))
    with pytest.raises(Refused, match=r"Row 3.*UTF-8"):
        read_ties(file)
    with pytest.raises(Refused, match="cannot be read"):
        read_ties(tmp_path / "nowhere.csv")


def test_headings_signs_and_doubles_that_others_write(tmp_path: Path) -> None:
    file = tmp_path / "ties.csv"
    for text in ("Source;Target\na;b\n\nb;a\na;a\n", "\ufeffego\talter\na\tb\nb\ta\na\ta\n"):
        file.write_text(text, encoding="utf-8")
        found = read_ties(file)
        assert (found.names, found.rows, found.with_self, len(found.a)) == (("a", "b"), 3, 1, 2)
    file.write_text("town,x,y\n1,a,b\n2,c,d\n")
    assert read_ties(file, columns="x,y", only="town=2").names == ("c", "d")
    with pytest.raises(Refused, match="no columns"):
        read_ties(file, columns="x,z")
    with pytest.raises(Refused, match="no column"):
        read_ties(file, columns="x,y", only="village=2")


def test_people_who_were_not_asked_are_not_observed() -> None:
    edges = edge_list.ties([["from", "to"], ["a", "b"], ["a", "c"]])
    listed = edge_list.people(
        [["id", "asked", "side"], ["a", "yes", "n"], ["b", "", "s"], ["d", "yes", "n"], ["e", "", "s"]]
    )
    summary, header, columns = report(edges, listed, ["side"], seed=1)
    table = {row[0]: dict(zip(header, row, strict=True)) for row in zip(*columns, strict=True)}
    states = {name: row["state"] for name, row in table.items()}
    assert states == {"a": "observed", "b": "observed", "c": "named", "d": "observed", "e": "not observed"}
    assert [table[name]["isolated"] for name in "abcde"] == ["no", "no", "no", "yes", None]
    assert summary["isolation"]["rate"]["value"] == pytest.approx(1 / 3)
    assert summary["isolation"]["not_observed"] == 1
    assert summary["mixing"]["side"]["bridging"] == 1


def test_graphml_that_was_written_is_read_again() -> None:
    ties = [("a", "b", "friend", "practical", "", "2", "", "week"), ("b", "c & d", "family", *[""] * 5)]
    text = "".join(graphml.written(["a", "b", "c & d"], ties))
    assert list(graphml.rows(text)) == [["from", "to", "kind", *edge_list.DETAILS], *map(list, ties)]
    assert edge_list.ties(graphml.rows(text)).details["seen"] == ["week", ""]
    for broken, said in (("<graphml>", "Row 1"), ("<!DOCTYPE x><a/>", "document type")):
        with pytest.raises(Refused, match=said):
            list(graphml.rows(broken))


def test_the_quick_reader_reads_what_the_patient_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("polars")
    file = tmp_path / "ties.csv"
    for text in (
        "from,to\n7,12\n12,7\n-3,7\n",
        "from,to\n7,07\n7,8\n",
        "from,to\na, b\nb,c\n",
        "from,to\na,\n",
    ):
        file.write_text(text)
        read = []
        for large in (10**9, 0):
            monkeypatch.setattr("kizuna.bonds.files.reading.LARGE", large)
            try:
                found = read_ties(file)
                pairs = {(found.names[x], found.names[y]) for x, y in zip(found.a, found.b, strict=True)}
                read.append((pairs, set(found.names), found.rows, found.with_self))
            except Refused as refused:
                read.append(str(refused))
        assert read[0] == read[1]


def test_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edges, people, out = (tmp_path / name for name in ("ties.csv", "people.csv", "out.csv"))
    edges.write_text("from,to,kind\na,b,friend\nb,c,family\na,c,friend\nc,d,neighbour\n")
    people.write_text("id,asked,side\n" + "".join(f"{name},yes,{name in 'ab'}\n" for name in "abcde"))
    asked = ["bonds", "measure", str(edges), "--people", str(people), "--by", "side", "--out", str(out)]
    assert main([*asked, "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert (summary["people"], summary["ties"], summary["cut_points"]) == (5, 4, 1)
    assert summary["isolation"]["rate"]["value"] == 0.2
    assert summary["ties_by_kind"] == {"family": 1, "friend": 2, "neighbour": 1}
    assert out.read_text().splitlines()[0].startswith("person,state,ties,isolated,constraint")
    assert len(out.read_text().splitlines()) == 6
    assert main(asked) == 0
    assert "cut points: 1" in capsys.readouterr().out
    edges.write_text("from,to\na,b\na\n")
    assert main(asked) == 2
    assert "Row 3" in capsys.readouterr().err
    edges.write_text("from,to\na,b\n")
    assert main([*asked, "--by", "nothing"]) == 2
