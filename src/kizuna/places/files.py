"""Reading tables of postcodes from disk, row by row, and files of areas."""

import csv
import hashlib
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, Literal

from kizuna.access.viewer import Refused
from kizuna.places.geojson import MOST_BYTES

_SNIFFED = 64 * 1024


def open_file(path: Path) -> BinaryIO:
    """The file, or a sentence when it cannot be opened."""
    try:
        return path.open("rb")
    except OSError as wrong:
        raise Refused(f"{path} cannot be read: {wrong.strerror or wrong}.") from None


def sha256_of(path: Path) -> str:
    """The fingerprint of a file, read in parts."""
    with open_file(path) as file:
        found = hashlib.sha256()
        while part := file.read(1 << 20):
            found.update(part)
        return found.hexdigest()


def lines(path: Path) -> Iterator[list[str]]:
    """The rows of a table: comma, semicolon or tab, UTF-8 or else Latin 1; one row in memory at a time."""
    with open_file(path) as file:
        start = file.read(_SNIFFED)
        file.seek(0)
        text = TextIOWrapper(file, encoding=_encoding(start), newline="")
        first = start.split(b"\n", 1)[0].decode("latin-1")
        between = max("\t;,", key=first.count)
        quote = None if between == "\t" else '"'
        quoting: Literal[0, 3] = csv.QUOTE_NONE if quote is None else csv.QUOTE_MINIMAL
        try:
            yield from csv.reader(text, delimiter=between, quotechar=quote, quoting=quoting)
        except (csv.Error, UnicodeDecodeError) as wrong:
            raise Refused(f"{path.name} is not a table that can be read: {wrong}.") from None


def _encoding(start: bytes) -> str:
    """UTF-8 when the start is, a letter that the cut went through apart; else Latin 1."""
    try:
        start[: start.rfind(b"\n") + 1 or None].decode("utf-8-sig")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8-sig"


def areas(path: Path) -> bytes:
    """The bytes of a file of areas; refused before reading when it is too large."""
    with open_file(path) as file:
        raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise Refused(f"{path.name} is larger than {MOST_BYTES // 10**6} MB. Cut it in parts.")
    return raw
