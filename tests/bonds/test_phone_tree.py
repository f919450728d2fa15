"""Phone trees keep their rules, say whom they do not reach, and mend themselves."""

import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kizuna.bonds import polishing
from kizuna.bonds.mending import fixes, repaired
from kizuna.bonds.phone_tree import Caller, PhoneTree, carrying, make, tried
from kizuna.cli import main
from tests.bonds.graphs import around, graph, parts, random_pairs

SEEDS = st.integers(0, 10_000)


def planted(seed: int, most_ties: int = 4) -> tuple[PhoneTree, list[tuple[int, int]]]:
    rng = Random(seed)
    n = rng.randrange(2, 40)
    pairs = random_pairs(n, rng.randrange(0, most_ties * n), rng)
    agreed = [rng.random() < 0.8 for _ in range(n)]
    return make(graph(n, pairs), agreed, start_with=rng.randrange(1, 4), rng=rng), pairs


def rules_hold(tree: PhoneTree) -> None:
    for caller, rung in enumerate(tree.calls):
        assert len(rung) <= tree.most == 5
        assert not rung or tree.agreed[caller]
        assert all(tree.graph.tied(caller, person) for person in rung)
    assert all(len(callers) <= tree.width and len(set(callers)) == len(callers) for callers in tree.callers)


@given(SEEDS)
@settings(max_examples=60)
def test_nobody_rings_strangers_or_too_many_or_without_having_agreed(seed: int) -> None:
    tree, _ = planted(seed)
    rules_hold(tree)


@given(SEEDS)
@settings(max_examples=60)
def test_each_fix_brings_it_to_those_whom_it_names_and_all_are_named(seed: int) -> None:
    tree, _ = planted(seed)
    heard = set(tree.reached())
    named = [person for fix in fixes(tree) for person in fix.people]
    assert sorted(named) == sorted(set(range(tree.graph.people)) - heard)
    for fix in fixes(tree):
        assert fix.person in fix.people
        if fix.way == "agree":
            assert fix.caller is not None and not tree.agreed[fix.caller]
        if fix.way in ("agree", "one more call"):
            assert tree.graph.tied(fix.caller, fix.person)  # type: ignore[arg-type]
        if fix.way == "new tie":
            assert fix.caller in heard and not tree.graph.tied(fix.caller, fix.person)
        assert fix.caller is None or fix.caller in heard
        heard.update(fix.people)


@given(SEEDS)
@settings(max_examples=60)
def test_whoever_drops_out_is_out_and_the_rest_keeps_its_rules(seed: int) -> None:
    tree, _ = planted(seed)
    gone = seed % tree.graph.people
    mended, changes = repaired(tree, gone)
    rules_hold(mended)
    assert gone not in mended.starters
    assert not mended.calls[gone] and not mended.callers[gone]
    changed = {one.person for one in changes}
    for person in set(range(tree.graph.people)) - changed - {gone}:
        assert mended.callers[person] == tree.callers[person]


def test_when_one_drops_out_of_a_ring_everybody_still_hears_it() -> None:
    n = 30
    pairs = [(u, (u + step) % n) for u in range(n) for step in (1, 2, 3)]
    tree = make(graph(n, pairs), [True] * n, start_with=2, rng=Random(1))
    assert len(tree.reached()) == n
    for gone in range(n):
        mended, _ = repaired(tree, gone)
        assert mended.reached() == frozenset(range(n)) - {gone}


def test_a_call_is_handed_on_so_that_nobody_is_left_out() -> None:
    # The centre of a star has seven neighbours and five calls; two of them know another neighbour.
    pairs = [(0, each) for each in range(1, 8)] + [(1, 6), (2, 7)]
    tree = make(graph(8, pairs), [True] * 8, starters=(0,), rng=Random(1))
    assert len(tree.reached()) == 8


