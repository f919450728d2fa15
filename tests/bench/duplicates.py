"""Duplicates in a large directory: `make bench NAME=duplicates ARGS="services=100000"`.

A real directory again and again by other ids, so that each service stands there many times: the worst case.
Said: the seconds of the search at a quarter, half and all of them, so that more than a straight line would
show; the whole nightly task; and how often the rules agree with pairs that people labelled.
"""

import os
import time
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from kizuna.access.viewer import SYSTEM
from kizuna.directory.actions import find_alike
from kizuna.directory.alike import suspicions
from kizuna.directory.models import Alike
from kizuna.directory.queries import entries
from tests.bench.resample import resample
from tests.bench.run import Bench
from tests.pairs import FOLDER, SETS, agreed, labelled

HOUSE = SYSTEM("bench")


def _labels() -> dict[str, Any]:
    found = {}
    for name, file in SETS.items():
        result = agreed(*labelled(FOLDER / file))
        found[name] = {
            "precision": round(result.precision, 3),
            "recall": round(result.recall, 3),
            "right": result.right,
            "wrong": result.wrong,
            "missed": result.missed,
        }
    return found


def run(bench: Bench) -> dict[str, Any]:
    """Seconds and counts."""
    call_command("migrate", verbosity=0)
    bench.rows["services"] = resample(bench.setting("services", 100_000), bench)
    start = time.process_time()
    given = entries(HOUSE, "service")
    seconds = {"reading_cpu_s": round(time.process_time() - start, 1)}
    for turn, part in enumerate((len(given) // 4, len(given) // 2, len(given))):
        bench.progress(turn, 4, f"{part} services")
        start = time.process_time()
        pairs = len(suspicions(given[:part]))
        seconds[f"search_{part}_cpu_s"] = round(time.process_time() - start, 1)
    bench.progress(3, 4, "the task on the database")
    wall = time.perf_counter()
    waiting = find_alike(by=HOUSE, now=timezone.now())
    task = round(time.perf_counter() - wall, 1)
    wall = time.perf_counter()
    find_alike(by=HOUSE, now=timezone.now())
    return {
        **seconds,
        "pairs_in_all": pairs,
        "pairs_waiting": waiting,
        "rows": Alike.objects.count(),
        "task_s": task,
        "second_night_s": round(time.perf_counter() - wall, 1),
        "labelled": _labels(),
        "load_average_after": round(os.getloadavg()[0], 2),
    }
