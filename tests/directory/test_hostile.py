"""A file that means harm is refused with a sentence, or mended and listed; nothing of it stays behind."""

import io
import json
import resource
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kizuna import cli
from kizuna.access.viewer import Refused
from kizuna.directory import files
from kizuna.directory.models import Service
from kizuna.directory.open_eligibility import tables as levels
from kizuna.directory.package import read
from tests.directory.packages import bring_in
from tests.directory.test_import import everything

SERVICES = "id,name,status\n1,Lunch,active\n"
ROOM = 400_000
"""Kilobytes that reading may take beyond what was taken before."""


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def huge(path: Path) -> Path:
    """Ten gigabytes that take no room on the disk."""
    with path.open("wb") as stream:
        stream.write(SERVICES.encode())
        stream.truncate(10_000_000_000)
    return path


def bomb(path: Path) -> Path:
    path.write_bytes(packed({"services.csv": SERVICES.encode() + b"0" * 70_000_000}))
    return path


def plain(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


HOSTILE: dict[str, Any] = {
    "ten_gigabytes.csv": (huge, "is larger than 60 MB"),
    "bomb.zip": (bomb, "is larger than 60 MB"),
    "outside.zip": (lambda p: plain(p, packed({"../services.csv": SERVICES.encode()})), "points outside"),
    "field.csv": (lambda p: plain(p, b"id,name\n1," + b"x" * 300_000), "cannot be read near line"),
    "binary.csv": (lambda p: plain(p, b"id,name\x00\n"), "not a text file"),
    "deep.json": (lambda p: plain(p, b'[{"services":' * 50_000), "nested more deeply"),
    "deep_enough.json": (
        lambda p: plain(p, b'{"id":"1","name":"a","x":' + b"[" * 40 + b"]" * 40 + b"}"),
        "nested more deeply",
    ),
    "torn.json": (lambda p: plain(p, b'[{"id": "1"'), "not JSON"),
    "laughs.xml": (lambda p: plain(p, b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "declares entities"),
    "torn.xml": (lambda p: plain(p, b"<taxonomy><top_level>"), "not XML"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_with_a_sentence_and_leaves_nothing(name: str, tmp_path: Path, capsys: Any) -> None:
    make, sentence = HOSTILE[name]
    path = make(tmp_path / name)
    before, room = everything(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert cli.main(["directory", "import", str(path), "--source", "hostile"]) != 0
    said = " ".join(capsys.readouterr().err.split())
    assert sentence in said
    assert "Traceback" not in said
    assert everything() == before
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - room < ROOM


@pytest.mark.parametrize(
    "data",
    [SERVICES.encode("utf-8-sig"), SERVICES.encode("utf-16"), SERVICES.replace("n", "ñ").encode("cp1252")],
)
def test_another_encoding_is_read_or_named(tmp_path: Path, data: bytes) -> None:
    found = files.load(plain(tmp_path / "services.csv", data))
    assert found.tables["services"][0]["id"] == "1"
    assert bool(found.notes) == (b"\xf1" in data)


def test_terms_in_a_circle_are_cut_once_and_named() -> None:
    terms = [
        {"id": a, "name": a, "parent_id": b} for a, b in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"))
    ]
    found = read({"taxonomy_terms": terms}, source="here")
    tops = [r.foreign_id for r in found.records["taxonomy_term"] if r.values["parent_id"] is None]
    assert tops == ["a"]
    assert [f.problem for f in found.findings] == ["what stands above it leads back to it"]


@pytest.mark.django_db
def test_two_rows_with_one_id_are_both_there_and_named() -> None:
    rows = [{"id": "1", "name": "Lunch"}, {"id": "1", "name": "Supper"}, {"id": "1", "name": "Lunch"}]
    done = bring_in({"services": rows})
    assert {row.name for row in Service.objects.all()} == {"Lunch", "Supper"}
    assert [f.problem for f in done.findings] == [
        "this id is used twice; both rows are kept",
        "the same row again",
    ]


def test_what_a_table_says_was_kept_cannot_break_out(tmp_path: Path) -> None:
    more = {"written": {"url": [None, "javascript:alert(1)"], "name": "x"}, "keys": [], "id": "no id"}
    rows = [
        {"id": "1", "name": "Lunch", "x_kizuna_more": json.dumps(more)},
        {"id": "2", "name": "Supper", "x_kizuna_more": "[" * 9000},
    ]
    one, two = read({"services": rows}, source="here").records["service"]
    assert one.more == {"written": {"url": [None, "javascript:alert(1)"]}}
    assert two.more is None


def test_a_taxonomy_without_levels_is_none() -> None:
    with pytest.raises(Refused, match="no taxonomy"):
        levels("<taxonomy/>")
