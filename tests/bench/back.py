"""How soon work goes on after SIGKILL of the worker: `make bench NAME=back ARGS="kills=20"`.

A clerk puts tasks into the queue the whole time. `begun`: seconds from the kill until any task begins;
`again`: until the task that was killed begins again. Every kill comes in the middle of a task of a second.
"""

import os
import statistics
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.bench.run import Bench
from tests.journeys.killing import VICTIMS, rows, settle
from tests.journeys.surviving import Office
from tests.postgres import binaries, own_cluster
from tests.running import Site, mailbox

LONGEST = 60.0
REST = 6.0
"""Seconds between two kills: a worker that dies soon after its start is started again after a pause."""


def _first(office: Office, after: float, key: str = "") -> float:
    """Seconds from this moment until a task, or that of this key, begins; `LONGEST` when it does not."""
    while time.time() < after + LONGEST:
        for line in office.lines("begin"):
            if float(line[-1]) > after and key in {"", line[1]}:
                return float(line[-1]) - after
        time.sleep(0.01)
    return LONGEST


def measure(bench: Bench, *, postgres: bool) -> dict[str, Any]:
    """Figures on one database."""
    begun, again = [], []
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        mail = stack.enter_context(mailbox())
        cluster = stack.enter_context(own_cluster()) if postgres else None
        site = Site(Path(folder) / "site", database=cluster.url if cluster else "", mail=mail.url)
        site.environment |= {"BUSY_SECONDS": "1"}
        site.make_demo(bench.setting("people", 60))
        office = Office(site, bench.setting("rate", 4))
        site.start("--workers", "1")
        stack.callback(site.stop)
        with rows(site) as ask:
            settle(ask)
        office.clerks = [office.hire()]
        stack.callback(office.close)
        kills = bench.setting("kills", 10)
        for turn in range(kills):
            time.sleep(REST)
            _first(office, time.time())
            time.sleep(0.1)
            moment, held = time.time(), office.lines("begin")[-1][1]
            assert site.kill(VICTIMS["the worker"]) == 1
            begun.append(_first(office, moment))
            again.append(_first(office, moment, held))
            bench.progress(turn, kills, f"begun after {begun[-1]:.2f} s, again after {again[-1]:.2f} s")
    figures = {"begun": begun, "again": again}
    return {
        f"{name}_{what}_s": round(how(found), 2)
        for name, found in figures.items()
        for what, how in (("median", statistics.median), ("worst", max))
    }


def run(bench: Bench) -> dict[str, Any]:
    """Figures on SQLite and on PostgreSQL (`sqlite=0` or `postgres=0` leaves one out)."""
    figures = {}
    if bench.setting("sqlite", 1):
        figures["sqlite"] = measure(bench, postgres=False)
    if bench.setting("postgres", 1) and binaries() is not None:
        figures["postgresql"] = measure(bench, postgres=True)
    return figures | {"load_average_after": round(os.getloadavg()[0], 2)}
