"""`kizuna outcomes`: the report on what came of referrals, for a terminal or a file."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.utils import timezone

from kizuna.access.command import Command
from kizuna.access.viewer import SYSTEM, Refused
from kizuna.frame.sheet import as_csv
from kizuna.places.queries import area_named
from kizuna.referrals.basis import SITE
from kizuna.referrals.queries import outcomes
from kizuna.referrals.report_table import rows


def outcome_arguments(parser: ArgumentParser) -> None:
    """For which time and where, and into which file."""
    parser.add_argument(
        "--period", default="", help="a year or quarter, such as 2026 or 2026-Q3; else this year"
    )
    parser.add_argument("--area", default="", help="name of an area; else the whole site")
    parser.add_argument("--csv", type=Path, help="write a CSV file instead")


def report(options: Namespace) -> int:
    """`kizuna outcomes`: the figures of the page, small numbers hidden as there."""
    by = SYSTEM("kizuna outcomes")
    area = area_named(by, options.area).id if options.area else SITE
    table = rows(outcomes(by, period=options.period, area=area, now=timezone.now()))
    if options.csv is None:
        sys.stdout.writelines("  ".join(filter(None, row)) + "\n" for row in table[1:])
        return 0
    try:
        options.csv.write_text(as_csv(table), encoding="utf-8", newline="")
    except OSError as wrong:
        raise Refused(f"{options.csv}: {wrong.strerror}.") from None
    sys.stdout.write(f"{len(table) - 1} figures.\n")
    return 0


COMMANDS = (
    Command(
        "outcomes",
        "What came of referrals, counted: ends, times, reasons, goals, before and after.",
        report,
        outcome_arguments,
    ),
)
