"""From a fresh clone to the first page: `make bench NAME=start`; and the second time."""

import http.client
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.run import Bench
from tests.house.tree import REPOSITORY
from tests.running import free_port

FIRST_S, SECOND_S = 120, 5
PATIENCE = 900


def page(port: int) -> int:
    """The status of the first page; 0 when nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", "/")
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except OSError:
        return 0
    finally:
        connection.close()


def until_the_first_page(clone: Path, environment: dict[str, str], port: int) -> float:
    """Seconds of `make demo` until the first page is there; then it is stopped."""
    start = time.monotonic()
    log = clone.parent / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            ["make", "demo", f"PORT={port}"],
            cwd=clone,
            env=environment,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        while (status := page(port)) != 200:
            if process.poll() is not None or time.monotonic() - start > PATIENCE:
                raise RuntimeError(
                    f"make demo ended ({process.returncode}, {status}): {log.read_text()[-2000:]}"
                )
            time.sleep(0.02)
        return time.monotonic() - start
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def run(bench: Bench) -> dict[str, Any]:
    """Seconds of the first start, with no package cached, and of the second and third."""
    with tempfile.TemporaryDirectory() as folder:
        clone, home = Path(folder) / "kizuna", Path(folder) / "home"
        home.mkdir()
        subprocess.run(["git", "clone", "--quiet", str(REPOSITORY), str(clone)], check=True)
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("KIZUNA_", "DJANGO_", "DATABASE_", "VIRTUAL_ENV", "PYTHON", "XDG_"))
        }
        # Nothing of an earlier installation is found: no cache, no home.
        environment |= {
            "HOME": str(home),
            "KIZUNA_HOME": str(home / "kizuna"),
            "PIP_NO_CACHE_DIR": "1",
            "UV_NO_CACHE": "1",
        }
        times = []
        for turn in range(3):
            bench.progress(turn, 3, "starts")
            times.append(until_the_first_page(clone, environment, free_port()))
    first, *again = times
    return {
        "first_start_s": round(first, 1),
        "next_starts_s": [round(each, 2) for each in again],
        "first_within_120_s": first <= FIRST_S,
        "next_within_5_s": max(again) <= SECOND_S,
        "load_average_after": round(os.getloadavg()[0], 2),
    }
