"""SIGKILL of the real processes at random moments of the path: `make bench NAME=kill ARGS="kills=100"`."""

import os
import random
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.bench.run import Bench
from tests.journeys.killing import DANGERS, People, kill, kills, lost_and_doubled, rows, settle
from tests.journeys.texters import WORRIES, Texters, all_read, texts_lost_and_doubled
from tests.postgres import binaries, cluster
from tests.running import Site, database_of_its_own, mailbox

PEOPLE = 300


def measure(bench: Bench, number: int) -> dict[str, Any]:
    """Figures of one run on the database that DATABASE_URL names."""
    rng = random.Random(bench.seed)
    with tempfile.TemporaryDirectory() as folder, mailbox() as mail, database_of_its_own() as database:
        site = Site(Path(folder) / "site", database=database, mail=mail.url)
        site.make_demo(bench.setting("people", PEOPLE))
        texters = Texters(site, bench.seed, number=2, pause=0.3)
        site.start("--workers", "2")
        died: Counter[str] = Counter()
        try:
            with rows(site) as ask:
                settle(ask)
                before, worries = ask(DANGERS)[0][0], ask(WORRIES)[0][0]
                people = People(site, mail, bench.seed)
                start = time.monotonic()
                people.start()
                texters.start()
                people.until(more=3, seconds=20)
                for turn, victim in enumerate(kills(number, rng)):
                    bench.progress(turn, number, f"kill {victim}")
                    people.until(more=1, seconds=5)
                    time.sleep(rng.uniform(0.0, 1.6))
                    died[victim] += bool(kill(site, victim, rng))
                seconds = time.monotonic() - start
                texters.finish()
                people.finish()
                unread, left = all_read(ask), settle(ask)
                broken = [*people.told.errors, *lost_and_doubled(ask, people, before)]
                broken += texters.told.errors
                broken += texts_lost_and_doubled(ask, texters.told, mail, worries)
        finally:
            site.stop()
    told = people.told
    return {
        "kills": number,
        "died": dict(died),
        "seconds": round(seconds, 1),
        "accepted_check_ups": len(told.reached),
        "accepted_with_danger": sum(told.reached.values()),
        "accepted_referrals": len(told.referrals),
        "accepted_steps": sum(map(len, told.steps.values())),
        "accepted_texts": len(texters.told.accepted),
        "accepted_texts_with_danger": len(texters.told.dangers),
        "rounds_by_text": texters.told.rounds,
        "texts_unread": unread,
        "requests_sent_again": told.again + texters.told.again,
        "lost_or_doubled": broken,
        **{name.replace(" ", "_"): count for name, count in left.items()},
    }


def run(bench: Bench) -> dict[str, Any]:
    """Figures on SQLite, and on PostgreSQL where the machine has it (`postgres=0` leaves it out)."""
    number = bench.setting("kills", 100)
    os.environ["DATABASE_URL"] = "sqlite://"
    figures = {"sqlite": measure(bench, number)}
    if bench.setting("postgres", 1) and binaries() is not None:
        with cluster() as url:
            os.environ["DATABASE_URL"] = url
            figures["postgresql"] = measure(bench, number)
    return figures
