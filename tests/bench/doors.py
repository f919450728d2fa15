"""Open every door and see which rooms' tests notice: `make bench NAME=doors`."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.run import Bench
from tests.house.imports import all_imported
from tests.house.tree import REPOSITORY, sources

MODES = ("deeds", "visible")


def rooms_with_doors(mode: str) -> list[str]:
    """Rooms that ask the table of deeds, or that narrow what is visible."""
    if mode == "deeds":
        asks = (
            s
            for s in sources()
            if "kizuna.access.deeds" in {n.rpartition(".")[0] for n in all_imported(s.tree)}
        )
    else:
        asks = (s for s in sources() if s.kind == "queries" and "def visible" in s.text)
    return sorted({s.room for s in asks})


def caught(mode: str, rooms: list[str]) -> dict[str, str]:
    """Room: the first of its tests that fails when the doors are open."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "caught.json"
        command = (
            *(
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-p",
                "tests.open_doors",
                "-m",
                "doors",
                "-p",
                "no:randomly",
            ),
            *("-p", "no:cacheprovider", "--no-header", "--tb=no", "-n", "0"),
            *(f"tests/{room}" for room in rooms),
        )
        environment = {name: v for name, v in os.environ.items() if not name.startswith(("COV", "PYTEST_"))}
        environment |= {"OPEN_DOORS": mode, "OPEN_DOORS_CAUGHT": str(target)}
        done = subprocess.run(
            command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False
        )
        if not target.exists():
            raise RuntimeError(f"The tests with open doors did not run:\n{done.stdout}\n{done.stderr}")
        found: dict[str, str] = json.loads(target.read_text())
        return found


def run(bench: Bench) -> dict[str, Any]:
    """Figures: rooms with doors and rooms that noticed, for each way of opening them."""
    figures: dict[str, Any] = {}
    for number, mode in enumerate(MODES):
        bench.progress(number, len(MODES), mode)
        rooms = rooms_with_doors(mode)
        noticed = caught(mode, rooms)
        figures[mode] = {
            "rooms": len(rooms),
            "noticed": len(noticed),
            "asleep": sorted(set(rooms) - set(noticed)),
        }
    return figures
