"""Measures against their definitions, and what nobody was asked."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuna.bonds import graph as graphs
from kizuna.bonds.communities import modularity
from kizuna.bonds.doubt import ratio
from kizuna.bonds.measures import by_kind, isolation, measured, whole
from kizuna.bonds.mixing import mixing
from tests.bonds.graphs import around, constraint, core, graph, parts, random_pairs, within_two

PAIRS = st.integers(1, 12).flatmap(
    lambda n: st.tuples(
        st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=30)
    )
)


@given(PAIRS)
def test_every_measure_is_what_its_definition_says(given_: tuple[int, list[tuple[int, int]]]) -> None:
    n, pairs = given_
    near, found = around(n, pairs), graph(n, pairs)
    assert [set(found.around(u)) for u in range(n)] == near
    assert [found.around(u) for u in range(n)] == [sorted(each) for each in near]
    root = graphs.components(found)
    assert {frozenset(u for u in range(n) if root[u] == r) for r in set(root)} == set(
        map(frozenset, parts(near))
    )
    cores = graphs.cores(found)
    assert all({u for u in range(n) if cores[u] >= k} == core(near, k) for k in range(8))
    whole_parts = len(parts(near))
    lonely = {u for u in range(n) if not near[u]}
    cut = {u for u in range(n) if u not in lonely and len(parts(near, gone=u)) > whole_parts}
    assert {u for u, one in enumerate(graphs.cut_points(found)) if one} == cut
    assert list(graphs.two_steps(found)) == [len(within_two(near, u)) for u in range(n)]
    c, size = graphs.holes(found)
    for u in range(n):
        if near[u]:
            inside = sum(w in near[v] for v in near[u] for w in near[u])
            assert c[u] == pytest.approx(constraint(near, u))
            assert size[u] == pytest.approx(len(near[u]) - inside / len(near[u]))
        else:
            assert c[u] == size[u] == -1
    rank = graphs.page_rank(found)
    assert sum(rank) == pytest.approx(1)
    loose = sum(rank[u] for u in lonely)
    for u in range(n):
        passed = sum(rank[w] / len(near[w]) for w in near[u])
        assert rank[u] == pytest.approx((0.15 + 0.85 * loose) / n + 0.85 * passed, abs=1e-7)


def test_whoever_was_not_asked_is_not_observed_and_in_no_rate() -> None:
    found = graph(5, [(0, 1)])
    people = measured(found, "abcde", [True, False, True, False, False])
    assert people.states == ["observed", "named", "observed", "not observed", "not observed"]
    assert [people.isolated(u) for u in range(5)] == [False, False, True, None, None]
    counted = isolation(people.states, people.ties)
    assert (counted.asked, counted.isolated, counted.named_only, counted.not_observed) == (2, 1, 1, 2)
    assert counted.rate == 0.5
    assert isolation(["not observed"], [0]).rate is None


def test_the_whole_in_figures() -> None:
    # Two triangles joined at one person, and somebody alone.
    found = graph(6, [(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (2, 4)])
    figures = whole(found, measured(found, range(6), [True] * 6))
    assert (figures.components, figures.largest_component, figures.cut_points) == (2, 5, 1)
    assert figures.max_core == 2
    assert figures.clustering == pytest.approx(6 / 10)
    assert figures.mean_ties == 2 and figures.density == pytest.approx(12 / 30)
    empty = whole(graph(0, []), measured(graph(0, []), [], []))
    assert empty.mean_constraint is None and empty.mean_ties is None


def test_mixing_leaves_unknown_values_out() -> None:
    found = mixing("side", [(0, 1), (1, 2), (2, 3), (3, 4)], ["n", "n", "s", "s", ""])
    assert (found.known, found.unknown, found.bonding, found.bridging) == (3, 1, 2, 1)
    assert found.ei_index == pytest.approx(-1 / 3)
    assert found.ei_expected == pytest.approx((12 - 8) / 12)
    assert found.assortativity == pytest.approx((2 / 3 - 0.5) / 0.5)
    nobody = mixing("side", [], [])
    assert nobody.ei_index is nobody.assortativity is nobody.ei_expected is None


def test_a_pair_of_two_kinds_counts_in_both() -> None:
    assert by_kind([0, 1, 0], [1, 0, 2], ["friend", "family", "friend"], 3) == {
        "family": [1, 1, 0],
        "friend": [2, 1, 1],
    }


def test_modularity_of_two_triangles() -> None:
    found = graph(6, [(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5)])
    assert modularity(found, [1, 1, 1, 2, 2, 2]) == pytest.approx(0.5)


def test_an_interval_covers_what_is_true_about_as_often_as_it_says() -> None:
    rng = Random(8)
    times, covered = 200, 0
    for _ in range(times):
        answers = [float(rng.random() < 0.3) for _ in range(80)]
        found = ratio(answers, [1.0] * 80, rng, times=200)
        covered += (found.low or 0) <= 0.3 <= (found.high or 0)
    assert 0.88 <= covered / times <= 0.99
    none, every = (ratio([one] * 80, [1.0] * 80, rng) for one in (0.0, 1.0))
    assert (none.value, none.low, none.high) == (0, 0, pytest.approx(0.0458, abs=1e-4))
    assert (every.value, every.low, every.high) == (1, pytest.approx(0.9542, abs=1e-4), 1)
    assert ratio([], [], rng).value is None
    assert ratio([1.0], [1.0], rng).low is None


def test_many_answers_have_the_interval_that_resampling_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = Random(4)
    over = [rng.gauss(3, 2) for _ in range(800)]
    under = [1.0 + rng.random() for _ in over]
    slow = ratio(over, under, rng)
    monkeypatch.setattr("kizuna.bonds.doubt.MANY", 100)
    quick = ratio(over, under, rng)
    assert quick.value == slow.value
    assert (quick.low, quick.high) == (pytest.approx(slow.low, rel=0.02), pytest.approx(slow.high, rel=0.02))


def test_the_same_seed_gives_the_same_interval() -> None:
    over, under = [1.0, 0.0, 2.0, 5.0], [1.0, 1.0, 2.0, 6.0]
    assert ratio(over, under, Random(1)) == ratio(over, under, Random(1))


def test_compiled_loops_give_what_plain_ones_do() -> None:
    """The one test that waits for a compiler, with the smallest loops."""
    pytest.importorskip("numba")
    pairs = random_pairs(60, 150, Random(3))
    a, b = [x for x, _ in pairs], [y for _, y in pairs]
    quick, slow = graphs.build(60, a, b, big=True), graphs.build(60, a, b, big=False)
    assert list(quick.other) == list(slow.other)
    assert list(graphs.cores(quick)) == list(graphs.cores(slow))
    assert graphs.holes(quick)[0].tolist() == pytest.approx(graphs.holes(slow)[0])  # type: ignore[attr-defined]
