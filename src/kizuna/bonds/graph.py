"""A graph of people: who is tied with whom, each tie once, nobody with themselves."""

from collections.abc import MutableSequence, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

from kizuna.bonds import kernels
from kizuna.bonds.fast import BIG, can_compile, floats, ints, kernel, plain, taken

PARTS = 4
"""Into so many parts large graphs are cut for loops that run side by side."""


@dataclass(frozen=True)
class Graph:
    """People as 0, 1, 2, …; the neighbours of u stand in `other[start[u]:start[u + 1]]`, rising."""

    start: Sequence[int]
    other: Sequence[int]
    big: bool

    @property
    def people(self) -> int:
        """How many people there are, with or without ties."""
        return len(self.start) - 1

    @property
    def ties(self) -> int:
        """How many ties there are."""
        return len(self.other) // 2

    def degree(self, person: int) -> int:
        """How many ties this person has."""
        return int(self.start[person + 1] - self.start[person])

    def degrees(self) -> MutableSequence[int]:
        """How many ties everybody has, as a buffer of its own."""
        if not self.big:
            return [high - low for low, high in pairwise(self.start)]
        import numpy as np

        found: Any = np.diff(np.asarray(self.start))
        return cast("MutableSequence[int]", found)

    def around(self, person: int) -> list[int]:
        """Those with whom this person is tied, rising."""
        return plain(self.other[self.start[person] : self.start[person + 1]])

    def tied(self, a: int, b: int) -> bool:
        """Whether these two are tied."""
        return b in self.around(a)

    def pairs(self) -> list[tuple[int, int]]:
        """Each tie once, the smaller number first."""
        return [(u, w) for u in range(self.people) for w in self.around(u) if u < w]

    def ends(self) -> tuple[Sequence[int], Sequence[int]]:
        """Each tie once, the smaller numbers and the larger ones in two rows: for a large graph as arrays."""
        if not self.big:
            pairs = self.pairs()
            return [a for a, _ in pairs], [b for _, b in pairs]
        import numpy as np

        other = np.asarray(self.other)
        ones: Any = np.repeat(np.arange(self.people, dtype=np.int32), np.diff(np.asarray(self.start)))
        once = ones < other
        return cast("Sequence[int]", ones[once]), cast("Sequence[int]", other[once])

    def inverse(self) -> MutableSequence[float]:
        """One over each degree; 0 for whoever has no ties."""
        if not self.big:
            return [1 / degree if degree else 0.0 for degree in self.degrees()]
        import numpy as np

        degree = np.diff(np.asarray(self.start))
        found: Any = np.divide(1.0, degree, out=np.zeros(len(degree)), where=degree > 0)
        return cast("MutableSequence[float]", found)


def build(people: int, a: Sequence[int], b: Sequence[int], *, big: bool | None = None) -> Graph:
    """A graph of so many people from pairs; doubles and ties with oneself are left out."""
    size = people + 2 * len(a)
    large = (size >= BIG and can_compile()) if big is None else big
    ones, others = taken(a, big=large), taken(b, big=large)
    start = ints(people + 1, big=large)
    kernel(kernels.degrees, large)(ones, others, start)
    arcs = int(start[people])
    rows, ordered = ints(arcs, big=large), ints(arcs, big=large)
    kernel(kernels.scatter, large)(ones, others, taken(start, big=large), rows)
    kernel(kernels.mirror, large)(start, rows, taken(start, big=large), ordered)
    clean = ints(people + 1, big=large)
    left = kernel(kernels.once, large)(start, ordered, clean)
    return Graph(clean, ordered[:left], large)


def without(graph: Graph, people: Sequence[int]) -> Graph:
    """The same people, with the ties of some of them taken out."""
    gone = set(people)
    pairs = [(a, b) for a, b in graph.pairs() if a not in gone and b not in gone]
    return build(graph.people, [a for a, _ in pairs], [b for _, b in pairs], big=graph.big)


def with_ties(graph: Graph, more: Sequence[tuple[int, int]]) -> Graph:
    """The same graph and these ties."""
    pairs = [*graph.pairs(), *more]
    return build(graph.people, [a for a, _ in pairs], [b for _, b in pairs], big=graph.big)


def components(graph: Graph) -> Sequence[int]:
    """For each person the smallest number in their component."""
    root = taken(range(graph.people), big=graph.big)
    kernel(kernels.components, graph.big)(graph.start, graph.other, root)
    return root


def cores(graph: Graph) -> Sequence[int]:
    """The largest k for which each person belongs to a k-core."""
    n, big = graph.people, graph.big
    core = ints(n, -1, big=big)
    left = graph.degrees()
    kernel(kernels.cores, big)(graph.start, left, graph.other, ints(n, big=big), core)
    return core


def cut_points(graph: Graph) -> Sequence[int]:
    """1 for each person whose leaving would split the component that they are in, else 0."""
    n, big = graph.people, graph.big
    found, low, parent, cut = (ints(n, big=big) for _ in range(4))
    at = taken(graph.start, big=big)
    kernel(kernels.cut_points, big)(graph.start, graph.other, found, low, parent, at, cut)
    return cut


def holes(graph: Graph) -> tuple[Sequence[float], Sequence[float]]:
    """Burt's constraint and the effective size for each person; -1 for whoever has no ties."""
    n, big = graph.people, graph.big
    parts = PARTS if big else 1
    constraint, size = floats(n, -1.0, big=big), floats(n, -1.0, big=big)
    mark = ints(parts * n, big=big)
    kernel(kernels.holes, big)(parts, graph.start, graph.other, graph.inverse(), mark, constraint, size)
    return constraint, size


def two_steps(graph: Graph) -> Sequence[int]:
    """How many others each person reaches over at most one person between."""
    n, big = graph.people, graph.big
    parts = PARTS if big else 1
    reach = ints(n, big=big)
    kernel(kernels.two_steps, big)(parts, graph.start, graph.other, ints(parts * n, big=big), reach)
    return reach


def page_rank(graph: Graph, damping: float = 0.85, tolerance: float = 1e-8) -> Sequence[float]:
    """PageRank, sum 1. Whoever has no ties passes theirs on to everybody alike."""
    n, big = graph.people, graph.big
    if not n:
        return []
    inverse, rank, passed = graph.inverse(), floats(n, 1 / n, big=big), floats(n, big=big)
    share, lonely = _shares(inverse, n, big)
    step, parts = kernel(kernels.rank_step, big), 8 * PARTS if big else 1
    for _ in range(200):
        base = (1 - damping + damping * sum(rank[u] for u in lonely)) / n
        if step(parts, graph.start, graph.other, inverse, share, base, damping, rank, passed) < tolerance:
            break
        share, passed = passed, share
    return rank


def _shares(inverse: Sequence[float], people: int, big: bool) -> tuple[MutableSequence[float], list[int]]:
    """What each person passes on at the start, and those who have nobody to pass it on to."""
    if not big:
        return [one / people for one in inverse], [u for u, one in enumerate(inverse) if not one]
    import numpy as np

    shares: Any = np.asarray(inverse) / people
    return shares, plain(np.flatnonzero(shares == 0))
