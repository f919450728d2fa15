"""Networks surveyed by others: published figures must come out."""

import csv
from pathlib import Path
from random import Random

import pytest

from kizuna.bonds import edge_list
from kizuna.bonds.files import read_people, read_ties
from kizuna.bonds.graph import build
from kizuna.bonds.phone_tree import make, tried
from kizuna.bonds.report import report
from tests.conftest import OUTSIDE

HERE = OUTSIDE / "bonds"
VILLAGES = HERE / "all_relationships_villages_1_2_edges.csv"
PEOPLE = HERE / "all_relationships_villages_1_2_people.csv"
pytestmark = [pytest.mark.outside, pytest.mark.skipif(not HERE.exists(), reason=f"{HERE} is not here")]


@pytest.mark.parametrize(
    ("village", "ties", "largest", "cut_points", "constraint"),
    [(1, 3398, 825, 27, 0.395542), (2, 3057, 810, 30, 0.433429)],
)
def test_villages_in_karnataka(
    village: int, ties: int, largest: int, cut_points: int, constraint: float
) -> None:
    edges = read_ties(VILLAGES, only=f"village={village}")
    listed = read_people(PEOPLE, id_column="pid", only=f"village={village}")
    summary, _, _ = report(edges, listed, ["caste"], seed=1)
    assert summary["ties"] == ties
    assert summary["largest_component"] == largest
    assert summary["cut_points"] == cut_points
    assert summary["mean_constraint"] == pytest.approx(constraint, abs=5e-7)
    # Who was never interviewed is named by others at most: no rate counts them.
    assert summary["isolation"]["asked"] <= len(listed) < summary["people"]


def _nyakatoke() -> list[list[str]]:
    with (HERE / "nyakatoke_dyads.csv").open() as file:
        rows = list(csv.DictReader(file))
    said = [["from", "to"]]
    return said + [[row["hh1"], row["hh2"]] for row in rows if row["willingness_link1"] == "1"]


def test_households_in_nyakatoke() -> None:
    edges = edge_list.ties(_nyakatoke())
    pairs = list(zip(edges.a, edges.b, strict=True))
    graph = build(119, edges.a, edges.b)
    assert graph.ties == 490
    assert len({frozenset(pair) for pair in pairs if pair[::-1] in set(pairs)}) == 140
    assert len(_everybody()) == 119


def _everybody() -> set[str]:
    with (HERE / "nyakatoke_dyads.csv").open() as file:
        return {row["hh1"] for row in csv.DictReader(file)}


@pytest.mark.parametrize("village", [1, 2])
def test_a_phone_tree_reaches_nearly_all_that_any_can(village: int) -> None:
    edges = read_ties(VILLAGES, only=f"village={village}")
    graph = build(len(edges.names), edges.a, edges.b)
    found = tried(make(graph, [True] * graph.people, rng=Random(1)), seed=1)
    own, ceiling = (next(one for one in each if one.away == 0.3) for each in (found.tree, found.every_tie))
    assert own.mean >= 0.94 * ceiling.mean


def _fixed_points(file: Path) -> list[tuple[int, float, float]]:
    with file.open() as lines:
        rows = list(csv.DictReader(lines))
    return [(int(r["k_parents"]), float(r["q_unreachable"]), float(r["coverage_fixed_point"])) for r in rows]


@pytest.mark.parametrize(("n", "ties"), [(10_000, 10), (20_000, 7), (60_000, 4)])
def test_on_a_random_graph_coverage_is_the_fixed_point(n: int, ties: int) -> None:
    """Within 0.01 at every k and share. k = 1 is left out: its 0 holds for a tree without end alone."""
    points = _fixed_points(HERE / "phone_tree_fixed_points.csv")
    rng = Random(n)
    ends = [[rng.randrange(n) for _ in range(ties * n)] for _ in range(2)]
    graph = build(n, *ends)
    for k in (2, 3, 4):
        found = tried(make(graph, [True] * n, width=k, rng=rng), seed=3).tree
        reached = {(k, one.away): one.mean for one in found}
        expected = {(width, away): point for width, away, point in points if width == k}
        assert reached == pytest.approx(expected, abs=0.01)