@given(SEEDS)
@settings(max_examples=40)
def test_with_few_ties_each_everybody_in_reach_is_reached(seed: int) -> None:
    rng = Random(seed)
    n = rng.randrange(2, 30)
    ring = [(u, u + 1) for u in range(n - 1)]
    tree = make(graph(n, ring), [True] * n, start_with=1, rng=rng)
    near = around(n, ring)
    assert len(tree.reached()) == max(len(part) for part in parts(near))


def test_coverage_is_the_same_for_the_same_seed_and_never_above_using_every_tie() -> None:
    tree, _ = planted(11, most_ties=6)
    once, again = tried(tree, seed=4), tried(tree, seed=4)
    assert once == again
    for plain, own, ceiling in zip(once.plain, once.tree, once.every_tie, strict=True):
        assert plain.mean <= own.mean <= ceiling.mean
        assert own.low <= own.high


def test_languages_and_distance_that_are_known_are_kept() -> None:
    who = {
        0: Caller(languages=frozenset({"es"}), lat=25.0, lon=-80.0),
        1: Caller(languages=frozenset({"en"}), lat=25.0, lon=-80.0),
        2: Caller(languages=frozenset({"en", "es"}), lat=25.1, lon=-80.0),
        3: Caller(),
    }
    a, b = [0, 0, 1, 0, 2], [1, 2, 2, 3, 3]
    pairs = list(zip(*carrying(4, a, b, who), strict=True))
    assert pairs == [(0, 2), (1, 2), (0, 3), (2, 3)]
    near = list(zip(*carrying(4, a, b, who, within=5_000), strict=True))
    assert near == [(0, 3), (2, 3)]


@given(SEEDS)
@settings(max_examples=30)
def test_moving_calls_loses_nobody_and_breaks_no_rule(seed: int) -> None:
    tree, _ = planted(seed)
    n, width, words = tree.graph.people, tree.width, 2
    callers = [c for each in tree.callers for c in (*each, *[0] * (width - len(each)))]
    count, calls = [len(each) for each in tree.callers], [len(each) for each in tree.calls]
    rng = Random(seed)
    up = [rng.getrandbits(62) | 1 for _ in range(n * words)]
    better = polishing.polish(
        tree.graph.start, tree.graph.other, list(map(int, tree.agreed)), tree.most, width, words,
        [int(u in tree.starters) for u in range(n)], callers, count, calls, up, [0] * (n * words),
        [rng.random() for _ in range(400)],
    )  # fmt: skip
    moved = replace(tree, callers=tuple(tuple(callers[u * width : u * width + count[u]]) for u in range(n)))
    rules_hold(moved)
    assert calls == [len(each) for each in moved.calls]
    assert better >= 0
    assert moved.reached() == tree.reached()


def test_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edges, people, out = (tmp_path / name for name in ("ties.csv", "people.csv", "out.csv"))
    edges.write_text("from,to\na,b\nb,c\na,c\nc,d\ne,f\n")
    people.write_text("id,agreed\na,yes\nb,yes\nc,no\nd,\ne,yes\nf,yes\n")
    asked = ["bonds", "phone-tree", str(edges), "--people", str(people), "--begin", "a", "--out", str(out)]
    assert main([*asked, "--callers", "3", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["starters"] == ["a"] and found["reached_when_all_answer"] == 3
    fixed = {fix["way"]: fix["brings_it_to"] for fix in found["fixes"]}
    assert fixed == {
        "agree": ["d"],
        "new tie": ["e", "f"],
    }
    assert set(found["coverage_when_away"]) == {"10%", "20%", "30%", "40%"}
    rows = out.read_text().splitlines()
    assert rows[0] == "caller,place,person,callers_of_person" and ",1,a,1" in rows[1]
    assert main([*asked, "--without", "b"]) == 0
    assert "coverage when away" in capsys.readouterr().out
    for wrong in (["--begin", "z"], ["--callers", "0"], ["--starters", "0"], ["--without", "z"]):
        assert main([*asked, *wrong]) == 2
