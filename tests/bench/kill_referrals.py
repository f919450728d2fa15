"""SIGKILL of web and worker while 2,000 referrals are opened and answered by FHIR, looked at from outside.

`make bench NAME=kill_referrals ARGS="kills=200 referrals=2000"`; `sqlite=0` or `postgres=0` leaves one out.
"""

import os
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.run import Bench
from tests.journeys.referring import day
from tests.postgres import binaries, cluster
from tests.running import Site, database_of_its_own, mailbox

PEOPLE = 300


def measure(bench: Bench) -> dict[str, Any]:
    """Figures of one run on the database that DATABASE_URL names."""
    with tempfile.TemporaryDirectory() as folder, mailbox() as mail, database_of_its_own() as database:
        site = Site(Path(folder) / "site", database=database, mail=mail.url)
        site.make_demo(bench.setting("people", PEOPLE))
        return day(
            site,
            mail,
            kills_wanted=bench.setting("kills", 200),
            referrals=bench.setting("referrals", 2000),
            seed=bench.seed,
            tell=bench.progress,
        )


def run(bench: Bench) -> dict[str, Any]:
    """Figures on SQLite, and on PostgreSQL where the machine has it."""
    figures: dict[str, Any] = {}
    if bench.setting("sqlite", 1):
        os.environ["DATABASE_URL"] = "sqlite://"
        figures["sqlite"] = measure(bench)
    if bench.setting("postgres", 1) and binaries() is not None:
        with cluster() as url:
            os.environ["DATABASE_URL"] = url
            figures["postgresql"] = measure(bench)
    return figures | {"load_average_after": round(os.getloadavg()[0], 2)}
