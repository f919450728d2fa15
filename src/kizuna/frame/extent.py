"""How large a table a packed workbook unfolds to, before it does: one cell in the far corner is enough."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

_CELL = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,12})([0-9]{1,12})["']""")
_CUT = 64
"""Bytes that are looked at twice, so that a cell on the edge of two pieces is seen."""
_PIECE = 1 << 20
_ROW = re.compile(rb"<table:table-row\b([^>]*)(?<!/)>(.*?)</table:table-row>", re.DOTALL)
_COLUMN = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*?)(/?)>")
_TIMES = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["']([0-9]{1,9})["']""")
LARGEST_CONTENT = 100_000_000
"""Bytes of the tables of an OpenDocument file, unpacked."""


def extent(data: bytes) -> tuple[int, int]:
    """Rows and columns that the tables of a workbook reach to; ValueError when that cannot be seen."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            if any(name.endswith("workbook.bin") for name in names):
                raise ValueError("a binary workbook")
            if "content.xml" in names:
                return _repeated(archive)
            found = [_corner(archive, name) for name in names]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError) as wrong:
        raise ValueError(type(wrong).__name__) from None
    return max((rows for rows, _columns in found), default=0), max((one for _rows, one in found), default=0)


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    rest = b""
    with archive.open(name) as member:
        while piece := member.read(_PIECE):
            yield rest + piece
            rest = piece[-_CUT:]


def _corner(archive: zipfile.ZipFile, name: str) -> tuple[int, int]:
    """The farthest cell that one part of a workbook names."""
    rows = columns = 0
    for number, piece in enumerate(_pieces(archive, name)):
        if not number and b"\x00" in piece[:4]:
            raise ValueError("letters of two bytes")
        for letters, row in _CELL.findall(piece):
            rows, columns = max(rows, int(row)), max(columns, _column(letters))
    return rows, columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _repeated(archive: zipfile.ZipFile) -> tuple[int, int]:
    """An OpenDocument table: rows and cells that hold something may stand for many."""
    with archive.open("content.xml") as member:
        content = member.read(LARGEST_CONTENT + 1)
    if len(content) > LARGEST_CONTENT or b"\x00" in content[:4]:
        raise ValueError("too much")
    rows = columns = 0
    for attributes, inside in _ROW.findall(content):
        cells = [_times(one) for one, empty in _COLUMN.findall(inside) if not empty or b"value" in one]
        if cells:
            rows += _times(attributes)
            columns = max(columns, sum(cells))
    return rows, columns


def _times(attributes: bytes) -> int:
    found = _TIMES.search(attributes)
    return int(found[1]) if found else 1
