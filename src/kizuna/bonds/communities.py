"""Communities: parts of a graph with more ties inside than chance would give."""

from collections import Counter
from collections.abc import Sequence

from kizuna.bonds.fast import plain
from kizuna.bonds.graph import Graph

ALONE = 100_000
"""Up to so many ties one thread does the work, and the same seed gives the same communities."""


def communities(graph: Graph, seed: int = 1) -> list[int] | None:
    """Each person's community, the largest 1, by the Leiden method; None without the extra `bonds`.

    Whoever has no ties is a community of one.
    """
    try:
        import networkit as nk
        import numpy as np
    except ImportError:
        return None
    if not graph.ties:
        return list(range(1, graph.people + 1))
    nk.setSeed(seed, False)
    nk.setNumberOfThreads(1 if graph.ties <= ALONE else nk.getMaxNumberOfThreads())
    a, b = graph.ends()
    found = nk.GraphFromCoo((np.ones(len(a)), (np.asarray(a), np.asarray(b))), n=graph.people)
    leiden = nk.community.ParallelLeiden(found, randomize=True)
    leiden.run()
    return by_size(leiden.getPartition().getVector())


def by_size(part: Sequence[int]) -> list[int]:
    """The same parts numbered by size, the largest 1; of two as large the one met first."""
    sizes = Counter(part)
    number = {one: place for place, (one, _) in enumerate(sizes.most_common(), 1)}
    return [number[one] for one in part]


def modularity(graph: Graph, part: Sequence[int]) -> float | None:
    """How many more ties lie inside than by chance (Newman and Girvan 2004); None without ties."""
    if not graph.ties:
        return None
    inside = 0
    ends: Counter[int] = Counter()
    start, other = plain(graph.start), plain(graph.other)
    for u in range(graph.people):
        ends[part[u]] += start[u + 1] - start[u]
        inside += sum(part[w] == part[u] for w in other[start[u] : start[u + 1]])
    arcs = 2 * graph.ties
    return inside / arcs - sum((count / arcs) ** 2 for count in ends.values())
