"""`kizuna ledger …`: the head to write down, and whether the chain is whole."""

import json
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from rich.console import Console
from rich.progress import Progress

from kizuna.access.command import Command
from kizuna.access.viewer import SYSTEM, Refused
from kizuna.ledger import queries
from kizuna.ledger.files import read_anchors
from kizuna.ledger.findings import Report

SHOWN = 50


def _head(options: Namespace) -> int:
    head = queries.head(SYSTEM("kizuna ledger head"))
    if head is None:
        raise Refused("Nothing is sealed yet. The worker seals every minute: is `kizuna serve` running?")
    sys.stdout.write(f"{head.line}\n")
    return 0


def _anchor_files(options: Namespace) -> list[Path]:
    own = settings.LEDGER_ANCHORS
    return [*options.anchor, *([own] if own.exists() else [])]


def _say(report: Report, console: Console) -> None:
    """The result for a person."""
    for fault in report.faults[:SHOWN]:
        console.print(f"[red]{fault.kind:9}[/red] {fault.sentence}")
    if len(report.faults) > SHOWN:
        console.print(f"and {len(report.faults) - SHOWN} more: --json shows all of them")
    if report.pruned:
        console.print(f"Lines up to seal {report.pruned} were pruned by age; a signed checkpoint says so.")
    if report.left_over:
        console.print(f"{report.left_over} lines outlived a pruning that was interrupted: run it again.")
    console.print(f"{report.seals} seals, {report.rows} lines, {report.anchors} anchors compared.")
    if report.open_rows:
        console.print(f"{report.open_rows} lines at the end are not sealed yet.")
    if not report.anchors:
        console.print("No anchor was compared: a tail that was cut, or a chain written anew, would not show.")
    console.print(
        "[green]The ledger is whole.[/green]" if report.ok else "[red]The ledger was changed.[/red]"
    )


def _verify(options: Namespace) -> int:
    by, anchors = SYSTEM("kizuna ledger verify"), read_anchors(_anchor_files(options))
    console = Console(stderr=options.json, highlight=False, soft_wrap=True)
    with Progress(console=console, transient=True) as progress:
        bar = progress.add_task("Seals")
        report = queries.verify(
            by,
            newest=options.newest,
            anchors=anchors,
            progress=lambda done, of: progress.update(bar, completed=done, total=of),
        )
    if options.json:
        sys.stdout.write(json.dumps({"ok": report.ok, **asdict(report)}, indent=2) + "\n")
    else:
        _say(report, console)
    return 0 if report.ok else 1


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--anchor",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="heads kept elsewhere, such as a saved message; the site's own file is always compared",
    )
    parser.add_argument("--newest", type=int, metavar="N", help="only the newest N seals")
    parser.add_argument("--json", action="store_true", help="the findings as JSON, for machines")


COMMANDS = (
    Command("ledger head", "Print the head of the ledger's chain, to be kept elsewhere.", _head),
    Command("ledger verify", "Say whether the ledger is what was sealed.", _verify, _arguments),
)
