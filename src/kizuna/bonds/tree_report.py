"""What `kizuna bonds phone-tree` says: who rings whom, how many hear it, and whom nobody reaches."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from random import Random
from typing import Any

from kizuna.access.viewer import Refused
from kizuna.bonds.edge_list import EdgeList, Listed, everybody
from kizuna.bonds.graph import build
from kizuna.bonds.mending import fixes, repaired
from kizuna.bonds.phone_tree import Caller, PhoneTree, carrying, make, tried

HEADER = ("caller", "place", "person", "callers_of_person")


def planned(
    edges: EdgeList,
    listed: Mapping[str, Listed],
    *,
    width: int,
    within: float | None,
    begin: Sequence[str],
    start_with: int,
    seed: int,
) -> tuple[PhoneTree, tuple[str, ...]]:
    """The phone tree over these ties with the names of its people. Only who agreed rings."""
    names, _ = everybody(edges, listed)
    place = {name: at for at, name in enumerate(names)}
    if strange := [name for name in begin if name not in place]:
        raise Refused(f"{strange[0]!r} is in neither list. Whoever begins must be one of the people.")
    says = any(one.agreed is not None for one in listed.values())
    who = {
        place[one.id]: Caller(bool(one.agreed), one.languages, one.lat, one.lon) for one in listed.values()
    }
    agreed = [not says or (at in who and who[at].agreed) for at in range(len(names))]
    a, b = carrying(len(names), edges.a, edges.b, who, within)
    tree = make(
        build(len(names), a, b),
        agreed,
        width=width,
        starters=[place[name] for name in begin],
        start_with=start_with,
        rng=Random(seed),
    )
    return tree, names


def dropped(
    tree: PhoneTree, names: Sequence[str], gone: Sequence[str]
) -> tuple[PhoneTree, list[dict[str, Any]]]:
    """The tree without these people, one after the other, and what changed."""
    place = {name: at for at, name in enumerate(names)}
    changed: list[dict[str, Any]] = []
    for name in gone:
        if name not in place:
            raise Refused(f"{name!r} is in neither list, so they cannot drop out.")
        tree, changes = repaired(tree, place[name])
        for one in changes:
            before, now = (None if at is None else names[at] for at in (one.before, one.caller))
            changed.append({"person": names[one.person], "before": before, "now": now or "the centre"})
    return tree, changed


def summary(tree: PhoneTree, names: Sequence[str], seed: int) -> dict[str, Any]:
    """The tree in figures: coverage beside a plain tree and the ceiling, and each fix that is needed."""
    found, calls = tried(tree, seed=seed), tree.calls
    coverage = {
        f"{own.away:.0%}": {
            "tree": _rounded(asdict(own)),
            "plain_tree": _rounded(asdict(plain)),
            "every_tie": _rounded(asdict(ceiling)),
        }
        for own, plain, ceiling in zip(found.tree, found.plain, found.every_tie, strict=True)
    }
    needed = fixes(tree)
    return {
        "people": len(names),
        "ties_that_carry_a_call": tree.graph.ties,
        "callers_a_person": tree.width,
        "calls_at_most": tree.most,
        "most_calls_made": max(map(len, calls), default=0),
        "calls": sum(map(len, calls)),
        "who_ring": sum(map(bool, calls)),
        "starters": [names[one] for one in tree.starters],
        "reached_when_all_answer": len(tree.reached()),
        "coverage_when_away": coverage,
        "not_reached": sum(len(fix.people) for fix in needed),
        "fixes": [
            {
                "way": fix.way,
                "caller": None if fix.caller is None else names[fix.caller],
                "person": names[fix.person],
                "brings_it_to": [names[one] for one in fix.people],
            }
            for fix in needed
        ],
        "seed": seed,
    }


def _rounded(figures: dict[str, Any]) -> dict[str, Any]:
    return {name: round(value, 4) for name, value in figures.items() if name != "away"}


def rows(tree: PhoneTree, names: Sequence[str]) -> list[tuple[str, int, str, int]]:
    """One row a call, in the order in which each makes them; first those of the centre, without a caller."""
    found = [("", at, names[one], 1 + len(tree.callers[one])) for at, one in enumerate(tree.starters, 1)]
    for caller, rung in enumerate(tree.calls):
        found += [(names[caller], at, names[one], len(tree.callers[one])) for at, one in enumerate(rung, 1)]
    return found
