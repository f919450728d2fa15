"""Bonds at size: a random graph of a million people, read and measured beside networkit and others.

Settings: `people=1000000`, `ties=5000000`, `small=100000` (where networkx is measured, and phone trees and
new ties are made), `peers=1` (0 leaves the others out). Compiled loops are run once on a small graph before:
the first run of all on a machine waits for the compiler. igraph is compared with where it is installed; the
program itself never uses it.
"""

import random
import resource
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from kizuna.bonds import graph as graphs
from kizuna.bonds.files import read_ties
from kizuna.bonds.graph import Graph, build
from kizuna.bonds.new_ties import best_new_ties
from kizuna.bonds.phone_tree import make, tried
from tests.bench.run import Bench

LONG = 200_000
"""Up to so many people igraph's constraint is waited for."""
MEASURES: dict[str, Callable[[Graph], Any]] = {
    "components": graphs.components,
    "cores": graphs.cores,
    "page_rank": graphs.page_rank,
    "cut_points": graphs.cut_points,
    "constraint": graphs.holes,
    "two_steps": graphs.two_steps,
}


def _pairs(people: int, ties: int, seed: int) -> Any:
    return np.random.default_rng(seed).integers(0, people, size=(ties, 2), dtype=np.int32)


def _timed(what: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    """Seconds of the best of so many runs, and what came out."""
    best, found = float("inf"), None
    for _ in range(times):
        start = time.perf_counter()
        found = what()
        best = min(best, time.perf_counter() - start)
    return round(best, 3), found


def _networkit(pairs: Any, people: int) -> dict[str, Callable[[], Any]]:
    import networkit as nk

    graph = nk.GraphFromCoo((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), n=people)
    graph.removeSelfLoops()
    graph.removeMultiEdges()

    def page_rank() -> Any:
        algorithm = nk.centrality.PageRank(graph, damp=0.85, tol=1e-8)
        algorithm.norm = nk.centrality.Norm.l1norm
        return algorithm.run()

    return {
        "components": lambda: nk.components.ParallelConnectedComponents(graph).run(),
        "cores": lambda: nk.centrality.CoreDecomposition(graph).run(),
        "page_rank": page_rank,
        "cut_points": lambda: nk.components.BiconnectedComponents(graph).run(),
    }


def _igraph(pairs: Any, people: int) -> dict[str, Callable[[], Any]]:
    import igraph

    graph = igraph.Graph(n=people, edges=pairs)
    graph.simplify()
    return {
        "components": graph.connected_components,
        "cores": graph.coreness,
        "page_rank": lambda: graph.pagerank(damping=0.85),
        "cut_points": graph.articulation_points,
    } | ({"constraint": graph.constraint} if people <= LONG else {})


def _networkx(pairs: Any, people: int) -> dict[str, Callable[[], Any]]:
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(people))
    graph.add_edges_from((a, b) for a, b in pairs.tolist() if a != b)
    few = list(range(200))
    return {
        "components": lambda: list(nx.connected_components(graph)),
        "cores": lambda: nx.core_number(graph),
        "page_rank": lambda: nx.pagerank(graph, tol=1e-8 / people),
        "cut_points": lambda: list(nx.articulation_points(graph)),
        "constraint_of_200": lambda: nx.constraint(graph, few),
    }


def _peer(
    name: str, make_: Callable[..., Any], pairs: Any, people: int, times: int, bench: Bench
) -> dict[str, Any]:
    if find_spec(name) is None:
        return {f"{name}": "not installed"}
    bench.progress(0, 1, f"{name}, {people} people")
    load, ways = _timed(lambda: make_(pairs, people), 1)
    return {f"{name}_load_s": load} | {
        f"{name}_{what}_s": _timed(way, times)[0] for what, way in ways.items()
    }


def _read(pairs: Any) -> tuple[float, Graph]:
    """Seconds from a CSV file to a graph, and the graph."""
    import polars as pl

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ties.csv"
        pl.DataFrame(pairs, schema=["from", "to"]).write_csv(file)

        def load() -> Graph:
            edges = read_ties(file)
            return build(len(edges.names), edges.a, edges.b)

        return _timed(load, 2)


def _own(pairs: Any, people: int, bench: Bench, prefix: str = "") -> dict[str, Any]:
    figures: dict[str, Any] = {}
    bench.progress(0, 1, f"own, {people} people")
    figures[f"{prefix}load_csv_s"], _ = _read(pairs)
    figures[f"{prefix}load_s"], graph = _timed(lambda: build(people, pairs[:, 0], pairs[:, 1], big=True))
    for name, measure in MEASURES.items():
        figures[f"{prefix}{name}_s"], _ = _timed(lambda measure=measure: measure(graph))
    return figures


def _trees(pairs: Any, people: int, bench: Bench) -> dict[str, Any]:
    bench.progress(0, 1, "phone tree and new ties")
    graph = build(people, pairs[:, 0], pairs[:, 1], big=True)
    agreed = [True] * people
    seconds, tree = _timed(lambda: make(graph, agreed, rng=random.Random(bench.seed)), 2)
    tries, found = _timed(lambda: tried(tree, seed=bench.seed), 1)
    ties, best = _timed(lambda: best_new_ties(graph, range(people), 10), 2)
    return {
        "phone_tree_s": seconds,
        "phone_tree_tried_s": tries,
        **{f"coverage_{one.away}": round(one.mean, 4) for one in found.tree},
        **{f"coverage_plain_{one.away}": round(one.mean, 4) for one in found.plain},
        "new_ties_s": ties,
        "new_ties": len(best),
    }


def run(bench: Bench) -> dict[str, Any]:
    """Seconds; the best of three runs, of networkx one."""
    people, ties = bench.setting("people", 1_000_000), bench.setting("ties", 5_000_000)
    small, peers = bench.setting("small", 100_000), bench.setting("peers", 1)
    warm = _pairs(20_000, 60_000, 9)
    _own(warm, 20_000, bench)
    _trees(warm, 20_000, bench)
    few = _pairs(small, 5 * small, bench.seed)
    figures = _own(few, small, bench, "small_") | _trees(few, small, bench)
    if peers:
        figures |= {f"small_{k}": v for k, v in _peer("networkx", _networkx, few, small, 1, bench).items()}
        figures |= {f"small_{k}": v for k, v in _peer("igraph", _igraph, few, small, 1, bench).items()}
    pairs = _pairs(people, ties, bench.seed)
    figures |= _own(pairs, people, bench)
    if peers:
        figures |= _peer("networkit", _networkit, pairs, people, 3, bench)
        figures |= _peer("igraph", _igraph, pairs, people, 1, bench)
    for name in ("numba", "networkit", "numpy", "polars", "networkx", "igraph"):
        try:
            figures[f"version_{name}"] = version(name)
        except PackageNotFoundError:
            continue
    figures["memory_peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    bench.rows |= {"people": people, "ties": ties, "small": small}
    return figures
