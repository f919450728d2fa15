"""Who rings whom when word must get round: a few callers for everybody, a few calls for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush
from random import Random
from typing import Any

from kizuna.bonds import calling, polishing
from kizuna.bonds.calling import NOBODY
from kizuna.bonds.coverage import QUICK, WORK, Calls, Covered, covered
from kizuna.bonds.fast import can_compile, chances, ints, kernel, longs, plain, taken
from kizuna.bonds.graph import Graph, build, two_steps

MOST_CALLS = 5
CALLERS = 3
POLISHED_FROM, POLISHED_TO = 100, 2_000
"""Trees for so many people are made better by moving calls, where loops are compiled."""
WORDS = 10
"""Times 62 tries in which a moved call must prove itself."""
MOVES = 40_000_000
"""Moves that are looked at, times people."""
STARTERS = 10
"""How many the centre rings itself: with fewer, bad luck at the start stops it all."""


@dataclass(frozen=True)
class Caller:
    """What is known of one person for a phone tree. Empty and None: not known, which hinders no call."""

    agreed: bool = True
    """Whether they said yes to ringing others. Everybody is rung."""
    languages: frozenset[str] = frozenset()
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class PhoneTree:
    """A phone tree: for each person who rings them, the first one before the others."""

    callers: tuple[tuple[int, ...], ...]
    starters: tuple[int, ...]
    """Rung by the centre, in this order."""
    graph: Graph
    """The ties that can carry a call."""
    agreed: tuple[bool, ...]
    width: int = CALLERS
    most: int = MOST_CALLS
    quick: bool = False
    """Tried at once, while somebody waits for a page: no compiler, fewer tries."""

    @cached_property
    def calls(self) -> tuple[tuple[int, ...], ...]:
        """For each person whom they ring: those first whom nobody else rings before."""
        rings: list[list[int]] = [[] for _ in self.callers]
        for place in range(self.width):
            for person, callers in enumerate(self.callers):
                if place < len(callers):
                    rings[callers[place]].append(person)
        return tuple(map(tuple, rings))

    def reached(self) -> frozenset[int]:
        """Who hears it when everybody answers."""
        calls = self.calls
        found, open_ = set(self.starters), list(self.starters)
        while open_:
            for person in calls[open_.pop()]:
                if person not in found:
                    found.add(person)
                    open_.append(person)
        return frozenset(found)


def carrying(
    people: int, a: Sequence[int], b: Sequence[int], who: Mapping[int, Caller], within: float | None = None
) -> tuple[list[int], list[int]]:
    """The ties that can carry a call: a language in common, and not further apart than `within` metres."""
    if not who:
        return plain(a), plain(b)
    bits: dict[str, int] = {}
    speaks, lat, lon = [0] * people, [float("nan")] * people, [0.0] * people
    for person, one in who.items():
        for language in sorted(one.languages):
            speaks[person] |= 1 << bits.setdefault(language, min(len(bits), 61))
        if one.lat is not None and one.lon is not None:
            lat[person], lon[person] = one.lat, one.lon
    keep = [0] * len(a)
    calling.allowed(a, b, speaks, lat, lon, within or 1e9, keep)
    return [int(x) for x, yes in zip(a, keep, strict=True) if yes], [
        int(x) for x, yes in zip(b, keep, strict=True) if yes
    ]


def spread_out(graph: Graph, agreed: Sequence[bool], count: int) -> tuple[int, ...]:
    """People to begin with, who agreed to ring: each time whoever has most others within two steps who are
    not near somebody chosen before."""
    reach = plain(two_steps(graph))
    heap = [(-reach[u] - 1, u, 0) for u in range(graph.people) if agreed[u] and reach[u]]
    heapify(heap)
    chosen: list[int] = []
    near: set[int] = set()
    while heap and len(chosen) < count:
        _, u, of = heappop(heap)
        own = {u, *(w for one in graph.around(u) for w in (one, *graph.around(one)))}
        if of < len(chosen):  # what somebody adds only shrinks: look again whether they are still the best
            heappush(heap, (-len(own - near), u, len(chosen)))
            continue
        chosen.append(u)
        near |= own
    return tuple(chosen)


def make(
    graph: Graph,
    agreed: Sequence[bool],
    *,
    width: int = CALLERS,
    most: int = MOST_CALLS,
    starters: Sequence[int] = (),
    start_with: int = STARTERS,
    rng: Random,
) -> PhoneTree:
    """A phone tree with `width` callers a person and at most `most` calls each over these ties."""
    n = graph.people
    degrees = plain(graph.degrees())
    luck = [rng.random() for _ in range(n)]
    order = sorted(range(n), key=lambda u: (degrees[u], luck[u]))
    number = [0] * n
    for place, person in enumerate(order):
        number[person] = place
    begin = tuple(starters) or spread_out(graph, agreed, start_with)
    big = _suits(graph)
    draft = _Draft(
        _renamed(graph, number, big), [number[one] for one in begin], [agreed[u] for u in order], width, most
    )
    callers = draft.callers(rng)
    named = tuple(tuple(order[c] for c in callers[number[u]]) for u in range(n))
    return PhoneTree(named, begin, graph, tuple(agreed), width, most)


def _renamed(graph: Graph, number: Sequence[int], big: bool) -> Graph:
    a, b = graph.ends()
    if not graph.big:
        return build(graph.people, [number[u] for u in a], [number[w] for w in b], big=big)
    import numpy as np

    names: Any = np.asarray(number, dtype=np.int32)
    return build(graph.people, names[np.asarray(a)], names[np.asarray(b)], big=True)


@dataclass(frozen=True)
class _Draft:
    """A phone tree in the making, its people in the order of how few could ring them."""

    graph: Graph
    starters: Sequence[int]
    agreed: Sequence[bool]
    width: int
    most: int

    def callers(self, rng: Random) -> list[tuple[int, ...]]:
        """Who rings whom: a tree, then more callers for everybody, then calls moved to where they help."""
        graph, width, most = self.graph, self.width, self.most
        n, big = graph.people, graph.big
        willing = taken([int(one) for one in self.agreed], big=big)
        first, level, calls, queue, waits = (ints(n, at, big=big) for at in (NOBODY, 0, 0, 0, 0))
        begin = taken(self.starters, big=big)
        few = most if width == 1 else min(width, most)
        kernel(calling.grow, big)(
            begin, graph.start, graph.other, willing, few, most, first, level, calls, queue
        )
        callers, count = ints(n * width, big=big), ints(n, big=big)
        kernel(calling.share_out, big)(
            graph.start, graph.other, willing, most, width, first, level, calls, callers, count,
            longs([_up(rng) for _ in range(n)], big=big), longs([0] * n, big=big),
            ints(n * most, NOBODY, big=big), queue, waits,
        )  # fmt: skip
        moved = big and POLISHED_FROM <= n <= POLISHED_TO and width > 1
        if moved:
            self._polish(willing, callers, count, calls, rng)
        rows, many = plain(callers), plain(count)
        found = [tuple(rows[u * width : u * width + many[u]]) for u in range(n)]
        return _in_order(found, self.starters) if moved else found

    def _polish(self, willing: Any, callers: Any, count: Any, calls: Any, rng: Random) -> None:
        graph = self.graph
        n, big = graph.people, graph.big
        starts = ints(n, big=big)
        for one in self.starters:
            starts[one] = 1
        up = longs([_up_seldom(rng) | 1 for _ in range(n * WORDS)], big=big)
        kernel(polishing.polish, big)(
            graph.start, graph.other, willing, self.most, self.width, WORDS, starts, callers, count, calls,
            up, longs([0] * (n * WORDS), big=big), chances(rng.getrandbits(31), 4 * (MOVES // n), big=big),
        )  # fmt: skip


def _in_order(callers: list[tuple[int, ...]], starters: Sequence[int]) -> list[tuple[int, ...]]:
    """The same, each person's callers by how soon they hear it themselves when everybody answers."""
    rings: list[list[int]] = [[] for _ in callers]
    for person, each in enumerate(callers):
        for caller in each:
            rings[caller].append(person)
    level, wave = dict.fromkeys(starters, 0), list(starters)
    while wave:
        after = [w for u in wave for w in rings[u] if w not in level]
        level |= dict.fromkeys(after, level[wave[0]] + 1)
        wave = list(dict.fromkeys(after))
    last = len(callers)
    return [tuple(sorted(each, key=lambda c: (level.get(c, last), c))) for each in callers]


