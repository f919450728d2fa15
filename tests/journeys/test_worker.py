"""The worker that `kizuna serve` keeps: forked, found by its name, started again, never alone."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.killing import VICTIMS
from tests.running import Site, database_of_its_own

pytestmark = [
    pytest.mark.kill,
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked"),
]
WORKER = VICTIMS["the worker"]


def wait_for(what: Callable[[], object], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


def opened(pid: int) -> list[str]:
    """What this process holds open that is a database: its file, or a connection."""
    links = [os.readlink(one) for one in Path(f"/proc/{pid}/fd").iterdir() if one.is_symlink()]
    return [link for link in links if link.startswith("socket:") or ".sqlite3" in link]


def test_the_worker_is_started_again_ends_gently_and_does_not_outlive_who_keeps_it(tmp_path: Path) -> None:
    with database_of_its_own() as database:
        site = Site(tmp_path / "site", database=database)
        site.make_demo(60)
        site.start()
        try:
            wait_for(lambda: site.processes(WORKER))
            (first,) = site.processes(WORKER)
            (keeper,) = site.processes(VICTIMS["serve"])
            assert opened(keeper) == [], "a child would share it"
            wait_for(lambda: opened(first))
            os.kill(first, signal.SIGKILL)
            wait_for(lambda: [pid for pid in site.processes(WORKER) if pid != first])
            (second,) = site.processes(WORKER)
            wait_for(lambda: opened(second))
            os.kill(second, signal.SIGTERM)
            wait_for(lambda: "The worker process ended (0)" in site.log.read_text())
            wait_for(lambda: site.processes(WORKER))
            # Granian gives up when its pages die again and again; whoever keeps it does not.
            for _ in range(3):
                site.kill(VICTIMS["the web workers"])
                time.sleep(0.4)
            wait_for(site.answers)
            os.kill(keeper, signal.SIGKILL)
            site.reap()
            wait_for(lambda: not site.processes(WORKER))
        finally:
            site.stop()
