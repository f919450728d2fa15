"""Few people who reach many: suggestions for a human, made only of people who said they would."""

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kizuna.access.wording import N_
from kizuna.bonds.graph import Graph

Purpose = Literal["spread", "welcome", "bridge"]
PURPOSES: dict[Purpose, str] = {
    "spread": N_("Pass on a message"),
    "welcome": N_("Welcome people who know few others"),
    "bridge": N_("Bring two groups together"),
}


@dataclass(frozen=True)
class Champion:
    """Somebody to ask, and why: how many they know, and how many of those the others named do not."""

    person: int
    gain: float
    knows: int
    new: int
    """Of the people whom they bring in, those whom nobody named before them does."""
    groups: int
    """In how many groups they know somebody; 0 where no groups were given."""


def _lazy(
    willing: Sequence[int], gain: Callable[[int], float], take: Callable[[int], None], count: int
) -> list[tuple[int, float]]:
    """The best by marginal gain, one after the other (Minoux 1978).

    What somebody adds can only shrink as others are taken: an old figure is a bound, and is worked out anew
    only for whoever stands on top.
    """
    heap = [(-gain(u), u, 0) for u in willing]
    heapq.heapify(heap)
    chosen: list[tuple[int, float]] = []
    while heap and len(chosen) < count:
        value, u, of = heapq.heappop(heap)
        if of < len(chosen):
            heapq.heappush(heap, (-gain(u), u, len(chosen)))
            continue
        if value >= 0:
            break
        chosen.append((u, -value))
        take(u)
    return chosen


def champions(
    graph: Graph,
    willing: Sequence[int],
    purpose: Purpose,
    count: int,
    groups: Mapping[int, str] | None = None,
    pair: tuple[str, str] = ("", ""),
) -> list[Champion]:
    """At most so many of those who are willing, the best first.

    spread: reach over two steps counts. Welcome: whoever they know counts, the more the fewer ties they have.
    Bridge: only those who know people of both groups of the `pair`, by how many of both they know.
    """
    of = groups or {}
    weight = _weights(graph, purpose, of, pair)
    near = _two_steps if purpose == "spread" else _one_step
    covered: set[int] = set()
    reach: dict[int, frozenset[int]] = {}

    def brings(u: int) -> frozenset[int]:
        if u not in reach:
            reach[u] = frozenset(w for w in near(graph, u) if weight(w) > 0)
        return reach[u]

    ready = [u for u in sorted(set(willing)) if purpose != "bridge" or _knows_both(graph, u, of, pair)]
    found: list[Champion] = []

    def gain(u: int) -> float:
        return sum(weight(w) for w in sorted(brings(u) - covered))

    def take(u: int) -> None:
        around = graph.around(u)
        found.append(
            Champion(
                u, gain(u), len(around), len(brings(u) - covered), len({of[w] for w in around if of.get(w)})
            )
        )
        covered.update(brings(u))

    _lazy(ready, gain, take, count)
    return found


def _one_step(graph: Graph, u: int) -> set[int]:
    return {u, *graph.around(u)}


def _two_steps(graph: Graph, u: int) -> set[int]:
    near = graph.around(u)
    return {u, *near, *(w for each in near for w in graph.around(each))}


def _knows_both(graph: Graph, u: int, of: Mapping[int, str], pair: tuple[str, str]) -> bool:
    return {of.get(w, "") for w in (u, *graph.around(u))} >= set(pair)


def _weights(
    graph: Graph, purpose: Purpose, of: Mapping[int, str], pair: tuple[str, str]
) -> Callable[[int], float]:
    if purpose == "welcome":
        return lambda w: 1.0 / (1 + graph.degree(w))
    if purpose == "bridge":
        return lambda w: 1.0 if of.get(w) in pair else 0.0
    return lambda w: 1.0
