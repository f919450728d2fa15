"""`make test`: every check and test that this machine can run, and at the end what was left out.

`--check` stops after lint and types. With KIZUNA_TEST=all nothing may be left out.
Only the standard library is used here, so that a broken project still gets a clear report.
"""

import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
sys.path.insert(0, str(ROOT))
os.chdir(ROOT)

from tests.house.tree import pure_files  # noqa: E402
from tests.machine import NEEDS, NOTHING_LEFT_OUT  # noqa: E402
from tests.postgres import binaries, cluster  # noqa: E402

PYTEST = (sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal")
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "KIZUNA_DEMO"}},
    "KIZUNA_SECRET_KEYS": "a-key-for-tests-only-0123456789abcdef",
}
COUNTED = re.compile(r"(\d+) (passed|failed|errors?|skipped)\b")


def checks() -> dict[str, list[str]]:
    """Lint and types: a name and a command each."""
    python = [sys.executable, "-m"]
    return {
        "ruff": [*python, "ruff", "check", "--quiet", "."],
        "format": [*python, "ruff", "format", "--check", "--quiet", "."],
        "mypy": [*python, "mypy", "--no-error-summary"],
        "mypy, strict on pure files": [
            *(*python, "mypy", "--strict", "--follow-imports=silent", "--no-error-summary"),
            *("--cache-dir", ".mypy_cache/strict"),
            *map(str, pure_files()),
        ],
        "bandit": [*python, "bandit", "--quiet", "--recursive", "--configfile", "pyproject.toml", "src"],
        "template lint": [*python, "djlint", "--lint", "--quiet", "src"],
        "migrations are complete": [
            *(
                *python,
                "django",
                "makemigrations",
                "--check",
                "--dry-run",
                "--settings",
                "kizuna.web.settings",
            )
        ],
    }


def run_check(name: str, command: list[str]) -> bool:
    """Run one check; its words are shown only when it fails."""
    start = time.monotonic()
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    good = done.returncode == 0
    print(f"{'ok  ' if good else 'FAIL'} {name} ({time.monotonic() - start:.0f} s)", flush=True)
    if not good:
        print(done.stdout + done.stderr, flush=True)
    return good


def run_tests(name: str, arguments: list[str], counts: Counter[str], **more: str) -> bool:
    """Run pytest and show what it says as it goes; adds its last line to the counts."""
    print(f"\n--- {name}", flush=True)
    last = ""
    with subprocess.Popen(
        [*PYTEST, *arguments], env={**ENVIRONMENT, **more}, stdout=subprocess.PIPE, text=True
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            if " in " in line and COUNTED.search(line):
                last = line
    for number, what in COUNTED.findall(last):
        counts["failed" if what.startswith("error") else what] += int(number)
    if process.returncode and not counts["failed"]:
        counts["failed"] += 1
    return process.returncode == 0


def left_out() -> list[str]:
    """What this machine cannot run, each with the way to add it."""
    lacks = [lack for there, lack in NEEDS.values() if not there]
    if binaries() is None:
        lacks.append("no PostgreSQL: apt-get install postgresql")
    return lacks


def main(arguments: list[str]) -> int:
    """Run it all; the last line is the count of tests."""
    start = time.monotonic()
    lacks = left_out()
    if NOTHING_LEFT_OUT and lacks:
        print("KIZUNA_TEST=all leaves nothing out, but this machine has\n- " + "\n- ".join(lacks))
        return 1
    with ThreadPoolExecutor(2) as pool:
        good = all(list(pool.map(lambda item: run_check(*item), checks().items())))
    if "--check" in arguments:
        return 0 if good else 1
    counts: Counter[str] = Counter()
    coverage = ["--cov", "--cov-report=term", "--cov-fail-under=90"]
    good &= run_tests("tests on SQLite", ["-m", "not browser", *coverage], counts)
    if binaries() is not None:
        with cluster() as url:
            those = ["-m", "not browser", "-p", "tests.database_only"]
            good &= run_tests("tests on PostgreSQL, of a database", those, counts, DATABASE_URL=url)
            # How a page looks does not depend on the database; the way through the pages might.
            good &= run_browser("PostgreSQL", lacks, counts, ["tests/browser/test_path.py"], DATABASE_URL=url)
    good &= run_browser("SQLite", lacks, counts)
    print(f"\nAll this took {time.monotonic() - start:.0f} s.")
    print("Left out: " + ("; ".join(lacks) if lacks else "nothing") + ".")
    if not good:
        print("Something above failed.")
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 0 if good else 1


def run_browser(
    database: str, lacks: list[str], counts: Counter[str], only: Sequence[str] = (), **more: str
) -> bool:
    """The browser tests, when there are a browser and tests for it; `only`: these files."""
    if any("Chromium" in lack for lack in lacks) or not (ROOT / "tests" / "browser").is_dir():
        return True
    return run_tests(f"browser tests on {database}", ["-m", "browser", *only], counts, **more)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
