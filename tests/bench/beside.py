"""Pages while very many messages are planned: a demo town's own processes, and a planner beside them."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.pages import Asked, ask, every, load, percentile
from tests.bench.run import Bench
from tests.running import Site

RATE, SLICE = 20, 2
"""Requests a second; seconds of them at a time."""


def pages(messages: int, many: int) -> dict[str, Any]:
    """How long pages take alone and while so many messages are planned, at twenty requests a second."""
    url = os.environ["DATABASE_URL"]
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder) / "site", database=url if url.startswith("postgres") else "")
        site.make_demo(300)
        site.start("--workers", "2")
        try:
            mix = every(site)
            for asked in mix * 20:
                assert asyncio.run(ask(site.port, asked))[1], asked.name
            return _figures(site, mix, messages)
        finally:
            site.stop()


def _figures(site: Site, mix: list[Asked], messages: int) -> dict[str, Any]:
    bench = Bench("pages beside")
    alone = _together(asyncio.run(load(site.port, mix, RATE, 5 * SLICE, bench)))
    line = [sys.executable, "-m", "tests.bench.planner", str(messages)]
    planner = subprocess.Popen(line, env=site.environment, stdout=subprocess.PIPE, text=True)
    found, end = [], time.monotonic() + 300
    while planner.poll() is None and time.monotonic() < end:
        found += _together(asyncio.run(load(site.port, mix, RATE, SLICE, bench)))
    told, _ = planner.communicate(timeout=60)
    return {
        **json.loads(told.splitlines()[-1]),
        "pages_alone_p95_ms": percentile(alone, 0.95),
        "pages_meanwhile": len(found),
        "pages_meanwhile_p50_ms": percentile(found, 0.5),
        "pages_meanwhile_p95_ms": percentile(found, 0.95),
        "pages_meanwhile_slowest_ms": percentile(found, 1),
        "load_average": round(os.getloadavg()[0], 1),
    }


def _together(times: dict[str, list[float]]) -> list[float]:
    return [took for page in times.values() for took in page]
