"""How long others wait while a directory comes in: `make bench NAME=directory_import`.

A writer beside the import writes one small row after another, as a resident's request does, and each wait is
measured. The peer, in the same run: the same writer alone.
"""

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from kizuna.access.viewer import SYSTEM
from kizuna.directory import files, index
from kizuna.directory.actions import import_package
from kizuna.directory.package import Package, read
from tests.bench.run import Bench
from tests.conftest import OUTSIDE

FOLDER = OUTSIDE / "directory" / "miami"


class Beside(threading.Thread):
    """Writes one row after another by the bare driver until told to stop; `waits` in seconds."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.enough, self.waits = path, threading.Event(), [0.0]

    def run(self) -> None:
        """One row every five milliseconds."""
        with closing(sqlite3.connect(self.path, timeout=60, isolation_level=None)) as db:
            while not self.enough.wait(0.005):
                start = time.perf_counter()
                db.execute("BEGIN IMMEDIATE")
                db.execute("INSERT INTO beside VALUES (1)")
                db.execute("COMMIT")
                self.waits.append(time.perf_counter() - start)

    def __enter__(self) -> "Beside":
        self.start()
        return self

    def __exit__(self, *args: object) -> None:
        self.enough.set()
        self.join()


def _beside(path: str, name: str, do: Callable[[], object]) -> dict[str, float]:
    start = time.perf_counter()
    with Beside(path) as other:
        do()
    return {
        f"{name}_s": round(time.perf_counter() - start, 2),
        f"{name}_longest_wait_ms": round(max(other.waits) * 1000),
        f"{name}_rows_beside": len(other.waits) - 1,
    }


def _bring_in(package: Package) -> None:
    import_package(package=package, by=SYSTEM("bench"), now=timezone.now())


def run(bench: Bench) -> dict[str, float]:
    """Import the real directory, the same again, a changed one, then the index; a writer beside each."""
    (path,) = FOLDER.glob("*.zip")
    call_command("migrate", verbosity=0)
    database = str(Path(connection.settings_dict["NAME"]))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE beside (one integer)")
    tables = files.load(path).tables
    package = read(tables, source="miami", sha256="")
    bench.rows = {name: len(records) for name, records in package.records.items()}
    for row in tables["services"]:
        row["name"] += " (new)"
    edited = read(tables, source="miami", sha256="")
    steps: tuple[tuple[str, Callable[[], object]], ...] = (
        ("alone", lambda: time.sleep(5)),
        ("first", lambda: _bring_in(package)),
        ("again", lambda: _bring_in(package)),
        ("edited", lambda: _bring_in(edited)),
        ("index", index.renew),
    )
    figures: dict[str, float] = {}
    for number, (name, do) in enumerate(steps):
        bench.progress(number, len(steps), name)
        figures |= _beside(database, name, do)
    return figures
