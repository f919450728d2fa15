"""`kizuna retention`: lets go of what is kept for long enough, or says what would go."""

import json
import sys
from argparse import ArgumentParser, Namespace
from uuid import uuid4

from django.utils import timezone
from rich.console import Console
from rich.table import Table

from kizuna.access.viewer import SYSTEM
from kizuna.web import actions, queries


def arguments(parser: ArgumentParser) -> None:
    """What `kizuna retention` can be told."""
    parser.add_argument("--dry-run", action="store_true", help="only say what is due, and change nothing")
    parser.add_argument("--json", action="store_true", help="the same as JSON, for machines")


def run(options: Namespace) -> int:
    """Print per kind how many rows there are, how many went (or would go), and when the next one goes."""
    by, now = SYSTEM("retention command"), timezone.now()
    before = {kind.code: held.due for kind, held in queries.due(by, now)}
    if not options.dry_run:
        before = actions.keep_to_periods(run=f"command:{uuid4()}", by=by, now=now)
    rows: list[dict[str, object]] = []
    for kind, held in queries.due(by, now):
        next_due = held.next_due(kind)
        rows.append(
            {
                "kind": kind.code,
                "days": kind.days,
                "then": kind.then,
                "rows": held.total,
                "due" if options.dry_run else "gone": before.get(kind.code, 0),
                "next": next_due.isoformat() if next_due else None,
            }
        )
    if options.json:
        sys.stdout.write(json.dumps({"dry_run": options.dry_run, "kinds": rows}, indent=2) + "\n")
    else:
        _show(rows, "would go" if options.dry_run else "went")
    return 0


def _show(rows: list[dict[str, object]], went: str) -> None:
    table = Table("kind", "days", "rows", went, "next one")
    for row in rows:
        days = "in use" if row["days"] is None else str(row["days"])
        number = row.get("due", row.get("gone"))
        table.add_row(str(row["kind"]), days, str(row["rows"]), str(number), str(row["next"] or "-")[:10])
    Console().print(table)
