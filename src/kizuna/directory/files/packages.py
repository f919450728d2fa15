"""Reading packages from disk or upload, with limits; writing reports. A file that cannot be read says why."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kizuna.access.viewer import Refused
from kizuna.directory.open_eligibility import tables as taxonomy_tables
from kizuna.directory.unnest import parsed, unnested
from kizuna.frame.sheet import harmless

LARGEST_FILE = 60_000_000
"""Bytes of one table, unpacked."""
LARGEST_PACKAGE = 120_000_000
"""Bytes of all tables together, unpacked."""
LARGEST_UPLOAD = 30_000_000
_TEXTS = frozenset((".csv", ".json", ".ndjson", ".jsonl", ".xml"))
"""Files that are a whole package by themselves."""
MOST_FILES = 200
MOST_COLUMNS = 200
LONGEST_FIELD = 200_000
MOST_LINES = 400
"""Lines that one row may have: more means that a quote was not closed."""
MOST_TORN = 100
"""Rows with a quote that is not closed: more, and nothing in the file can be trusted."""


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
            raise Refused(
                _("%(name)s is not text that can be read. Save it as CSV in UTF-8.") % {"name": name}
            ) from None
    if b"\x00" in data:
        raise Refused(_("%(name)s is not a text file. Save it as CSV in UTF-8.") % {"name": name})
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        loaded.notes.append(_("%(name)s is not UTF-8; it was read as Windows-1252.") % {"name": name})
        return data.decode("cp1252", errors="replace")


def _heading(name: str, row: Sequence[str]) -> list[str]:
    columns = ["_".join(cell.strip().lower().split()) for cell in row]
    if len(columns) > MOST_COLUMNS:
        raise Refused(_("%(name)s has more than %(most)d columns.") % {"name": name, "most": MOST_COLUMNS})
    named = [c for c in columns if c]
    if len(set(named)) < len(named):
        raise Refused(_("%(name)s has two columns with the same name. Give each its own.") % {"name": name})
    return columns


def _separator(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


class _Unclosed(Exception):
    """A quote opened on this row and was not closed in as many lines as a text may have."""


class _Lines:
    """The lines of a table from one on, a few at a time: a row must not take all the rest."""

    def __init__(self, lines: Sequence[str], first: int) -> None:
        self.lines, self.at, self.first = lines, first, first

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.at >= len(self.lines):
            raise StopIteration
        if self.at - self.first >= MOST_LINES:
            raise _Unclosed
        self.at += 1
        return self.lines[self.at - 1]


def _torn(lines: Sequence[str], separator: str) -> bool:
    """Whether the quotes in the lines of one row do not fit: one of them was never closed."""
    try:
        return len(list(csv.reader(lines, delimiter=separator, strict=True))) != 1
    except csv.Error:
        return True


def _read(name: str, lines: list[str], separator: str, refused: list[int]) -> Iterator[list[str]]:
    """The rows of a table, its heading first. A row whose quote is not closed is left out and its line kept
    in `refused`; reading goes on with the line after it.
    """
    source = _Lines(lines, 0)
    reader, width = csv.reader(source, delimiter=separator), 0
    while True:
        source.first = source.at
        try:
            row = next(reader)
            several = source.at - source.first > 1
            torn = several and (
                bool(width and len(row) != width) or _torn(lines[source.first : source.at], separator)
            )
        except StopIteration:
            return
        except (_Unclosed, csv.Error) as error:
            if source.at - source.first < 2:
                said = _("%(name)s cannot be read near line %(line)d: %(why)s.")
                raise Refused(said % {"name": name, "line": source.at, "why": error}) from None
            torn, row = True, []
        if torn:
            refused.append(source.first + 1)
            if len(refused) > MOST_TORN:
                return
            source = _Lines(lines, source.first + 1)
            reader = csv.reader(source, delimiter=separator)
            continue
        width = width or len(row)
        yield row


def _rows(name: str, text: str, loaded: Loaded) -> Iterator[dict[str, str]]:
    csv.field_size_limit(LONGEST_FIELD)
    refused: list[int] = []
    rows = _read(name, list(io.StringIO(text, newline="")), _separator(text), refused)
    wide = 0
    columns = _heading(name, next(rows, []))
    for row in rows:
        if not any(row):
            continue
        wide += len(row) > len(columns)
        cells = [cell[1:] if cell[:1] == "'" and harmless(cell[1:]) == cell else cell for cell in row]
        yield dict(zip(columns, cells + [""] * (len(columns) - len(row)), strict=False))
    if len(refused) > MOST_TORN:
        raise Refused(
            _('%(name)s cannot be read: from line %(line)d on, quotes (") are opened and not closed.')
            % {"name": name, "line": refused[0]}
        )
    for line in refused:
        loaded.notes.append(
            _('%(name)s: a quote (") on line %(line)d is not closed. That row was left out.')
            % {"name": name, "line": line}
        )
    if wide:
        loaded.notes.append(
            ngettext(
                "%(name)s has %(n)d row with more cells than its heading; the rest of it was left out.",
                "%(name)s has %(n)d rows with more cells than its heading; the rest of them was left out.",
                wide,
            )
            % {"name": name, "n": wide}
        )


def _table(name: str, data: bytes, loaded: Loaded) -> None:
    stem = PurePosixPath(name).stem.lower()
    if stem in loaded.tables:
        raise Refused(
            _("There are two files called %(name)s in this package. Leave one out.") % {"name": f"{stem}.csv"}
        )
    loaded.tables[stem] = list(_rows(PurePosixPath(name).name, _text(name, data, loaded), loaded))


def _limited(name: str, stream: BinaryIO, left: int) -> bytes:
    """All of a file, however large it says that it is; refused once it is larger than may be."""
    data = stream.read(min(LARGEST_FILE, left) + 1)
    if len(data) > min(LARGEST_FILE, left):
        raise Refused(
            _("%(name)s is larger than %(most)d MB. Split the package.")
            % {"name": name, "most": LARGEST_FILE // 1_000_000}
        )
    return data


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    found = archive.infolist()
    if len(found) > MOST_FILES:
        raise Refused(
            _("This zip has more than %(most)d files. A package of HSDS has fewer than 40.")
            % {"most": MOST_FILES}
        )
    out = []
    for member in found:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise Refused(_("This zip has a file that points outside of it. It was not read."))
        if member.flag_bits & 1:
            raise Refused(_("This zip has a password. Pack it without one."))
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
        raise Refused(_("This zip is broken and cannot be unpacked (%(why)s).") % {"why": error}) from None


def _done(loaded: Loaded) -> Loaded:
    if not loaded.tables:
        raise Refused(
            _("There are no CSV files in this package. HSDS packages have services.csv and others.")
        )
    return loaded


def load_sent(name: str, stream: BinaryIO, size: int, *, most: int = LARGEST_UPLOAD) -> Loaded:
    """A package that somebody sent: a zip of CSV files, nested JSON or NDJSON, or a taxonomy as XML.

    `most`: bytes, as it lies there.
    """
    if size > most:
        raise Refused(
            _("This file is larger than %(most)d MB. Use `kizuna directory import`.")
            % {"most": most // 1_000_000}
        )
    data = stream.read(most + 1)
    loaded = Loaded(sha256=hashlib.sha256(data).hexdigest())
    ending = PurePosixPath(name).suffix.lower()
    if ending in _TEXTS:
        _whole(name, data, loaded)
        return _done(loaded)
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise Refused(_("This is not a zip file. Pack the CSV files of the package into one zip."))
    _unzip(io.BytesIO(data), loaded)
    return _done(loaded)


def _folder(path: Path, loaded: Loaded) -> None:
    left, digest = LARGEST_PACKAGE, hashlib.sha256()
    files = sorted(p for p in path.rglob("*.csv") if p.is_file())
    if len(files) > MOST_FILES:
        raise Refused(
            _("%(path)s has more than %(most)d CSV files. Name the folder of one package.")
            % {"path": path, "most": MOST_FILES}
        )
    for file in files:
        with file.open("rb") as stream:
            data = _limited(file.name, stream, left)
        left -= len(data)
        digest.update(file.name.encode() + b"\0" + data)
        _table(file.name, data, loaded)
    loaded.sha256 = digest.hexdigest()


def _whole(name: str, data: bytes, loaded: Loaded) -> None:
    """One file that is a whole package: nested services, as one list or one a line; a taxonomy."""
    ending = PurePosixPath(name).suffix.lower()
    if ending == ".csv":
        _table(name, data, loaded)
        return
    text = _text(name, data, loaded)
    try:
        if ending == ".xml":
            loaded.tables = {file: list(map(dict, rows)) for file, rows in taxonomy_tables(text).items()}
            return
        found, odd = parsed(text, lines=ending != ".json")
        loaded.tables = unnested(found)
    except Refused as refused:
        raise Refused(_(str(refused))) from None
    if odd:
        loaded.notes.append(
            _("%(name)s says that it holds %(said)d entries, and holds %(has)d.")
            % {"name": name, "said": odd[0], "has": odd[1]}
        )


def _one_file(path: Path, loaded: Loaded) -> None:
    with path.open("rb") as stream:
        data = _limited(path.name, stream, LARGEST_PACKAGE)
    loaded.sha256 = hashlib.sha256(data).hexdigest()
    _whole(path.name, data, loaded)


def load(path: Path) -> Loaded:
    """A package from disk: a zip, a folder of CSV files, one CSV file, nested JSON or NDJSON, XML.

    Raises Refused with a sentence.
    """
    loaded = Loaded()
    try:
        if path.is_dir():
            _folder(path, loaded)
        elif not path.exists():
            raise Refused(_("There is nothing at %(path)s.") % {"path": path})
        elif path.suffix.lower() in _TEXTS:
            _one_file(path, loaded)
        elif zipfile.is_zipfile(path):
            with path.open("rb") as stream:
                loaded.sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
                stream.seek(0)
                _unzip(stream, loaded)
        else:
            raise Refused(_("%(path)s is neither a zip nor a folder of CSV files.") % {"path": path})
    except OSError as error:
        raise Refused(
            _("%(path)s cannot be read: %(why)s.") % {"path": path, "why": error.strerror}
        ) from None
    return _done(loaded)


def write_table(stream: io.TextIOBase, rows: Iterable[Sequence[str]]) -> None:
    """A table as CSV, for people who open it in a spreadsheet."""
    csv.writer(stream).writerows([harmless(cell) for cell in row] for row in rows)


def save_table(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """The same, into a file. Raises Refused when it cannot be written."""
    try:
        with path.open("w", newline="", encoding="utf-8-sig") as stream:
            write_table(stream, rows)
    except OSError as error:
        raise Refused(
            _("%(path)s cannot be written: %(why)s.") % {"path": path, "why": error.strerror}
        ) from None
