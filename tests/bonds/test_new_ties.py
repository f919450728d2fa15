"""The new ties named are the best there are, and never ones that must not be; champions likewise."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kizuna.bonds.champions import champions
from kizuna.bonds.new_ties import best_new_ties
from tests.bonds.graphs import around, graph, random_pairs, within_two, worth

SEEDS = st.integers(0, 10_000)


@given(SEEDS)
@settings(max_examples=25, deadline=None)
def test_each_is_as_good_as_the_best_found_by_trying_all(seed: int) -> None:
    rng = Random(seed)
    n = rng.randrange(2, 22)
    pairs = random_pairs(n, rng.randrange(0, 2 * n), rng)
    willing = {u for u in range(n) if rng.random() < 0.8}
    barred = set(random_pairs(n, n // 2, rng))
    found = best_new_ties(graph(n, pairs), willing, 3, barred=barred)
    near, used = around(n, pairs), set()
    for one in found:
        before = worth(near)
        allowed = [
            (a, b)
            for a, b in combinations(sorted(willing - used), 2)
            if b not in near[a] and (a, b) not in barred
        ]
        assert (one.a, one.b) in allowed
        best = max(_gain(near, a, b, before) for a, b in allowed)
        assert one.gain == pytest.approx(best)
        near[one.a].add(one.b)
        near[one.b].add(one.a)
        assert worth(near) - before == pytest.approx(one.gain)
        assert (one.a_reach[1], one.b_reach[1]) == tuple(len(within_two(near, u)) for u in (one.a, one.b))
        used |= {one.a, one.b}
    if len(found) < 3:
        left = [p for p in combinations(sorted(willing - used), 2) if p[1] not in near[p[0]]]
        assert all(p in barred or _gain(near, *p, worth(near)) == pytest.approx(0) for p in left)


def _gain(near: list[set[int]], a: int, b: int, before: float) -> float:
    more = [set(each) for each in near]
    more[a].add(b)
    more[b].add(a)
    return worth(more) - before


def test_somebody_alone_comes_first() -> None:
    ring = [(u, (u + 1) % 10) for u in range(10)]
    found = best_new_ties(graph(11, ring), range(11), 1)
    assert 10 in (found[0].a, found[0].b)
    assert (0, 3) in (found[0].a_reach, found[0].b_reach)


@given(SEEDS)
@settings(max_examples=25, deadline=None)
def test_lazy_is_as_good_as_patient(seed: int) -> None:
    rng = Random(seed)
    n = rng.randrange(2, 20)
    pairs = random_pairs(n, rng.randrange(0, 2 * n), rng)
    near, willing = around(n, pairs), sorted(rng.sample(range(n), rng.randrange(1, n)))
    found = champions(graph(n, pairs), willing, "spread", 3)
    covered: set[int] = set()
    for one in found:
        gains = [len(({u} | within_two(near, u)) - covered) for u in willing]
        assert one.gain == max(gains) == one.new
        covered |= {one.person} | within_two(near, one.person)
    assert {one.person for one in found} <= set(willing)


def test_a_bridge_knows_people_on_both_sides() -> None:
    groups = dict.fromkeys(range(3), "north") | dict.fromkeys(range(3, 6), "south")
    found = champions(graph(6, [(0, 1), (1, 3), (4, 5)]), range(6), "bridge", 5, groups, ("north", "south"))
    assert {one.person for one in found} <= {1, 3}
    assert found[0].groups >= 1


def test_newcomers_are_welcomed_by_those_who_know_the_lonely() -> None:
    star = [(0, each) for each in range(1, 6)]
    clique = list(combinations(range(6, 12), 2))
    found = champions(graph(12, star + clique), [0, 6], "welcome", 2)
    assert [one.person for one in found] == [0, 6]
