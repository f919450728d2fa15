"""`kizuna work …`: the operator's page of background work, for a terminal and for machines."""

import json
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from rich.console import Console
from rich.table import Table

from kizuna.access.viewer import SYSTEM, Refused
from kizuna.web import actions
from kizuna.work import queries
from kizuna.work.progress import Board

BY = SYSTEM("work command")


def status_arguments(parser: ArgumentParser) -> None:
    """What `kizuna work status` can be told."""
    parser.add_argument("--json", action="store_true", help="the same as JSON, for machines")


def status(options: Namespace) -> int:
    """What waits, runs, returns and was given up; exit code 1 when something waits for a person."""
    found = queries.board(BY, timezone.now())
    if options.json:
        sys.stdout.write(json.dumps(asdict(found), indent=2, default=_plain) + "\n")
    else:
        _show(found)
    return int(bool(found.letters or found.late))


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _local(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"


def _show(board: Board) -> None:
    console = Console()
    counts = board.counts
    console.print(f"{counts.waiting} waiting, {counts.running} running, {counts.dead} given up")
    for one in board.running:
        far = f", {one.done} of {one.of}" if one.of else ""
        console.print(
            f"running   {one.name} since {_local(one.since)}, attempt {one.attempts}{far}  {one.id}"
        )
    for one in board.late:
        console.print(f"late      {one.name}, waits since {_local(one.since)}  {one.id}")
    for letter in board.letters:
        said = f"{letter.error} after {letter.attempts} attempts"
        console.print(f"given up  {letter.name} {_local(letter.at)}, {said}  {letter.id}")
    table = Table("returning", "last", "next")
    for turn in board.returning:
        table.add_row(turn.name, _local(turn.last_at), _local(turn.next_at))
    console.print(table)


def task_arguments(parser: ArgumentParser) -> None:
    """Which task, or every one that was given up."""
    parser.add_argument("task", nargs="?", type=UUID, help="its number, as `kizuna work status` shows it")
    parser.add_argument("--all", action="store_true", help="every task that was given up")
    parser.add_argument("--json", action="store_true", help="say what was done as JSON")


def again(options: Namespace) -> int:
    """Try tasks again that were given up."""
    return _decide(options, "again")


def leave(options: Namespace) -> int:
    """Leave tasks that were given up."""
    return _decide(options, "leave")


def cancel_arguments(parser: ArgumentParser) -> None:
    """Which task."""
    parser.add_argument("task", type=UUID, help="its number, as `kizuna work status` shows it")
    parser.add_argument("--json", action="store_true", help="say what was done as JSON")


def cancel(options: Namespace) -> int:
    """Stop one task."""
    return _decide(options, "cancel")


def _decide(options: Namespace, what: str) -> int:
    now = timezone.now()
    if getattr(options, "all", False) == (options.task is not None):
        raise Refused("Say which task by its number, or --all. `kizuna work status` shows the numbers.")
    tasks = [options.task] if options.task else [one.id for one in queries.dead_letters(BY, limit=10**6)]
    done = [str(task) for task in tasks if actions.decide_task(task=task, what=what, by=BY, now=now)]
    if options.task and not done:
        raise Refused("There is nothing to decide about this task. `kizuna work status` shows how it stands.")
    if options.json:
        sys.stdout.write(json.dumps({what: done}) + "\n")
    else:
        sys.stdout.write(f"{len(done)} done: {what}.\n")
    return 0
