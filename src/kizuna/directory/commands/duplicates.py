"""`kizuna directory duplicates`: looks for entries that may be one, and shows the most likely pairs."""

import json
import sys
from argparse import ArgumentParser, Namespace

from django.utils import timezone
from rich.console import Console
from rich.table import Table

from kizuna.access.command import Command
from kizuna.access.viewer import SYSTEM, Refused
from kizuna.directory import queries
from kizuna.directory.actions import find_alike
from kizuna.directory.joining import Pair
from kizuna.frame.figures import counted

_VIEWER = SYSTEM("kizuna directory duplicates")
_MOST = 1000


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--limit", type=int, default=20, help="so many at most, the most likely first")
    parser.add_argument("--json", action="store_true", help="print one JSON object for machines")


def _plain(pair: Pair) -> dict[str, object]:
    return {
        "kind": pair.kind,
        "score": pair.score,
        "verdict": pair.verdict,
        "one": {"id": pair.one.id, "name": pair.one.name},
        "two": {"id": pair.two.id, "name": pair.two.name},
        "reasons": list(pair.reasons),
    }


def _run(options: Namespace) -> int:
    if not 1 <= options.limit <= _MOST:
        raise Refused(f"--limit is a number from 1 to {_MOST}.")
    waiting = find_alike(by=_VIEWER, now=timezone.now())
    pairs = queries.alike(_VIEWER, stop=options.limit)
    if options.json:
        rows = [_plain(pair) for pair in pairs]
        sys.stdout.write(json.dumps({"waiting": waiting, "pairs": rows}, ensure_ascii=False) + "\n")
        return 0
    table = Table("score", "what", "one", "two", "why")
    for pair in pairs:
        what = pair.kind if pair.verdict == "same" else "one service, two places"
        table.add_row(str(pair.score), what, pair.one.name, pair.two.name, "; ".join(pair.reasons))
    console = Console()
    if pairs:
        console.print(table)
    console.print(f"{counted(waiting, 'pair waits', 'pairs wait')} for a curator.", markup=False)
    return 0


COMMAND = Command(
    "directory duplicates", "Look for listings and organisations that stand here twice.", _run, _arguments
)
