"""`kizuna directory import`: a package from disk or from the web into the directory."""

import io
import json
import re
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

from kizuna.access.command import Command
from kizuna.access.viewer import SYSTEM, Refused
from kizuna.directory import files, gateways
from kizuna.directory.actions import import_package
from kizuna.directory.package import Package, read
from kizuna.directory.report import Imported, lines
from kizuna.frame.figures import counted
from kizuna.places.geometry import Box
from kizuna.places.queries import box_of_all

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_VIEWER = SYSTEM("kizuna directory import")
_COLUMNS = ("read", "kept", "merged", "refused", "new", "changed", "gone")


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "path",
        metavar="FILE-OR-URL",
        help="a zip or a folder of CSV tables (HSDS 1.0 to 3.1), nested .json or .ndjson, a taxonomy as "
        ".xml; or the web address of such a file, or of the services of an HSDS API",
    )
    parser.add_argument("--source", default="", help="short name of where it comes from, the same each time")
    parser.add_argument(
        "--within", default="", help="places outside are named: SOUTH,WEST,NORTH,EAST; else the drawn areas"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object for machines")
    parser.add_argument("--report", type=Path, help="write every finding into this CSV file")


def _from_name(name: str) -> str:
    """A file's or folder's name without `.zip` or `.csv`, and nothing else: `hsds-1.1` stays whole."""
    stem = re.sub(r"\.(zip|csv|json|ndjson|jsonl)$", "", name.lower())
    return re.sub(r"[^a-z0-9._-]+", "-", stem).strip("-")


def _source(options: Namespace) -> str:
    """The name given, else the file's own."""
    named = urlsplit(options.path).hostname if _is_url(options.path) else Path(options.path).resolve().name
    found: str = options.source or _from_name(named or "")
    if not _NAME.fullmatch(found):
        raise Refused(
            "Give the source a short name of small letters, figures and hyphens: --source 211-miami"
        )
    return found


def _within(said: str) -> Box:
    """Four degrees as a box. Raises Refused with a sentence."""
    try:
        south, west, north, east = (float(part) for part in said.split(","))
    except ValueError:
        south = north = west = east = 0.0
    if not (-90 <= south < north <= 90 and -180 <= west < east <= 180):
        raise Refused("--within needs four degrees: --within 24.4,-87.7,31.1,-79.8")
    return Box(south, west, north, east)


def _is_url(path: str) -> bool:
    return path.startswith(("https://", "http://"))


def _loaded(path: str) -> files.Loaded:
    """From disk, or fetched as a feed is."""
    if not _is_url(path):
        return files.load(Path(path))
    try:
        came = gateways.bring(path)
    except OSError as broken:
        raise Refused(f"{path} could not be fetched: {broken}") from None
    if came is None:
        raise Refused(f"{path} gave nothing.")
    sent = (f"package{came.ending}", io.BytesIO(came.data), len(came.data))
    return files.load_sent(*sent, most=gateways.LARGEST)


def _read(options: Namespace, notes: list[str]) -> Package:
    loaded = _loaded(options.path)
    notes += loaded.notes
    return read(
        loaded.tables,
        source=_source(options),
        country=settings.COUNTRY,
        sha256=loaded.sha256,
        region=_within(options.within) if options.within else box_of_all(_VIEWER),
    )


def _import(options: Namespace, notes: list[str]) -> Imported:
    """Read and write, with a bar on the error stream for those who watch."""
    console = Console(stderr=True)
    watched = console.is_terminal and not options.json
    columns = (TextColumn("{task.description}"), BarColumn())
    with Progress(*columns, console=console, transient=True, disable=not watched) as bar:
        job = bar.add_task("reading", total=None)
        package = _read(options, notes)

        def step(what: str, done: int, total: int) -> None:
            bar.update(job, description=what, completed=done, total=total)

        return import_package(package=package, by=_VIEWER, now=timezone.now(), progress=step)


def _shown(done: Imported, notes: list[str], console: Console) -> None:
    table = Table("table", *_COLUMNS)
    for column in table.columns[1:]:
        column.justify = "right"
    for line in done.tables:
        table.add_row(line.table, *(str(getattr(line, name)) for name in _COLUMNS))
    console.print(table)
    for note in notes:
        console.print(note, markup=False)
    share = f"{100 * done.with_need / done.services:.0f} %" if done.services else "none"
    console.print(
        f"{done.source}: {counted(done.services, 'service', 'services')}, {share} of them with a need; "
        f"{counted(len(done.findings), 'finding', 'findings')} (--report FILE writes them).",
        markup=False,
    )
    if not done.changed:
        console.print("Everything was here already: nothing was written.")


def _run(options: Namespace) -> int:
    notes: list[str] = []
    try:
        done = _import(options, notes)
    except DatabaseError as error:
        raise Refused(
            f"The database did not take it ({error}). Nothing was written. Try `kizuna upgrade`."
        ) from None
    if options.report:
        files.save_table(options.report, lines(done.findings))
    if options.json:
        sys.stdout.write(json.dumps({**done.as_json(), "notes": notes}, ensure_ascii=False) + "\n")
    else:
        _shown(done, notes, Console())
    return 0


COMMAND = Command(
    "directory import", "Read a directory package; a second time changes nothing.", _run, _arguments
)
