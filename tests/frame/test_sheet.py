"""Lists that people bring: any program, any separator, and nothing that harms."""

import datetime
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from kizuna.access.viewer import Refused
from kizuna.frame import sheet, uploads
from kizuna.frame.extent import extent
from kizuna.frame.sheet import as_csv, as_text, clean, read_sheet


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_separator(separator: str) -> None:
    found = read_sheet(f"Name{separator}Born\nAna{separator}1950\n".encode())
    assert found.columns == ("Name", "Born")
    assert found.rows[0].cells == ("Ana", "1950")


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_letters_of_the_world(coding: str) -> None:
    found = read_sheet("الاسم,姓名\nفاطمة,王小明\n".encode(coding))
    assert found.columns == ("الاسم", "姓名")
    assert found.rows[0].cells == ("فاطمة", "王小明")


def test_a_row_has_the_number_that_the_spreadsheet_shows() -> None:
    found = read_sheet(b"Name\n\nAna\n\n\nBo\n")
    assert [(row.number, row.cells) for row in found.rows] == [(3, ("Ana",)), (6, ("Bo",))]


def test_short_and_long_rows() -> None:
    found = read_sheet(b"a,b,c\n1\n1,2,3,4\n")
    assert [row.cells for row in found.rows] == [("1", "", ""), ("1", "2", "3")]


def test_excel_with_typed_cells() -> None:
    content = workbook(
        ["Name", "Phone", "Born", "Alone", "Seen"],
        ["Zoë", 13055550123, datetime.date(1950, 2, 1), True, datetime.datetime(2026, 3, 1, 14, 30)],
        [None, None, None, None, None],
        ["Bo", 1.5, None, False, datetime.datetime(2026, 3, 1)],
    )
    found = read_sheet(content)
    assert found.rows[0].cells == ("Zoë", "13055550123", "1950-02-01", "yes", "2026-03-01 14:30")
    assert found.rows[1].number == 4
    assert found.rows[1].cells == ("Bo", "1.5", "", "no", "2026-03-01")


def test_a_formula_is_not_run_in_either_direction() -> None:
    assert read_sheet(b"Name\n=1+1\n").rows[0].cells == ("=1+1",)
    assert as_csv([["=1+1", "-2", "+3", "@x", "fine"]]) == "\ufeff'=1+1,'-2,'+3,'@x,fine\r\n"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n",
        b"Name\n",
        b"\x00\x01\x02",
        b"PK\x03\x04 and no zip",
        b"\xd0\xcf\x11\xe0 and no Excel",
        "Name\nJosé".encode("latin-1"),
        b"\xff\xfea",
        b'a,b\n"' + b"x" * 300_000,
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(Refused, match=r"[.]$"):
        read_sheet(content)


def test_too_many_rows_and_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MOST_ROWS", 2)
    with pytest.raises(Refused, match="rows"):
        read_sheet(b"a\n1\n2\n3\n")
    with pytest.raises(Refused, match="columns"):
        read_sheet(",".join("a" * 101).encode() + b"\n1\n")


def test_a_bomb_is_measured_before_it_goes_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "UNPACKED", 1_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 3_000_000)
    with pytest.raises(Refused, match="unpacks"):
        read_sheet(out.getvalue())


def test_a_locked_workbook_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("nothing.txt", "of use")
    with pytest.raises(Refused, match="cannot be opened"):
        read_sheet(out.getvalue())


@given(st.binary(max_size=400))
def test_no_bytes_break_it(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"a,b\n"):
        try:
            read_sheet(start + content)
        except Refused as refused:
            assert str(refused)


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_cells_come_back_as_they_went(cells: list[str]) -> None:
    written = as_csv([["x"] * len(cells), ["start", *cells]]).encode("utf-8", "replace")
    if any(sheet.harmless(c) != c or "\ufffd" in c or clean(c) != c or "\r" in c for c in cells):
        return
    found = read_sheet(written)
    assert found.rows[0].cells == ("start", *cells)[: len(cells)]


def test_typed_cells_become_text() -> None:
    assert as_text(3.0) == "3"
    assert as_text(1e20) == "1e+20"
    assert as_text(datetime.time(9, 30)) == "09:30:00"


def _workbook(columns: str, row: int) -> bytes:
    """A workbook whose last cell lies far out."""
    book = Workbook()
    assert book.active is not None
    book.active["A1"], book.active[f"{columns}{row}"] = "Name", "x"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _open_document(rows: int, columns: int) -> bytes:
    kind = f'office:value-type="string" table:number-columns-repeated="{columns}"'
    cell = f"<table:table-cell {kind}><text:p>x</text:p></table:table-cell>"
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    spaces = "".join(
        f' xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"'
        for each in ("office", "table", "text")
    )
    content = (
        f"<office:document-content{spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="A">{row}{empty}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return out.getvalue()


def test_how_far_a_table_reaches_is_known_before_it_unfolds() -> None:
    """A few bytes would fill the memory and end the program: nothing catches that."""
    assert extent(_workbook("XFD", 1_048_576)) == (1_048_576, 16_384)
    assert extent(_open_document(1_000_000, 16_000)) == (1_000_000, 16_000)
    for far in (_workbook("XFD", 1_048_576), _open_document(1_000_000, 16_000)):
        with pytest.raises(Refused, match="more than 100 columns"):
            read_sheet(far)
    assert read_sheet(_workbook("C", 40)).rows[0].number == 40
    assert len(read_sheet(_open_document(40, 3)).rows) == 39
