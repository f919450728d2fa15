"""What `kizuna bonds measure` says: the whole, isolation with its doubt, mixing, communities."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from random import Random
from typing import Any

from kizuna.bonds import communities as parts
from kizuna.bonds import doubt, measures
from kizuna.bonds.edge_list import EdgeList, Listed, everybody
from kizuna.bonds.graph import Graph, build
from kizuna.bonds.measures import Measured
from kizuna.bonds.mixing import mixing
from kizuna.bonds.tie import LINKING

HEADER = (
    "person", "state", "ties", "isolated", "constraint", "effective_size", "cut_point", "k_core", "component",
    "community", "two_steps", "page_rank",
)  # fmt: skip


def report(
    edges: EdgeList, listed: Mapping[str, Listed], attributes: Sequence[str], seed: int
) -> tuple[dict[str, Any], tuple[str, ...], list[Sequence[Any]]]:
    """The summary, and a table of people as heading and columns."""
    names, asked = everybody(edges, listed)
    graph = build(len(names), edges.a, edges.b)
    people = measures.measured(graph, names, asked)
    found = parts.communities(graph, seed)
    kinds = measures.by_kind(edges.a, edges.b, edges.kinds, len(names))
    summary = _summary(edges, graph, people, kinds, seed)
    summary["communities"] = None if found is None else len(set(found))
    summary["modularity"] = None if found is None else parts.modularity(graph, found)
    values = {name: [_value(listed, person, name) for person in names] for name in attributes}
    summary["mixing"] = {name: _mixing(name, graph, each, people, seed) for name, each in values.items()}
    header = (*HEADER, *(f"ties_{kind or 'of_no_kind'}" for kind in kinds))
    return summary, header, [*_columns(people, found), *kinds.values()]


def _value(listed: Mapping[str, Listed], person: str, name: str) -> str:
    return listed[person].values.get(name.casefold(), "") if person in listed else ""


def _summary(
    edges: EdgeList, graph: Graph, people: Measured, kinds: Mapping[str, Sequence[int]], seed: int
) -> dict[str, Any]:
    figures = asdict(measures.whole(graph, people))
    isolation = figures.pop("isolation")
    answered = [at for at, state in enumerate(people.states) if state == "observed"]
    ones = [1.0] * len(answered)
    alone = [float(not people.ties[at]) for at in answered]
    circle = [float(people.ties[at]) for at in answered]
    rng = Random(seed)
    return {
        "rows": edges.rows,
        "ties_with_self_left_out": edges.with_self,
        "doubles_left_out": edges.rows - edges.with_self - graph.ties,
        **figures,
        "isolation": {**isolation, "rate": asdict(doubt.ratio(alone, ones, rng))},
        "mean_ties_of_those_asked": asdict(doubt.ratio(circle, ones, rng)),
        **_of_those_asked(people, answered, rng),
        "ties_by_kind": {kind or "not said": sum(each) // 2 for kind, each in kinds.items()},
        "linking_ties": sum(sum(each) // 2 for kind, each in kinds.items() if kind in LINKING),
        "seed": seed,
    }


def _of_those_asked(people: Measured, answered: Sequence[int], rng: Random) -> dict[str, Any]:
    """Means over those asked, with intervals; constraint and effective size over those of them with ties."""
    tied = [at for at in answered if people.ties[at]]
    means = {
        "constraint": [people.constraint[at] for at in tied],
        "effective_size": [people.effective_size[at] for at in tied],
        "two_steps": [float(people.two_steps[at]) for at in answered],
    }
    return {
        f"mean_{name}_of_those_asked": asdict(doubt.ratio(each, [1.0] * len(each), rng))
        for name, each in means.items()
    }


def _mixing(name: str, graph: Graph, values: Sequence[str], people: Measured, seed: int) -> dict[str, Any]:
    """Ties within and across groups, the E-I index with an interval over those asked."""
    over, under = [], []
    for at, state in enumerate(people.states):
        if state == "observed" and values[at]:
            known = [values[other] for other in graph.around(at) if values[other]]
            over.append(float(sum(1 if value != values[at] else -1 for value in known)))
            under.append(float(len(known)))
    found = asdict(mixing(name, graph.pairs(), values))
    return {**found, "ei_index_of_those_asked": asdict(doubt.ratio(over, under, Random(seed)))}


def _columns(people: Measured, found: Sequence[int] | None) -> list[Sequence[Any]]:
    def defined(values: Sequence[float]) -> list[float | None]:
        return [None if value < 0 else round(value, 6) for value in values]

    isolated = [people.isolated(at) for at in range(len(people.names))]
    return [
        people.names,
        people.states,
        people.ties,
        [None if one is None else "yes" if one else "no" for one in isolated],
        defined(people.constraint),
        defined(people.effective_size),
        ["yes" if one else "no" for one in people.cut_points],
        people.cores,
        people.parts,
        [None] * len(people.names) if found is None else found,
        people.two_steps,
        [round(value, 9) for value in people.ranks],
    ]
