"""How fast messages leave: `make bench NAME=send ARGS="messages=5000 planned=100000"`.

By HTTP to a provider on loopback that answers in 5 ms, and by e-mail to a real mail server on loopback; how
soon the first one is out; how long planning takes, and pages meanwhile; how soon life safety is out while a
newsletter waits; how true the forecast of the end is. On SQLite with one worker and on PostgreSQL with two.
"""

import json
from typing import Any

from tests.bench.run import Bench
from tests.bench.sending import ask
from tests.postgres import binaries


def run(bench: Bench) -> dict[str, Any]:
    """Figures of both databases (`postgres=0`, `sqlite=0` leave one out; `what=send`: one thing)."""
    few, many = bench.setting("messages", 5000), bench.setting("planned", 100_000)
    bench.rows = {"messages": few, "planned": many}
    numbers = {
        "send": few,
        "smtp": few // 2,
        "plan": many,
        "pages": many,
        "overtake": many,
        "forecast": few // 2,
    }
    wanted = bench.settings.get("what", ",".join(numbers)).split(",")
    figures: dict[str, Any] = {}
    for database, workers in (("sqlite", 1), ("postgres", 2)):
        if not bench.setting(database, 1) or (database == "postgres" and binaries() is None):
            continue
        figures[database] = {}
        for step, what in enumerate(wanted):
            bench.progress(step, len(wanted), f"{database} {what}")
            figures[database][what] = ask(what, database, messages=numbers[what], workers=workers)
            bench.progress(step + 1, len(wanted), json.dumps(figures[database][what]))
    return figures
