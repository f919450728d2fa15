"""A run through bad days: `make bench NAME=faults ARGS="messages=20000 away=60 full=10 silent=1"`.

Workers are killed with SIGKILL at random moments of the first minute; the provider answers one message in ten
with a 500 (before or after it took it), a 503, a 429 or not at all, and leaves `silent` of a thousand without
a word until our patience ends, whether it took them or not; receipts come doubled and reversed; the workers'
clock jumps an hour ahead; the database is away for `away` seconds, and its disk full for `full`.
"""

import json
import os
import subprocess
import sys
from typing import Any

from tests.bench.run import Bench
from tests.postgres import binaries


def run(bench: Bench) -> dict[str, Any]:
    """Figures of both databases; `sqlite=0` or `postgres=0` leaves one out."""
    number = bench.setting("messages", 20_000)
    bench.rows = {"messages": number}
    silent = bench.setting("silent", 1) / 10
    said = {"messages": number, "seed": bench.seed, "silent": silent}
    said |= {"away": bench.setting("away", 60), "full": bench.setting("full", 10)}
    figures = {}
    for step, (database, workers) in enumerate((("sqlite", 1), ("postgres", 2))):
        if bench.setting(database, 1) and (database == "sqlite" or binaries() is not None):
            bench.progress(step, 2, database)
            words = [f"{name}={value}" for name, value in {**said, "workers": workers}.items()]
            line = [sys.executable, "-m", "tests.bench.bad_days", database, *words]
            done = subprocess.run(line, env=os.environ, stdout=subprocess.PIPE, check=True)
            figures[database] = json.loads(done.stdout.splitlines()[-1])
    return figures