def _up(rng: Random) -> int:
    """In which of 62 tries somebody can be reached, a bit each: in three of four."""
    return rng.getrandbits(62) | rng.getrandbits(62)


def _up_seldom(rng: Random) -> int:
    """The same in five of eight: calls moved for good days alone are missed on bad ones."""
    return rng.getrandbits(62) | (rng.getrandbits(62) & rng.getrandbits(62))


def _suits(graph: Graph) -> bool:
    """Whether trees over this graph are made and tried by compiled loops."""
    return graph.big or (graph.people >= POLISHED_FROM and can_compile())


def as_calls(tree: PhoneTree) -> Calls:
    """The tree in rows, to be tried out."""
    big = not tree.quick and _suits(tree.graph)
    begin: list[int] = [0]
    callee: list[int] = []
    for each in tree.calls:
        callee += each
        begin.append(len(callee))
    willing = taken([int(one) for one in tree.agreed], big=big)
    rows = taken(begin, big=big), taken(callee or [0], big=big)
    return Calls(*rows, willing, taken(tree.starters, big=big), big)


def every_tie(tree: PhoneTree) -> Calls:
    """As if everybody who agreed rang everybody they know: nothing can reach more over these ties."""
    big = not tree.quick and _suits(tree.graph)
    rows = taken(tree.graph.start, big=big), taken(tree.graph.other, big=big)
    willing = taken([int(one) for one in tree.agreed], big=big)
    return Calls(*rows, willing, taken(tree.starters, big=big), big)


@dataclass(frozen=True)
class Tried:
    """Coverage of the tree, of a plain tree with one caller each, and of using every tie."""

    tree: list[Covered]
    plain: list[Covered]
    every_tie: list[Covered]


def tried(tree: PhoneTree, *, seed: int) -> Tried:
    """The tree tried out beside the plain five-call tree and the ceiling, with the same luck."""
    single = PhoneTree(
        tuple(callers[:1] for callers in tree.callers), tree.starters, tree.graph, tree.agreed, 1, tree.most
    )
    ways = [as_calls(tree), as_calls(single), every_tie(tree)]
    return Tried(*covered(ways, tree.graph.people, seed, work=QUICK if tree.quick else WORK))
