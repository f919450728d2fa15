"""`kizuna directory export`: the public directory into files that other programs read."""

import csv
import io
import json
import os
import zipfile
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TextIO

from django.conf import settings
from rich.console import Console

from kizuna.access.command import Command
from kizuna.access.viewer import SYSTEM, Refused
from kizuna.directory import queries
from kizuna.directory.asked import Asked
from kizuna.directory.packing import FILES, cells, columns, description
from kizuna.directory.standard import Entity
from kizuna.frame.figures import counted
from kizuna.frame.sheet import harmless

FORMATS: dict[str, queries.Profile] = {"hsds-3.1": "hsds", "oruk-3.0": "oruk"}
_LINES = {".ndjson", ".jsonl"}
_VIEWER = SYSTEM("kizuna directory export")


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--format", choices=(*FORMATS, "csv"), default="hsds-3.1", help="HSDS, its UK profile, or tables"
    )
    parser.add_argument(
        "dest", type=Path, help="a .json or .ndjson file; for csv a folder, or a file that ends in .zip"
    )


def _whole(dest: Path, write: Callable[[Path], int]) -> int:
    """Write beside it and swap: whoever reads `dest` sees the old or the new, never a half."""
    beside = dest.with_name(f".{dest.name}.{os.getpid()}")
    try:
        number = write(beside)
        beside.replace(dest)
    finally:
        beside.unlink(missing_ok=True)
    return number


def _services(profile: queries.Profile) -> Iterator[Entity]:
    return queries.streamed(_VIEWER, "services", Asked(full=True), profile=profile)


def _nested(dest: Path, profile: queries.Profile) -> int:
    """Services in full: one a line, or as one list."""
    lines, number = dest.suffix.lower() in _LINES, 0

    def write(path: Path) -> int:
        nonlocal number
        with path.open("w", encoding="utf-8") as out:
            out.write("" if lines else "[")
            for each in _services(profile):
                out.write("" if lines else ",\n" if number else "\n")
                out.write(json.dumps(each, ensure_ascii=False) + ("\n" if lines else ""))
                number += 1
            out.write("" if lines else "\n]\n")
        return number

    return _whole(dest, write)


def _table(out: TextIO, table: str, rows: Iterable[Entity]) -> int:
    writer, number = csv.writer(out), 0
    writer.writerow(columns(table))
    for row in rows:
        writer.writerow([harmless(cell) for cell in cells(table, row)])
        number += 1
    return number


def _described() -> str:
    return json.dumps(description(settings.SITE_NAME), indent=2, ensure_ascii=False) + "\n"


def _zip(path: Path) -> int:
    written = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", _described())
        for table, file in FILES.items():
            with archive.open(file, "w") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as out:
                written[table] = _table(out, table, queries.table_rows(_VIEWER, table))
    return written["service"]


def _folder(dest: Path) -> int:
    dest.mkdir(parents=True, exist_ok=True)
    written = {}
    for table, file in FILES.items():

        def write(path: Path, table: str = table) -> int:
            with path.open("w", encoding="utf-8", newline="") as out:
                return _table(out, table, queries.table_rows(_VIEWER, table))

        written[table] = _whole(dest / file, write)
    _whole(dest / "datapackage.json", lambda path: path.write_text(_described(), encoding="utf-8"))
    return written["service"]


def _exported(dest: Path, form: str) -> int:
    if form in FORMATS:
        if dest.suffix.lower() not in {".json", *_LINES}:
            raise Refused("Name a file that ends in .json or .ndjson.")
        return _nested(dest, FORMATS[form])
    if dest.suffix.lower() == ".zip":
        return _whole(dest, _zip)
    if dest.is_file():
        raise Refused("Name a folder, or a file that ends in .zip: a package has many tables.")
    return _folder(dest)


def _run(options: Namespace) -> int:
    try:
        number = _exported(options.dest, options.format)
    except OSError as error:
        raise Refused(f"{options.dest} cannot be written: {error.strerror}.") from None
    Console().print(f"{counted(number, 'service', 'services')} written to {options.dest}.", markup=False)
    return 0


COMMAND = Command(
    "directory export", "Write the directory as HSDS 3.1, Open Referral UK 3.0 or CSV.", _run, _arguments
)
