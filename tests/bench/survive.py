"""SIGKILL of web, worker, writers and PostgreSQL: `make bench NAME=survive ARGS="kills=200 tasks=1000"`.

People walk the path through the pages, and two clerks write through the house's actions: 20 mixed writes a
second in all, some of which are taken back, and tasks that each leave one line in the ledger. Looked at from
outside. PostgreSQL is a cluster of its own with the usual durability; its postmaster is killed too, and
`away=60` leaves it dead for a minute once.
"""

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.bench.run import Bench
from tests.journeys.surviving import day
from tests.postgres import binaries, own_cluster
from tests.running import Site, mailbox

PEOPLE = 300


def measure(bench: Bench, *, postgres: bool) -> dict[str, Any]:
    """Figures of one run."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        mail = stack.enter_context(mailbox())
        cluster = stack.enter_context(own_cluster()) if postgres else None
        site = Site(Path(folder) / "site", database=cluster.url if cluster else "", mail=mail.url)
        site.make_demo(bench.setting("people", PEOPLE))
        return day(
            site,
            mail,
            kills=bench.setting("kills", 200),
            tasks=bench.setting("tasks", 1000),
            rate=bench.setting("rate", 20),
            seed=bench.seed,
            cluster=cluster,
            away=bench.setting("away", 0),
            tell=bench.progress,
        )


def run(bench: Bench) -> dict[str, Any]:
    """Figures on SQLite and on PostgreSQL (`sqlite=0` or `postgres=0` leaves one out)."""
    figures = {}
    if bench.setting("sqlite", 1):
        figures["sqlite"] = measure(bench, postgres=False)
    if bench.setting("postgres", 1) and binaries() is not None:
        figures["postgresql"] = measure(bench, postgres=True)
    return figures | {"load_average_after": round(os.getloadavg()[0], 2)}
