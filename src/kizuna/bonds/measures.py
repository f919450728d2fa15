"""What is measured of each person and of the whole, from a graph and who was asked."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from kizuna.bonds import graph as graphs
from kizuna.bonds.communities import by_size
from kizuna.bonds.fast import plain
from kizuna.bonds.graph import Graph
from kizuna.bonds.tie import State, state


@dataclass(frozen=True)
class Measured:
    """Everybody in the graph, measure by measure, each in the order of the names."""

    names: Sequence[str]
    states: Sequence[State]
    ties: Sequence[int]
    constraint: Sequence[float]
    """-1 for whoever has no ties: there it is not defined."""
    effective_size: Sequence[float]
    """-1 for whoever has no ties."""
    cut_points: Sequence[int]
    cores: Sequence[int]
    parts: Sequence[int]
    """Components by size, the largest is 1."""
    two_steps: Sequence[int]
    ranks: Sequence[float]

    def isolated(self, person: int) -> bool | None:
        """Whether this person has no ties; None when nobody asked them and nobody named them."""
        return None if self.states[person] == "not observed" else not self.ties[person]


@dataclass(frozen=True)
class Isolation:
    """People without a tie among those asked; whoever was not asked stands apart."""

    asked: int
    isolated: int
    named_only: int
    not_observed: int

    @property
    def rate(self) -> float | None:
        """The share of those asked; None when nobody was."""
        return self.isolated / self.asked if self.asked else None


@dataclass(frozen=True)
class Whole:
    """A graph in figures."""

    people: int
    ties: int
    mean_ties: float | None
    density: float | None
    components: int
    largest_component: int
    cut_points: int
    mean_constraint: float | None
    """Over those with ties, as the literature does."""
    mean_effective_size: float | None
    clustering: float | None
    """Closed among connected triples."""
    max_core: int
    mean_two_steps: float | None
    degree_assortativity: float | None
    isolation: Isolation


def isolation(states: Sequence[State], ties: Sequence[int]) -> Isolation:
    """Counts by what is known: nobody who was not asked is ever counted as isolated."""
    known = Counter(states)
    alone = sum(one == "observed" and not count for one, count in zip(states, ties, strict=True))
    return Isolation(known["observed"], alone, known["named"], known["not observed"])


def measured(graph: Graph, names: Sequence[str], asked: Sequence[bool]) -> Measured:
    """Everything that is measured of each person."""
    degrees = plain(graph.degrees())
    constraint, size = graphs.holes(graph)
    return Measured(
        names=names,
        states=[state(was, count) for was, count in zip(asked, degrees, strict=True)],
        ties=degrees,
        constraint=plain(constraint),
        effective_size=plain(size),
        cut_points=plain(graphs.cut_points(graph)),
        cores=plain(graphs.cores(graph)),
        parts=by_size(plain(graphs.components(graph))),
        two_steps=plain(graphs.two_steps(graph)),
        ranks=plain(graphs.page_rank(graph)),
    )


def whole(graph: Graph, people: Measured) -> Whole:
    """The graph in figures, from what was measured of everybody."""
    n, m = graph.people, graph.ties
    parts = Counter(people.parts)
    constraint = [value for value in people.constraint if value >= 0]
    size = [value for value in people.effective_size if value >= 0]
    return Whole(
        people=n,
        ties=m,
        mean_ties=2 * m / n if n else None,
        density=2 * m / (n * (n - 1)) if n > 1 else None,
        components=len(parts),
        largest_component=max(parts.values(), default=0),
        cut_points=sum(people.cut_points),
        mean_constraint=fmean(constraint) if constraint else None,
        mean_effective_size=fmean(size) if size else None,
        clustering=_clustering(people),
        max_core=max(people.cores, default=0),
        mean_two_steps=fmean(people.two_steps) if n else None,
        degree_assortativity=_degree_assortativity(graph),
        isolation=isolation(people.states, people.ties),
    )


def _clustering(people: Measured) -> float | None:
    """Effective size is degree less twice the ties among neighbours over the degree: turned round."""
    tied = [(ties, size) for ties, size in zip(people.ties, people.effective_size, strict=True) if ties]
    closed = sum((ties - size) * ties for ties, size in tied)
    triples = sum(ties * (ties - 1) for ties, _ in tied)
    return closed / triples if triples else None


def _degree_assortativity(graph: Graph) -> float | None:
    """Correlation of the numbers of ties at the two ends of a tie (Newman 2002)."""
    degrees = plain(graph.degrees())
    arcs = 2 * graph.ties
    if not arcs:
        return None
    mean = sum(d * d for d in degrees) / arcs
    spread = sum(d * (d - mean) ** 2 for d in degrees)
    if spread < 1e-12:
        return None
    start, other = plain(graph.start), plain(graph.other)
    across = 0.0
    for u, degree in enumerate(degrees):
        across += (degree - mean) * sum(degrees[w] - mean for w in other[start[u] : start[u + 1]])
    return float(across / spread)


def by_kind(a: Sequence[int], b: Sequence[int], kinds: Sequence[str], people: int) -> dict[str, list[int]]:
    """For each kind, with how many different others each person has such a tie."""
    seen: dict[str, set[tuple[int, int]]] = {}
    for at, kind in enumerate(kinds):
        if a[at] != b[at]:
            seen.setdefault(kind, set()).add((min(a[at], b[at]), max(a[at], b[at])))
    counts = {kind: [0] * people for kind in sorted(seen)}
    for kind, ties in seen.items():
        for one, other in ties:
            counts[kind][one] += 1
            counts[kind][other] += 1
    return counts
