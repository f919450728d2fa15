"""`kizuna move`: every record to another database, from SQLite to PostgreSQL or back."""

import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

from django.db import OperationalError
from django.utils import timezone
from rich.console import Console

from kizuna.access.viewer import SYSTEM, Refused
from kizuna.web.actions import hand_over, reopen
from kizuna.web.queries import moved_away

BY = SYSTEM("kizuna move")


def arguments(parser: ArgumentParser) -> None:
    """What `kizuna move` can be told."""
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument(
        "--to", metavar="DATABASE_URL", help="an empty database, like postgres://user@host/name"
    )
    where.add_argument(
        "--reopen",
        action="store_true",
        help="the move is not wanted any more: let this database be written again",
    )


def run(options: Namespace) -> int:
    """Copy everything while nobody can write here, compare every table, and close this database."""
    if options.reopen:
        return _reopen()
    if urlsplit(options.to).scheme not in {"sqlite", "postgres", "postgresql"}:
        raise Refused("--to must start with sqlite:/// (a file) or postgres:// (a server).")
    if moved_away(BY):
        raise Refused("These records moved already. `kizuna move --reopen` opens this database again.")
    child = _Child({**os.environ, "DATABASE_URL": options.to})
    try:
        with Console(stderr=True).status("moving every record"):
            hand_over(take=child.take, by=BY, now=timezone.now())
    except OperationalError as error:
        raise Refused(
            f"Somebody goes on writing here ({type(error).__name__}), so nothing was kept there. "
            "Stop `kizuna serve`, then run it again."
        ) from None
    if child.code not in {0, 1}:
        raise Refused("Nothing was kept there, for the reason above. Here all is as it was.")
    Console(highlight=False).print(
        "All records are there, and equal. This database refuses every write from now on, so that none is "
        "lost. Next: set DATABASE_URL in kizuna.env to the new database, then `kizuna serve`. Keep the old "
        "database until you have a backup of the new one; `kizuna move --reopen` opens it again."
    )
    return child.code


def _reopen() -> int:
    if not moved_away(BY):
        raise Refused("This database is open.")
    reopen(by=BY, now=timezone.now())
    Console(highlight=False).print(
        "This database can be written again. What was written in the other one since is not here."
    )
    return 0


class _Child:
    """The program with the other database, which keeps everything or nothing."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.code = 2

    def take(self, lines: Iterator[bytes]) -> bool:
        """Give it every line; whether it kept them."""
        line = [sys.executable, "-m", "kizuna.cli", "restore", "-"]
        child = subprocess.Popen(line, env=self.environment, stdin=subprocess.PIPE)
        assert child.stdin is not None
        with suppress(BrokenPipeError):  # it said why on its error stream
            for text in lines:
                child.stdin.write(text + b"\n")
        with suppress(BrokenPipeError):
            child.stdin.close()
        self.code = child.wait()
        return self.code in {0, 1}  # 1: all is there, but the ledger is not what was sealed
