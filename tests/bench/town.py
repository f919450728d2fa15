"""How long a large invented town takes to load: `make bench NAME=town ARGS="people=200000"`."""

import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from tests.bench.run import Bench
from tests.postgres import cluster
from tests.running import Site, database_of_its_own

LIMIT_S = 600
LEAST_ROWS = 1000
"""Tables smaller than this are not named one by one."""


def peak_mib(process: subprocess.Popen[bytes]) -> float:
    """The most memory that a process had in hand at once, by the kernel, up to now."""
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
    return 0.0


def load(site: Site, bench: Bench, people: int) -> dict[str, Any]:
    """Make the town as `kizuna demo` does it; seconds and memory."""
    line = [sys.executable, "-m", "kizuna.cli", "town", "--people", str(people), "--seed", str(bench.seed)]
    start, peak, before = time.monotonic(), 0.0, resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(line, env=site.environment, stdout=subprocess.DEVNULL)
    turn = 0
    while process.poll() is None:
        peak, turn = max(peak, peak_mib(process)), turn + 1
        if turn % 40 == 0:
            bench.progress(int(time.monotonic() - start), LIMIT_S, "seconds at the most")
        time.sleep(0.25)
    if process.returncode:
        raise RuntimeError("kizuna town failed, for the reason above")
    seconds, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": round(seconds, 1), "cpu_seconds": round(used, 1), "peak_rss_mib": round(peak)}


def rows_on_sqlite(file: Path) -> dict[str, int]:
    """Rows by table."""
    with closing(sqlite3.connect(file)) as here:
        names = [n for (n,) in here.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: here.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def rows_on_postgresql(url: str) -> tuple[dict[str, int], int]:
    """Rows by table, and bytes of the database."""
    import psycopg

    with psycopg.connect(url) as server:
        names = [n for (n,) in server.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        found = {name: server.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # type: ignore[arg-type, index]
        return found, server.execute("SELECT pg_database_size(current_database())").fetchone()[0]  # type: ignore[index]


def measure(bench: Bench, people: int) -> dict[str, Any]:
    """Figures on the database that DATABASE_URL names."""
    with tempfile.TemporaryDirectory() as folder, database_of_its_own() as url:
        site = Site(Path(folder) / "site", database=url)
        site.environment |= {"KIZUNA_DEMO": "yes", "KIZUNA_SECRET_KEYS": "a-key-for-a-bench-0123456789abcdef"}
        site.run("upgrade")
        figures = load(site, bench, people)
        if url:
            rows, size = rows_on_postgresql(url)
        else:
            file = site.home / "kizuna.sqlite3"
            rows, size = rows_on_sqlite(file), file.stat().st_size
    bench.rows |= {name: count for name, count in sorted(rows.items()) if count >= LEAST_ROWS}
    return figures | {
        "rows": sum(rows.values()),
        "ledger_rows": rows["ledger_entry"],
        "database_mib": round(size / 2**20),
        "within_600_s": figures["seconds"] <= LIMIT_S,
        "load_average_after": round(os.getloadavg()[0], 2),
    }


def run(bench: Bench) -> dict[str, Any]:
    """Figures on SQLite; with `postgres=1` on a PostgreSQL of its own as well."""
    people = bench.setting("people", 200_000)
    os.environ["DATABASE_URL"] = "sqlite://"
    figures = {"sqlite": measure(bench, people)}
    if bench.setting("postgres", 0):
        with cluster() as url:
            os.environ["DATABASE_URL"] = url
            figures["postgresql"] = measure(bench, people)
    return figures
