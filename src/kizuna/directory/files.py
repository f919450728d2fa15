"""Reading packages from disk or upload, with limits; writing reports. A file that cannot be read says why."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from kizuna.access.viewer import Refused

LARGEST_FILE = 60_000_000
"""Bytes of one table, unpacked."""
LARGEST_PACKAGE = 120_000_000
"""Bytes of all tables together, unpacked."""
LARGEST_UPLOAD = 30_000_000
MOST_FILES = 200
MOST_COLUMNS = 200
LONGEST_FIELD = 200_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass
class Loaded:
    """The tables of a package as text, by file name without its ending; what was odd about the files."""

    tables: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    sha256: str = ""
    notes: list[str] = field(default_factory=list)


def _text(name: str, data: bytes, loaded: Loaded) -> str:
    """Bytes as text: UTF-8, UTF-16 with its mark, else Windows-1252, which is then said."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise Refused(f"{name} is not text that can be read. Save it as CSV in UTF-8.") from None
    if b"\x00" in data:
        raise Refused(f"{name} is not a text file. Save it as CSV in UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        loaded.notes.append(f"{name} is not UTF-8; it was read as Windows-1252.")
        return data.decode("cp1252", errors="replace")


def _heading(name: str, row: Sequence[str]) -> list[str]:
    columns = ["_".join(cell.strip().lower().split()) for cell in row]
    if len(columns) > MOST_COLUMNS:
        raise Refused(f"{name} has more than {MOST_COLUMNS} columns.")
    named = [c for c in columns if c]
    if len(set(named)) < len(named):
        raise Refused(f"{name} has two columns with the same name. Give each its own.")
    return columns


def _separator(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _rows(name: str, text: str, loaded: Loaded) -> Iterator[dict[str, str]]:
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    wide = 0
    try:
        columns = _heading(name, next(reader, []))
        for row in reader:
            if not any(row):
                continue
            wide += len(row) > len(columns)
            yield dict(zip(columns, row + [""] * (len(columns) - len(row)), strict=False))
    except csv.Error as error:
        raise Refused(f"{name} cannot be read near line {reader.line_num}: {error}.") from None
    if wide:
        loaded.notes.append(
            f"{name} has {wide} rows with more cells than its heading; the rest was left out."
        )


def _table(name: str, data: bytes, loaded: Loaded) -> None:
    stem = PurePosixPath(name).stem.lower()
    if stem in loaded.tables:
        raise Refused(f"There are two files called {stem}.csv in this package. Leave one out.")
    loaded.tables[stem] = list(_rows(PurePosixPath(name).name, _text(name, data, loaded), loaded))


def _limited(name: str, stream: BinaryIO, left: int) -> bytes:
    """All of a file, however large it says that it is; refused once it is larger than may be."""
    data = stream.read(min(LARGEST_FILE, left) + 1)
    if len(data) > min(LARGEST_FILE, left):
        raise Refused(f"{name} is larger than {LARGEST_FILE // 1_000_000} MB. Split the package.")
    return data


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    found = archive.infolist()
    if len(found) > MOST_FILES:
        raise Refused(f"This zip has more than {MOST_FILES} files. A package of HSDS has fewer than 40.")
    out = []
    for member in found:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise Refused("This zip has a file that points outside of it. It was not read.")
        if member.flag_bits & 1:
            raise Refused("This zip has a password. Pack it without one.")
        if path.suffix.lower() == ".csv" and "__MACOSX" not in path.parts and not member.is_dir():
            out.append(member)
    return out


def _unzip(stream: BinaryIO, loaded: Loaded) -> None:
    left = LARGEST_PACKAGE
    try:
        with zipfile.ZipFile(stream) as archive:
            for member in _members(archive):
                with archive.open(member) as inside:
                    data = _limited(member.filename, inside, left)  # type: ignore[arg-type]
                left -= len(data)
                _table(member.filename, data, loaded)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError) as error:
        raise Refused(f"This zip is broken and cannot be unpacked ({error}).") from None


def _done(loaded: Loaded) -> Loaded:
    if not loaded.tables:
        raise Refused("There are no CSV files in this package. HSDS packages have services.csv and others.")
    return loaded


def load_upload(stream: BinaryIO, size: int) -> Loaded:
    """A package that somebody sent: a zip of CSV files."""
    if size > LARGEST_UPLOAD:
        raise Refused(
            f"This file is larger than {LARGEST_UPLOAD // 1_000_000} MB. Use `kizuna directory import`."
        )
    loaded = Loaded(sha256=hashlib.sha256(stream.read()).hexdigest())
    stream.seek(0)
    if not zipfile.is_zipfile(stream):
        raise Refused("This is not a zip file. Pack the CSV files of the package into one zip.")
    stream.seek(0)
    _unzip(stream, loaded)
    return _done(loaded)


def _folder(path: Path, loaded: Loaded) -> None:
    left, digest = LARGEST_PACKAGE, hashlib.sha256()
    files = sorted(p for p in path.rglob("*.csv") if p.is_file())
    if len(files) > MOST_FILES:
        raise Refused(f"{path} has more than {MOST_FILES} CSV files. Name the folder of one package.")
    for file in files:
        with file.open("rb") as stream:
            data = _limited(file.name, stream, left)
        left -= len(data)
        digest.update(file.name.encode() + b"\0" + data)
        _table(file.name, data, loaded)
    loaded.sha256 = digest.hexdigest()


def load(path: Path) -> Loaded:
    """A package from disk: a zip, a folder of CSV files, or one CSV file. Raises Refused with a sentence."""
    loaded = Loaded()
    try:
        if path.is_dir():
            _folder(path, loaded)
        elif not path.exists():
            raise Refused(f"There is nothing at {path}.")
        elif path.suffix.lower() == ".csv":
            with path.open("rb") as stream:
                data = _limited(path.name, stream, LARGEST_PACKAGE)
            loaded.sha256 = hashlib.sha256(data).hexdigest()
            _table(path.name, data, loaded)
        elif zipfile.is_zipfile(path):
            with path.open("rb") as stream:
                loaded.sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
                stream.seek(0)
                _unzip(stream, loaded)
        else:
            raise Refused(f"{path} is neither a zip nor a folder of CSV files.")
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from None
    return _done(loaded)


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def write_table(stream: io.TextIOBase, rows: Iterable[Sequence[str]]) -> None:
    """A table as CSV, for people who open it in a spreadsheet."""
    csv.writer(stream).writerows([harmless(cell) for cell in row] for row in rows)


def save_table(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """The same, into a file. Raises Refused when it cannot be written."""
    try:
        with path.open("w", newline="", encoding="utf-8-sig") as stream:
            write_table(stream, rows)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.") from None
