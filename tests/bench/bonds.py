"""Bonds at size: a random graph of a million people, read and measured beside networkit, igraph and networkx.

Settings: `people=1000000`, `ties=5000000`, `small=100000` (where networkx is measured, and phone trees and
new ties are made), `peers=1` (0 leaves the others out), `limit=300` (seconds for one measure of another
library, loading included). Compiled loops are run once on a small graph before: the first run of all on a
machine waits for the compiler. networkx and igraph are compared with where they are installed; the program
itself never uses them (igraph is GPL).
"""

import random
import resource
import tempfile
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from kizuna.bonds import graph as graphs
from kizuna.bonds.files import read_ties
from kizuna.bonds.graph import Graph, build
from kizuna.bonds.new_ties import best_new_ties
from kizuna.bonds.phone_tree import make, tried
from tests.bench.bonds_peers import FEW, measured, pairs, spread, timed
from tests.bench.run import Bench

MEASURES: dict[str, Callable[[Graph], Any]] = {
    "components": graphs.components,
    "cores": graphs.cores,
    "page_rank": graphs.page_rank,
    "cut_points": graphs.cut_points,
    "constraint": graphs.holes,
    "two_steps": graphs.two_steps,
}
FIGURES: dict[str, Callable[[Any], float]] = {
    "components": lambda found: len(np.unique(found)),
    "cores": lambda found: float(np.sum(found)),
    "page_rank": spread,
    "cut_points": lambda found: float(np.sum(found)),
    "constraint": lambda found: float(np.mean(found[0][found[0] >= 0])),
    f"constraint_of_{FEW}": lambda found: float(np.sum(np.where(found[0] < 0, np.nan, found[0])[:FEW]) / FEW),
}
"""One figure of what came out, as the others give it."""


def _read(drawn: Any) -> tuple[float, Graph]:
    """Seconds from a CSV file to a graph, and the graph."""
    import polars as pl

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ties.csv"
        pl.DataFrame(drawn, schema=["from", "to"]).write_csv(file)

        def load() -> Graph:
            edges = read_ties(file)
            return build(len(edges.names), edges.a, edges.b)

        return timed(load, 2)


def _own(drawn: Any, people: int, bench: Bench, prefix: str = "") -> tuple[dict[str, Any], dict[str, float]]:
    """Seconds by measure, and what came out of each as one figure."""
    figures: dict[str, Any] = {}
    bench.progress(0, 1, f"own, {people} people")
    figures[f"{prefix}load_csv_s"], _ = _read(drawn)
    figures[f"{prefix}load_s"], graph = timed(lambda: build(people, drawn[:, 0], drawn[:, 1], big=True))
    results = {}
    for name, measure in MEASURES.items():
        figures[f"{prefix}{name}_s"], results[name] = timed(lambda measure=measure: measure(graph))
    results[f"constraint_of_{FEW}"] = results["constraint"]
    return figures, {name: figure(results[name]) for name, figure in FIGURES.items()}


def _beside(
    library: str, people: int, ties: int, own: dict[str, float], bench: Bench, *, times: int
) -> dict[str, Any]:
    """Seconds of another library, and where what it found is not what we found."""
    bench.progress(0, 1, f"{library}, {people} people")
    found = measured(library, people, ties, bench.seed, times=times, limit=bench.setting("limit", 300))
    theirs = {name: found.pop(f"{library}_{name}", None) for name in own}
    differ = [
        name
        for name, value in theirs.items()
        if value is not None and abs(value - own[name]) > 1e-6 * abs(value)
    ]
    return found | {f"{library}_differs_in": differ}


def _trees(drawn: Any, people: int, bench: Bench) -> dict[str, Any]:
    bench.progress(0, 1, "phone tree and new ties")
    graph = build(people, drawn[:, 0], drawn[:, 1], big=True)
    agreed = [True] * people
    seconds, tree = timed(lambda: make(graph, agreed, rng=random.Random(bench.seed)), 2)
    tries, found = timed(lambda: tried(tree, seed=bench.seed), 1)
    ties, best = timed(lambda: best_new_ties(graph, range(people), 10), 2)
    return {
        "phone_tree_s": seconds,
        "phone_tree_tried_s": tries,
        **{f"coverage_{one.away}": round(one.mean, 4) for one in found.tree},
        **{f"coverage_plain_{one.away}": round(one.mean, 4) for one in found.plain},
        "new_ties_s": ties,
        "new_ties": len(best),
    }


def _times_slower(figures: dict[str, Any], people: int) -> dict[str, float]:
    """How many times as long networkx takes; its constraint is measured on a few and taken times as many."""
    found = {}
    for name in MEASURES:
        seconds = figures.get(f"small_networkx_{name}_s")
        if isinstance(seconds, float):
            found[f"networkx_{name}_times"] = round(seconds / figures[f"small_{name}_s"], 1)
    few = figures.get(f"small_networkx_constraint_of_{FEW}_s")
    if isinstance(few, float):
        found["networkx_constraint_times"] = round(few * people / FEW / figures["small_constraint_s"], 1)
    return found


def run(bench: Bench) -> dict[str, Any]:
    """Seconds; the best of three runs, of networkx and igraph one."""
    people, ties = bench.setting("people", 1_000_000), bench.setting("ties", 5_000_000)
    small, peers = bench.setting("small", 100_000), bench.setting("peers", 1)
    warm = pairs(20_000, 60_000, 9)
    _own(warm, 20_000, bench)
    _trees(warm, 20_000, bench)
    few = pairs(small, 5 * small, bench.seed)
    figures, found = _own(few, small, bench, "small_")
    figures |= _trees(few, small, bench)
    if peers:
        for library in ("networkx", "igraph"):
            beside = _beside(library, small, 5 * small, found, bench, times=1)
            figures |= {f"small_{name}": value for name, value in beside.items()}
        figures |= _times_slower(figures, small)
    mine, found = _own(pairs(people, ties, bench.seed), people, bench)
    figures |= mine
    if peers:
        figures |= _beside("networkit", people, ties, found, bench, times=3)
        figures |= _beside("igraph", people, ties, found, bench, times=1)
    for name in ("numba", "networkit", "numpy", "polars", "networkx", "igraph"):
        try:
            figures[f"version_{name}"] = version(name)
        except PackageNotFoundError:
            continue
    figures["memory_peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    bench.rows |= {"people": people, "ties": ties, "small": small}
    return figures
