"""The new ties named are the best there are, and never ones that must not be; champions likewise."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kizuna.bonds.champions import champions
from kizuna.bonds.new_ties import best_new_ties
from tests.bonds.graphs import around, graph, masks, met, random_pairs, reach_of, within_two, worth_of

SEEDS = st.integers(0, 10_000)


# How a graph came about: how many people, and about how many ties each of them has.
GRAPHS = [
    *((n, ties) for n in (2, 3, 5, 9, 14, 21) for ties in (0.5, 1.5, 4)),
    *((n, ties) for n in (30, 45, 60) for ties in (0.6, 2, 6)),
    (60, 20),
]


@pytest.mark.parametrize(("n", "ties"), GRAPHS)
def test_each_is_the_best_that_trying_every_pair_finds(n: int, ties: float) -> None:
    """Up to 60 people: of all pairs that may be, none gains more, once those named before have met."""
    rng = Random(n * 1000 + int(10 * ties))
    pairs = random_pairs(n, round(ties * n / 2), rng)
    willing = {u for u in range(n) if rng.random() < 0.9}
    barred = set(random_pairs(n, n // 2, rng))
    found = best_new_ties(graph(n, pairs), willing, 10 if n <= 21 else 4, barred=barred)
    near, used = masks(n, pairs), set()
    for one in found:
        allowed = _allowed(near, willing - used, barred)
        before = worth_of(near)
        assert (one.a, one.b) in allowed
        assert one.gain == pytest.approx(max(worth_of(met(near, a, b)) for a, b in allowed) - before)
        after = met(near, one.a, one.b)
        assert worth_of(after) - before == pytest.approx(one.gain)
        reached = [(_reach(near, u), _reach(after, u)) for u in (one.a, one.b)]
        assert [one.a_reach, one.b_reach] == reached
        near = after
        used |= {one.a, one.b}
    if len(found) < (10 if n <= 21 else 4):
        before = worth_of(near)
        left = _allowed(near, willing - used, barred)
        assert all(worth_of(met(near, a, b)) == pytest.approx(before) for a, b in left)


def _allowed(near: list[int], willing: set[int], barred: set[tuple[int, int]]) -> list[tuple[int, int]]:
    every = combinations(sorted(willing), 2)
    return [(a, b) for a, b in every if not near[a] >> b & 1 and (a, b) not in barred]


def _reach(near: list[int], u: int) -> int:
    return reach_of(near, u).bit_count()


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
