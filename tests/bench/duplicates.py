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
from tests.pairs import FOLDER, SETS, Agreed, agreed, labelled, of_two_bodies

HOUSE = SYSTEM("bench")


def _figures(result: Agreed) -> dict[str, Any]:
    counts = {"right": result.right, "wrong": result.wrong, "missed": result.missed}
    return {"precision": round(result.precision, 3), "recall": round(result.recall, 3), **counts}


def _labels() -> dict[str, Any]:
    found = {}
    for name, file in SETS.items():
        one, two = labelled(FOLDER / file)
        found[name] = _figures(agreed(one, two))
        found[f"{name}_of_two_organisations"] = _figures(agreed(of_two_bodies(one), of_two_bodies(two)))
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
    wall, cpu = time.perf_counter(), time.process_time()
    waiting = find_alike(by=HOUSE, now=timezone.now())
    seconds |= {
        "task_s": round(time.perf_counter() - wall, 1),
        "task_cpu_s": round(time.process_time() - cpu, 1),
    }
    wall = time.perf_counter()
    find_alike(by=HOUSE, now=timezone.now())
    return {
        **seconds,
        "pairs_in_all": pairs,
        "pairs_waiting": waiting,
        "rows": Alike.objects.count(),
        "second_night_s": round(time.perf_counter() - wall, 1),
        "labelled": _labels(),
        "load_average_after": round(os.getloadavg()[0], 2),
    }
