"""`kizuna move`: every record to another database, from SQLite to PostgreSQL or back."""

import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from contextlib import suppress
from urllib.parse import urlsplit

from django.utils import timezone
from rich.console import Console

from kizuna.access.viewer import SYSTEM, Refused
from kizuna.web.backup.document import counted
from kizuna.web.queries import table_hashes, whole_site

BY = SYSTEM("kizuna move")


def arguments(parser: ArgumentParser) -> None:
    """What `kizuna move` can be told."""
    parser.add_argument(
        "--to",
        required=True,
        metavar="DATABASE_URL",
        help="an empty database, like postgres://user@host/name",
    )


def run(options: Namespace) -> int:
    """Copy everything, compare every table, and keep it only if nobody wrote here meanwhile."""
    if urlsplit(options.to).scheme not in {"sqlite", "postgres", "postgresql"}:
        raise Refused("--to must start with sqlite:/// (a file) or postgres:// (a server).")
    there = {**os.environ, "DATABASE_URL": options.to}
    line = [sys.executable, "-m", "kizuna.cli", "restore", "-"]
    with Console(stderr=True).status("moving every record"):
        child = subprocess.Popen(line, env=there, stdin=subprocess.PIPE)
        wrote = _hand_over(child)
        code = child.wait()
    if not wrote:
        raise Refused(
            "Somebody wrote here meanwhile, so nothing was kept there. "
            "Stop `kizuna serve`, then run it again."
        )
    if code == 2:
        raise Refused("Nothing was kept there, for the reason above.")
    Console(highlight=False).print(
        "All records are there, and equal. Next: set DATABASE_URL in kizuna.env to the new database, then "
        "`kizuna serve`. Keep the old database until you have a backup of the new one."
    )
    return code


def _hand_over(child: "subprocess.Popen[bytes]") -> bool:
    """Give every line to the child, and the last one only if all here is still as it was given."""
    assert child.stdin is not None
    given: dict[str, tuple[int, str]] = {}
    same = True
    try:
        for text in whole_site(BY, timezone.now()):
            if text.startswith(b'{"is":"end"'):
                given |= counted(text)
            if text.startswith(b'{"is":"all"'):
                same = table_hashes(BY, settled=True) == given
                if not same:
                    break
            child.stdin.write(text + b"\n")
    except BrokenPipeError:
        pass  # it said why on its error stream
    finally:
        with suppress(BrokenPipeError):
            child.stdin.close()
    return same
