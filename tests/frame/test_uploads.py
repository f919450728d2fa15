"""A file is what it says it is, small enough, and stays small when it is unpacked."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.viewer import Refused
from kizuna.frame import uploads
from kizuna.frame.uploads import checked

ALL = frozenset({"csv", "xlsx", "zip", "json"})


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


SHEET = packed(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("people.csv", "name,phone\nZoë,1\n".encode(), "csv"),
        ("people.CSV", "name\nZoë\n".encode("utf-16"), "csv"),
        ("areas.geojson", b'\xef\xbb\xbf{"type": "x"}', "json"),
        ("people.xlsx", SHEET, "xlsx"),
        ("package.zip", packed(**{"services.csv": b"id\n1\n"}), "zip"),
    ],
)
def test_real_files_pass(name: str, data: bytes, kind: str) -> None:
    assert checked(name, data, allowed=ALL) == kind


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("people.exe", b"MZ"),
        ("people", b"a,b"),
        ("people.csv.html", b"<script>"),
        ("people.csv", b"\x7fELF\x00\x00"),
        ("people.xlsx", b"name,phone"),
        ("people.xlsx", packed(**{"a.csv": b"1"})),
        ("people.xlsx", packed(**{"[Content_Types].xml": b"x", "xl/vbaProject.bin": b"x"})),
        ("people.xlsx", packed(**{"[Content_Types].xml": b'<!DOCTYPE x [<!ENTITY a "b">]>'})),
        ("people.json", b"<html>"),
        ("package.zip", packed(**{"../../etc/cron": b"x"})),
        ("package.zip", packed(**{"/etc/cron": b"x"})),
        ("package.zip", packed(**{"C:/x": b"x"})),
        ("package.zip", b"PK\x03\x04 and then nothing"),
        ("package.zip", SHEET[:-30]),
    ],
)
def test_what_is_something_else_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(Refused):
        checked(name, data, allowed=ALL)


def test_a_kind_that_is_not_asked_for_is_refused() -> None:
    with pytest.raises(Refused):
        checked("package.zip", packed(a=b"1"), allowed=frozenset({"csv"}))


def test_a_bomb_is_found_before_it_is_unpacked() -> None:
    bomb = packed(**{"a.csv": b"0" * (5 * uploads.MB)})
    assert len(bomb) < 10_000
    with pytest.raises(Refused, match="unpacks to too much"):
        checked("package.zip", bomb, allowed=ALL)


def test_many_files_and_many_bytes_are_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="unpacks to too much"):
        checked("package.zip", packed(**{f"{n}.csv": b"1" for n in range(1001)}), allowed=ALL)
    monkeypatch.setattr(uploads, "UNPACKED", 100)
    with pytest.raises(Refused, match="unpacks to too much"):
        checked("package.zip", packed(**{"a.csv": b"x" * 101}), allowed=ALL)
    monkeypatch.setitem(uploads.LARGEST, "csv", 10)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="too large"):
        checked("people.csv", b"x" * 11, allowed=ALL)


def test_a_table_of_contents_that_lies_is_found() -> None:
    honest = packed(**{"a.csv": bytes(range(256)) * 40})
    size = (256 * 40).to_bytes(4, "little")
    lying = honest.replace(size, (5).to_bytes(4, "little"))
    with pytest.raises(Refused):
        checked("package.zip", lying, allowed=ALL)


@given(st.binary(max_size=300), st.sampled_from(["a.zip", "a.xlsx", "a.csv", "a.json"]))
def test_nonsense_is_taken_or_refused_and_never_another_error(data: bytes, name: str) -> None:
    for sent in (data, b"PK" + data, SHEET[: len(data)] + data, SHEET + data):
        try:
            checked(name, sent, allowed=ALL)
        except Refused:
            continue
