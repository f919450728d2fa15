"""A run through bad days: `make bench NAME=faults ARGS="messages=20000"`.

Workers are killed with SIGKILL at random moments of the first minute; the provider answers one message in ten
with a 500 (before or after it took it), a 503, a 429 or not at all; receipts come doubled and reversed.
"""

import os
from typing import Any

from tests.bench.run import Bench
from tests.bench.sending import ask
from tests.postgres import binaries


def run(bench: Bench) -> dict[str, Any]:
    """Figures of both databases; `sqlite=0` or `postgres=0` leaves one out."""
    number = bench.setting("messages", 20_000)
    bench.rows = {"messages": number}
    os.environ["SEED"] = str(bench.seed)
    figures = {}
    for step, (database, workers) in enumerate((("sqlite", 1), ("postgres", 2))):
        if bench.setting(database, 1) and (database == "sqlite" or binaries() is not None):
            bench.progress(step, 2, database)
            figures[database] = ask("faults", database, messages=number, workers=workers)
    return figures
