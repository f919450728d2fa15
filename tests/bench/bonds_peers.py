"""What other libraries take for the same measures: each in a process of its own, ended when it is long.

`python -m tests.bench.bonds_peers LIBRARY MEASURE PEOPLE TIES SEED TIMES` writes one JSON object: seconds to
load the graph, seconds of the best run, and what came out as one figure, to be compared with ours.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[2]
FEW = 200
"""People whose constraint networkx works out: everybody would take it an hour."""
MEASURES = {
    "networkit": ("components", "cores", "page_rank", "cut_points"),
    "igraph": ("components", "cores", "page_rank", "cut_points", "constraint"),
    "networkx": ("components", "cores", "page_rank", "cut_points", f"constraint_of_{FEW}"),
}
Way = Callable[[], Any]


def pairs(people: int, ties: int, seed: int) -> Any:
    """A random graph: two people a tie, drawn alike."""
    return np.random.default_rng(seed).integers(0, people, size=(ties, 2), dtype=np.int32)


def timed(what: Way, times: int = 3) -> tuple[float, Any]:
    """Seconds of the best of so many runs, and what came out."""
    best, found = float("inf"), None
    for _ in range(times):
        start = time.perf_counter()
        found = what()
        best = min(best, time.perf_counter() - start)
    return round(best, 3), found


def _networkit(drawn: Any, people: int) -> dict[str, tuple[Way, Callable[[Any], float | None]]]:
    import networkit as nk

    graph = nk.GraphFromCoo((np.ones(len(drawn)), (drawn[:, 0], drawn[:, 1])), n=people)
    graph.removeSelfLoops()
    graph.removeMultiEdges()

    def page_rank() -> Any:
        algorithm = nk.centrality.PageRank(graph, damp=0.85, tol=1e-8)
        algorithm.norm = nk.centrality.Norm.l1norm
        return algorithm.run()

    return {
        "components": (
            lambda: nk.components.ParallelConnectedComponents(graph).run(),
            lambda done: done.numberOfComponents(),
        ),
        "cores": (lambda: nk.centrality.CoreDecomposition(graph).run(), lambda done: sum(done.scores())),
        "page_rank": (page_rank, lambda done: spread(done.scores())),
        "cut_points": (lambda: nk.components.BiconnectedComponents(graph).run(), lambda done: None),
    }


def _igraph(drawn: Any, people: int) -> dict[str, tuple[Way, Callable[[Any], float | None]]]:
    import igraph

    graph = igraph.Graph(n=people, edges=drawn)
    graph.simplify()
    return {
        "components": (graph.connected_components, len),
        "cores": (graph.coreness, sum),
        "page_rank": (lambda: graph.pagerank(damping=0.85), spread),
        "cut_points": (graph.articulation_points, len),
        "constraint": (graph.constraint, lambda done: float(np.nanmean(done))),
    }


def _networkx(drawn: Any, people: int) -> dict[str, tuple[Way, Callable[[Any], float | None]]]:
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(people))
    graph.add_edges_from((a, b) for a, b in drawn.tolist() if a != b)
    few = list(range(FEW))
    return {
        "components": (lambda: list(nx.connected_components(graph)), len),
        "cores": (lambda: nx.core_number(graph), lambda done: sum(done.values())),
        "page_rank": (
            lambda: nx.pagerank(graph, tol=1e-8 / people),
            lambda done: spread([done[u] for u in range(people)]),
        ),
        "cut_points": (lambda: list(nx.articulation_points(graph)), len),
        f"constraint_of_{FEW}": (lambda: nx.constraint(graph, few), lambda done: sum(done.values()) / FEW),
    }


def spread(ranks: Any) -> float:
    """One figure that two lists of ranks share only if they agree person by person; both scaled to sum 1.

    networkit lets go of what people without ties would pass on.
    """
    found = np.asarray(ranks, dtype=float)
    found = found / found.sum()
    return float(found @ np.cos(np.arange(len(found))) + np.square(found * len(found)).mean())


LIBRARIES: dict[str, Callable[[Any, int], dict[str, tuple[Way, Callable[[Any], float | None]]]]] = {
    "networkit": _networkit,
    "igraph": _igraph,
    "networkx": _networkx,
}


def measured(library: str, people: int, ties: int, seed: int, *, times: int, limit: int) -> dict[str, Any]:
    """Seconds by measure; of one that took longer than `limit` seconds, loading included, that it did."""
    if find_spec(library) is None:
        return {library: "not installed"}
    found: dict[str, Any] = {}
    for measure in MEASURES[library]:
        asked = [library, measure, people, ties, seed, times]
        command = [sys.executable, "-m", "tests.bench.bonds_peers", *map(str, asked)]
        try:
            done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=limit, check=True)
        except subprocess.TimeoutExpired:
            found[f"{library}_{measure}_s"] = f"over {limit}"
            continue
        said = json.loads(done.stdout)
        found[f"{library}_load_s"] = min(said["load_s"], found.get(f"{library}_load_s", said["load_s"]))
        found[f"{library}_{measure}_s"] = said["seconds"]
        found[f"{library}_{measure}"] = said["figure"]
    return found


def main(library: str, measure: str, people: str, ties: str, seed: str, times: str) -> None:
    """One measure of one library."""
    drawn = pairs(int(people), int(ties), int(seed))
    load, ways = timed(lambda: LIBRARIES[library](drawn, int(people)), 1)
    way, figure = ways[measure]
    seconds, found = timed(way, int(times))
    print(json.dumps({"load_s": load, "seconds": seconds, "figure": figure(found)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
