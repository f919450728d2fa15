"""A backup while writes go on, restored on an empty machine: `make bench NAME=backup ARGS="people=200000"`.

The peers, in the same run: SQLite's own copy (`VACUUM INTO`), PostgreSQL's own `pg_dump`. Neither is sealed.
"""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.bench.run import Bench
from tests.bench.town import peak_mib
from tests.postgres import binaries, cluster
from tests.running import Site, database_of_its_own

KEY = "a-key-for-a-bench-0123456789abcdef"
LIMIT_S = 300
WRITER = """
import signal, sys, time, django; django.setup()
from datetime import UTC, datetime
from kizuna.access.viewer import SYSTEM
from kizuna.ledger.actions import note
go = True
def stop(*_):
    global go
    go = False
signal.signal(signal.SIGTERM, stop)
print("ready", flush=True)
done, slowest = 0, 0.0
while go:
    start = time.perf_counter()
    note(verb="x.done", subject="x:1", by=SYSTEM("bench"), now=datetime.now(UTC))
    done, slowest = done + 1, max(slowest, time.perf_counter() - start)
    time.sleep(0.05)
print(done, slowest)
"""
HASHES = """
import json, django; django.setup()
from kizuna.access.viewer import SYSTEM; from kizuna.web.queries import table_hashes
print(json.dumps(table_hashes(SYSTEM("bench"))))
"""


def _program(site: Site, text: str) -> "subprocess.Popen[str]":
    environment = {**site.environment, "DJANGO_SETTINGS_MODULE": "kizuna.web.settings"}
    line = [sys.executable, "-c", text]
    return subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, text=True)


def hashes(site: Site) -> dict[str, list[Any]]:
    """Rows and hash of each table."""
    found: dict[str, list[Any]] = json.loads(_program(site, HASHES).communicate()[0])
    return found


def timed(bench: Bench, what: str, site: Site, *words: str) -> dict[str, float]:
    """Seconds and memory of one command."""
    line, start, peak, turn = [sys.executable, "-m", "kizuna.cli", *words], time.monotonic(), 0.0, 0
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(line, env=site.environment, stdout=said, stderr=said)
        while process.poll() is None:
            peak, turn = max(peak, peak_mib(process)), turn + 1
            if turn % 100 == 0:
                bench.progress(int(time.monotonic() - start), LIMIT_S, f"seconds at the most: {what}")
            time.sleep(0.1)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{what} failed: {said.read().decode()}")
    return {f"{what}_seconds": round(time.monotonic() - start, 1), f"{what}_peak_rss_mib": round(peak)}


def _while_writes_go_on(site: Site, do: Callable[[], dict[str, float]]) -> dict[str, float]:
    writer = _program(site, WRITER)
    assert writer.stdout is not None
    writer.stdout.readline()
    figures = do()
    writer.terminate()
    done, slowest = writer.communicate()[0].split()
    return figures | {"writes_meanwhile": int(done), "slowest_write_ms": round(float(slowest) * 1000)}


def _peer(site: Site, url: str, folder: Path) -> float:
    start = time.monotonic()
    if url:
        programs = binaries()
        assert programs is not None
        subprocess.run([programs / "pg_dump", "-Fc", "-f", folder / "peer", url], check=True)
    else:
        with closing(sqlite3.connect(site.home / "kizuna.sqlite3")) as here:
            here.execute("VACUUM INTO ?", [str(folder / "peer")])
    return round(time.monotonic() - start, 1)


def measure(bench: Bench, people: int) -> dict[str, Any]:
    """Figures on the database that DATABASE_URL names."""
    with (
        tempfile.TemporaryDirectory() as folder,
        database_of_its_own() as url,
        database_of_its_own() as other,
    ):
        here = Path(folder)
        site, new = Site(here / "site", database=url), Site(here / "new", database=other)
        for each in (site, new):
            each.environment |= {"KIZUNA_DEMO": "yes", "KIZUNA_SECRET_KEYS": KEY}
        site.run("upgrade")
        site.run("town", "--people", str(people), "--seed", str(bench.seed))
        before = hashes(site)
        bench.rows |= {name: rows for name, (rows, _) in before.items() if rows >= 1000}
        file = here / "town.backup"
        figures = _while_writes_go_on(site, lambda: timed(bench, "backup", site, "backup", str(file)))
        figures |= {
            "backup_mib": round(file.stat().st_size / 2**20, 1),
            "peer_seconds": _peer(site, url, here),
        }
        figures |= timed(bench, "restore", new, "restore", str(file))
        after = hashes(new)
        differ = [n for n in before if n != "ledger_entry" and before[n] != after[n]]
        return figures | {
            "rows": sum(rows for rows, _ in before.values()),
            "tables_that_differ": differ,
            "ledger_lines_more": after["ledger_entry"][0] - before["ledger_entry"][0],
            "within_limit": figures["backup_seconds"] + figures["restore_seconds"] <= LIMIT_S,
        }


def run(bench: Bench) -> dict[str, Any]:
    """The figures, on SQLite and, where there is one, on PostgreSQL."""
    people = bench.setting("people", 20_000)
    os.environ["DATABASE_URL"] = ""
    figures: dict[str, Any] = {"limit_seconds_for_200000": LIMIT_S, "sqlite": measure(bench, people)}
    if binaries():
        with cluster() as url:
            os.environ["DATABASE_URL"] = url
            figures["postgresql"] = measure(bench, people)
    figures["load_after"] = round(os.getloadavg()[0], 2)
    return figures
