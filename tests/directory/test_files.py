"""Files from outside, good and hostile: read safely, or refused with a sentence."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.viewer import Refused
from kizuna.directory import files

SERVICES = "id,name\n1,Lunch\n"


def zipped(members: dict[str, str | bytes], **how: int) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression=zipfile.ZIP_DEFLATED, **how) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    out.seek(0)
    return out


def upload(members: dict[str, str | bytes]) -> files.Loaded:
    stream = zipped(members)
    return files.load_sent("a.zip", stream, len(stream.getvalue()))


def test_a_zip_with_folders() -> None:
    found = upload(
        {"data/services.csv": SERVICES, "datapackage.json": "{}", "__MACOSX/data/._services.csv": "x"}
    )
    assert found.tables == {"services": [{"id": "1", "name": "Lunch"}]}
    assert len(found.sha256) == 64


def test_a_folder_a_zip_and_a_single_file(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "services.csv").write_text(SERVICES)
    (tmp_path / "package.zip").write_bytes(zipped({"services.csv": SERVICES}).getvalue())
    for name in ("package", "package.zip", "package/services.csv"):
        assert files.load(tmp_path / name).tables == {"services": [{"id": "1", "name": "Lunch"}]}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("name\nCafé\n".encode("utf-8-sig"), "Café"),
        ("name\nCafé\n".encode("utf-16"), "Café"),
        ("name\nCafé\n".encode("cp1252"), "Café"),
        ("Name;other\nCafé;1\n".encode(), "Café"),
        (b"name\tother\r\nCaf\xc3\xa9\t1\r\n", "Café"),
    ],
)
def test_encodings_and_separators(data: bytes, expected: str) -> None:
    assert upload({"services.csv": data}).tables["services"][0]["name"] == expected


def test_what_was_odd_is_said() -> None:
    found = upload({"services.csv": "name\nCafé\n".encode("cp1252"), "phones.csv": "a,b\n1,2,3\n\n4\n"})
    assert len(found.notes) == 2
    assert found.tables["phones"] == [{"a": "1", "b": "2"}, {"a": "4", "b": ""}]


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"../services.csv": SERVICES}, "points outside"),
        ({"/etc/services.csv": SERVICES}, "points outside"),
        ({"a\\..\\..\\services.csv": SERVICES}, "points outside"),
        ({"a/services.csv": SERVICES, "b/Services.csv": SERVICES}, "two files called services.csv"),
        ({"services.csv": b"id\x00,name\n"}, "not a text file"),
        ({"services.csv": b"\xff\xfea"}, "not text that can be read"),
        ({"services.csv": "id,id\n1,2\n"}, "two columns with the same name"),
        ({"services.csv": ",".join(f"c{n}" for n in range(300)) + "\n"}, "more than 200 columns"),
        ({"services.csv": "name\n" + "x" * (files.LONGEST_FIELD + 1)}, "cannot be read near line"),
        ({"readme.txt": "hello"}, "no CSV files"),
        ({f"{n}.csv": "" for n in range(201)}, "more than 200 files"),
    ],
)
def test_hostile_packages_are_refused_with_a_sentence(members: dict[str, str | bytes], words: str) -> None:
    with pytest.raises(Refused, match=words):
        upload(members)


def test_a_bomb_is_refused_before_it_goes_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.packages, "LARGEST_FILE", 1_000_000)
    with pytest.raises(Refused, match="larger than 1 MB"):
        upload({"services.csv": b"0" * 50_000_000})
    monkeypatch.setattr(files.packages, "LARGEST_PACKAGE", 1_500_000)
    with pytest.raises(Refused, match="larger than"):
        upload({"a.csv": b"x\n" + b"0" * 900_000, "b.csv": b"x\n" + b"0" * 900_000})


def test_a_zip_that_lies_about_its_size() -> None:
    whole = bytearray(zipped({"services.csv": SERVICES * 1000}).getvalue())
    at = whole.rfind(b"PK\x01\x02")
    whole[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with pytest.raises(Refused, match=r"broken|cannot be read"):
        files.load_sent("a.zip", io.BytesIO(bytes(whole)), len(whole))
    encrypted = bytearray(zipped({"services.csv": SERVICES}).getvalue())
    encrypted[encrypted.rfind(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Refused, match="password"):
        files.load_sent("a.zip", io.BytesIO(bytes(encrypted)), len(encrypted))


def test_what_is_no_package(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    for path in (tmp_path / "a.pdf", tmp_path / "nowhere", tmp_path):
        with pytest.raises(Refused):
            files.load(path)
    with pytest.raises(Refused, match="not a zip"):
        files.load_sent("a.zip", io.BytesIO(b"%PDF"), 4)
    with pytest.raises(Refused, match="larger than 30 MB"):
        files.load_sent("a.zip", io.BytesIO(b""), files.LARGEST_UPLOAD + 1)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for attempt in (
        lambda: upload({"services.csv": data}),
        lambda: files.load_sent("a.zip", io.BytesIO(data), len(data)),
    ):
        try:
            assert attempt().tables
        except Refused as refused:
            assert str(refused).endswith(".")


def test_no_cell_of_a_report_is_a_formula(tmp_path: Path) -> None:
    files.save_table(tmp_path / "report.csv", [("=1+1", "-2", "@x", "plain")])
    assert (tmp_path / "report.csv").read_text("utf-8-sig").strip() == "'=1+1,'-2,'@x,plain"
    with pytest.raises(Refused, match="cannot be written"):
        files.save_table(tmp_path / "no" / "such" / "folder.csv", [])


@pytest.mark.parametrize(
    ("text", "names", "lines"),
    [
        ('id,name\n1,A\n2,"B\n3,C\n4,D\n', ["A", "C", "D"], [3]),
        ('id,name\n1,A\n2,"B\n3,C\n4,"D"\n5,E\n', ["A", "C", "D", "E"], [3]),
        ('id,name\n1,"A\n2,"B\n3,C\n', ["C"], [2, 3]),
        ('id,name\n1,"A\nof two lines"\n2,B\n', ["A\nof two lines", "B"], []),
        ('id,name\n1,A\n2,"B\n' + "3,C\n" * 1000, ["A"] + ["C"] * 1000, [3]),
    ],
)
def test_a_quote_that_is_not_closed_takes_one_row_and_not_the_rest(
    text: str, names: list[str], lines: list[int]
) -> None:
    found = upload({"services.csv": text})
    assert [row["name"] for row in found.tables["services"]] == names
    assert [note.split("line ")[1].split()[0] for note in found.notes] == [str(line) for line in lines]


def test_a_file_of_quotes_that_are_not_closed_is_refused_by_its_line() -> None:
    with pytest.raises(Refused, match="from line 2 on"):
        upload({"services.csv": "id,name\n" + '1,"A\n' * 2000})
