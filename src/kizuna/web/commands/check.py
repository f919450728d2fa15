"""`kizuna check`: is this installation healthy and safe?"""

import json
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from django.utils import timezone
from rich.console import Console

from kizuna.access.viewer import SYSTEM, Refused
from kizuna.web.actions import look_after
from kizuna.web.queries import moved_away

MARKS = {"ok": "[green]ok  [/green]", "warn": "[yellow]look[/yellow]", "fail": "[red]mend[/red]"}


def arguments(parser: ArgumentParser) -> None:
    """What `kizuna check` can be told."""
    parser.add_argument("--json", action="store_true", help="the findings as JSON, for machines")


def run(options: Namespace) -> int:
    """Print every finding; exit code 1 when something must be mended."""
    by = SYSTEM("check")
    now = timezone.now()
    if moved_away(by):
        raise Refused("These records moved to another database: set DATABASE_URL in kizuna.env to that one.")
    found = look_after(by=by, now=now)
    if options.json:
        sys.stdout.write(json.dumps([asdict(f) for f in found], indent=2) + "\n")
    else:
        console = Console()
        for finding in found:
            console.print(MARKS[finding.level], finding.sentence, highlight=False)
            if finding.way_out:
                console.print("     ", finding.way_out, highlight=False, style="dim")
    return int(any(f.level == "fail" for f in found))
