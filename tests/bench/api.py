"""Chance against every operation of the API, as six callers, by session and token. Setting: `examples=40`."""

import os
import re
import subprocess
import sys
from typing import Any

from tests.bench.run import Bench
from tests.house.tree import REPOSITORY

CALLERS = ("stranger", "worker", "resident", "organiser", "admin", "program with a token")


def run(bench: Bench) -> dict[str, Any]:
    """Figures: requests an operation and caller, and callers for whom an answer was not as documented."""
    examples = bench.setting("examples", 40)
    bench.progress(0, 1, f"{examples} requests to each operation, as each of {len(CALLERS)} callers")
    environment = {name: v for name, v in os.environ.items() if not name.startswith(("COV", "PYTEST_"))}
    done = subprocess.run(
        (
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n",
            "0",
            "-p",
            "no:randomly",
            "tests/web/test_api_schema.py",
        ),
        cwd=REPOSITORY,
        env=environment | {"KIZUNA_API_EXAMPLES": str(examples), "KIZUNA_API_SEED": str(bench.seed)},
        capture_output=True,
        text=True,
        check=False,
    )
    passed = re.search(r"(\d+) passed", done.stdout)
    if not passed and "failed" not in done.stdout:
        raise RuntimeError(done.stdout + done.stderr)
    right = int(passed[1]) if passed else 0
    if right < len(CALLERS):
        sys.stderr.write(done.stdout)
    return {"examples_each": examples, "callers": len(CALLERS), "callers_with_faults": len(CALLERS) - right}
