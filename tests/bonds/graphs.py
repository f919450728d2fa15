"""Small graphs for tests, and what is measured of them by definition alone, without any speed."""

from collections.abc import Iterable
from itertools import combinations
from math import log
from random import Random

from kizuna.bonds.graph import Graph, build


def graph(people: int, pairs: Iterable[tuple[int, int]]) -> Graph:
    """A graph of so many people from pairs."""
    given = list(pairs)
    return build(people, [a for a, _ in given], [b for _, b in given])


def random_pairs(people: int, ties: int, rng: Random) -> list[tuple[int, int]]:
    """So many different pairs by chance."""
    every = list(combinations(range(people), 2))
    return rng.sample(every, min(ties, len(every)))


def around(people: int, pairs: Iterable[tuple[int, int]]) -> list[set[int]]:
    """Who knows whom, as sets."""
    found: list[set[int]] = [set() for _ in range(people)]
    for a, b in pairs:
        if a != b:
            found[a].add(b)
            found[b].add(a)
    return found


def parts(near: list[set[int]], gone: int = -1) -> list[set[int]]:
    """The components, without one person if asked."""
    left, found = set(range(len(near))) - {gone}, []
    while left:
        open_ = [left.pop()]
        part = set(open_)
        while open_:
            new = (near[open_.pop()] - part) - {gone}
            part |= new
            open_ += new
        left -= part
        found.append(part)
    return found


def constraint(near: list[set[int]], i: int) -> float:
    """Burt 1992, equation 2.4, as it stands in the book."""
    p = {u: {v: 1 / len(near[u]) for v in near[u]} for u in range(len(near)) if near[u]}
    return sum((p[i][j] + sum(p[i][q] * p[q].get(j, 0) for q in near[i] - {j})) ** 2 for j in near[i])


def core(near: list[set[int]], k: int) -> set[int]:
    """The k-core: taking out whoever has fewer than k neighbours until nobody has."""
    left = set(range(len(near)))
    while weak := {u for u in left if len(near[u] & left) < k}:
        left -= weak
    return left


def within_two(near: list[set[int]], u: int) -> set[int]:
    """Others within two steps."""
    return set().union(near[u], *(near[w] for w in near[u])) - {u}


def masks(people: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Who knows whom, a bit for each other person: quick enough to try every pair of sixty people."""
    return [sum(1 << w for w in each) for each in around(people, pairs)]


def met(near: list[int], a: int, b: int) -> list[int]:
    """The same with one more tie."""
    found = near[:]
    found[a] |= 1 << b
    found[b] |= 1 << a
    return found


def reach_of(near: list[int], u: int) -> int:
    """Others within two steps, as bits."""
    found, left = near[u], near[u]
    while left:
        one = left & -left
        found |= near[one.bit_length() - 1]
        left ^= one
    return found & ~(1 << u)


def worth_of(near: list[int]) -> float:
    """What a graph is worth: see docs/methods/bonds.md."""
    return sum(log(1 + reach_of(near, u).bit_count()) for u in range(len(near)))
