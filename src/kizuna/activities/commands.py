"""`kizuna activities …`: what a site loads about who lives in its areas."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext

from kizuna.access.command import Command
from kizuna.access.viewer import SYSTEM, Refused
from kizuna.activities.actions import load_profile
from kizuna.activities.participation import ProfileRow, as_profile
from kizuna.frame.sheet import LARGEST_FILE, read_sheet
from kizuna.places.queries import area_named


def profile_arguments(parser: ArgumentParser) -> None:
    """What loading a profile takes."""
    parser.add_argument("file", type=Path, help="CSV or a workbook with the columns attribute, value, people")
    parser.add_argument("--area", required=True, help="name of the area whose people these are")
    parser.add_argument("--source", default="", help="where the figures come from, such as a census")


def load(options: Namespace) -> int:
    """`kizuna activities profile`: all of it or nothing; the same file again changes nothing."""
    by = SYSTEM("kizuna activities profile")
    rows = _rows(options.file)
    where = area_named(by, options.area)
    changed = load_profile(area=where.id, rows=rows, source=options.source, by=by, now=timezone.now())
    said = "kept" if changed else "the same as before, nothing changed"
    sys.stdout.write(f"{len(rows)} rows about {where.name}: {said}.\n")
    return 0


def _rows(file: Path) -> list[ProfileRow]:
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST_FILE + 1)
    except OSError as wrong:
        raise Refused(f"{file}: {wrong.strerror}.") from None
    sheet = read_sheet(content)
    rows, faults = as_profile(sheet.columns, [(row.number, row.cells) for row in sheet.rows])
    if faults:
        told = "\n".join(f"row {number}: {gettext(why)}" for number, why in faults[:20])
        raise Refused(f"Nothing was kept. {len(faults)} rows are wrong:\n{told}")
    return rows


COMMANDS = (
    Command(
        "activities profile",
        "Load who lives in an area, to see whether those who take part are like them.",
        load,
        profile_arguments,
    ),
)
