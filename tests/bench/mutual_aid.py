"""Sharing out many asks over many offers: time, and how far from the best that there is.

Settings: `asks=10000`, `offers=10000`, `most=50` (offers that fit each ask). The whole way is timed: hard
rules and scores of every pair, then the sharing out. The same problem is then solved by another program
(HiGHS, by linear programming; and OR-tools where it is installed), which says what the best cost is.
"""

import resource
import time
from importlib.metadata import version
from importlib.util import find_spec
from random import Random
from typing import Any

import numpy as np

from kizuna.activities.aid import KINDS, RISKS, TIMES
from kizuna.activities.aid_fit import AskFacts, Between, Facts, Fits, OfferFacts, fits
from kizuna.activities.aid_sharing import MOST_DAYS, costs, share, unmet_costs
from tests.bench.run import Bench

LANGUAGES = ("en", "es", "ar", "pt", "uk")


def town(chance: Random, asks: int, offers: int) -> Facts:
    """A city of neighbourhoods. What is asked for most is not what is offered most: many go without."""
    areas = [(f"area {n}", 52 + chance.gauss(0, 0.06), 4 + chance.gauss(0, 0.08)) for n in range(80)]
    weights = [1 / (n + 2) for n in range(len(KINDS))]

    def where() -> tuple[str, float, float]:
        return chance.choice(areas)

    def some(codes: Any, most: int) -> frozenset[str]:
        return frozenset(chance.sample(sorted(codes), chance.randint(0, most)))

    asked = [
        AskFacts(
            *(f"ask {n}", f"asker {n}", chance.choices(KINDS, weights)[0].code, *where()),
            times=some(TIMES, 2),
            languages=some(LANGUAGES, 2),
            days=int(chance.expovariate(1 / 12)),
        )
        for n in range(asks)
    ]
    offered = [
        OfferFacts(
            *(
                f"offer {n}",
                f"helper {n}",
                frozenset(k.code for k in chance.choices(KINDS, weights[::-1], k=2)),
                *where(),
            ),
            far_km=chance.choice([2, 8, 8, 40]),
            times=some(TIMES, 3),
            languages=some(LANGUAGES, 3),
            checks=some(RISKS, 3),
            room=chance.choice([1, 1, 1, 2, 3]),
            helping=chance.choice([0, 0, 0, 1, 2]),
            thanked=chance.choice([0, 0, 1, 4]),
        )
        for n in range(offers)
    ]
    return Facts(asked, offered, Between())


def _matrix(found: Fits, asks: int, offers: int) -> Any:
    """One row an ask, one row an offer; a column for each pair, then one for each ask that stays unmet."""
    from scipy.sparse import coo_array

    pairs = len(found.ask)
    rows = np.concatenate([found.ask, asks + found.offer, np.arange(asks)])
    columns = np.concatenate([np.arange(pairs), np.arange(pairs), pairs + np.arange(asks)])
    return coo_array((np.ones(len(rows)), (rows, columns)), shape=(asks + offers, pairs + asks)).tocsr()


def highs(found: Fits, cost: Any, left: Any, room: Any) -> float:
    """The least cost that there is, by the linear program of the same problem: its corners are whole."""
    from scipy.optimize import linprog

    asks, offers = len(left), len(room)
    table = _matrix(found, asks, offers)
    solved = linprog(
        np.concatenate([cost, left]),
        A_eq=table[:asks],
        b_eq=np.ones(asks),
        A_ub=table[asks:],
        b_ub=room,
        bounds=(0, None),
        method="highs",
    )
    return float(solved.fun)


def or_tools(found: Fits, cost: Any, left: Any, room: Any) -> float | None:
    """The same by OR-tools' flow of least cost; None where it is not installed."""
    if not find_spec("ortools"):
        return None
    from ortools.graph.python import min_cost_flow

    asks, offers = len(left), len(room)
    flow = min_cost_flow.SimpleMinCostFlow()
    start, sink = asks + offers, asks + offers + 1

    def arcs(tail: Any, head: Any, capacity: Any, price: Any) -> None:
        flow.add_arcs_with_capacity_and_unit_cost(
            np.asarray(tail, np.int32), np.asarray(head, np.int32), np.asarray(capacity), np.asarray(price)
        )

    own, ones = np.arange(asks), np.ones(asks, int)
    arcs(np.full(asks, start), own, ones, np.zeros(asks, int))
    arcs(found.ask, asks + found.offer, np.ones(len(found.ask), int), cost)
    arcs(asks + np.arange(offers), np.full(offers, sink), room, np.zeros(offers, int))
    arcs(own, np.full(asks, sink), ones, left)
    flow.set_node_supply(start, asks)
    flow.set_node_supply(sink, -asks)
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("OR-tools found no flow")
    return float(flow.optimal_cost())


def run(bench: Bench) -> dict[str, Any]:
    """Seconds of both steps, and the cost beside the best that there is."""
    asks, offers, most = (
        bench.setting("asks", 10_000),
        bench.setting("offers", 10_000),
        bench.setting("most", 50),
    )
    facts = town(Random(bench.seed), asks, offers)
    bench.progress(1, 4, "compare")
    start = time.perf_counter()
    found = fits(facts, most)
    compared = time.perf_counter() - start
    cost, room = costs(found), np.array([one.room for one in facts.offers])
    left = unmet_costs([one.days for one in facts.asks], int(cost.max()))
    bench.progress(2, 4, "share out")
    start = time.perf_counter()
    given = share(found.ask, found.offer, cost, room, left)
    took = time.perf_counter() - start
    price = {(a, b): int(c) for a, b, c in zip(found.ask, found.offer, cost, strict=True)}
    # What stays unmet counts once with its whole weight, which no way of sharing out can make up for.
    met = sum(price[pair] for pair in given.items())
    spent = met + sum(int(left[n]) for n in range(asks) if n not in given)
    bench.rows |= {"asks": asks, "offers": offers, "pairs": len(found.ask)}
    bench.progress(3, 4, "the best by other programs")
    start = time.perf_counter()
    best = highs(found, cost, left, room)
    highs_took = time.perf_counter() - start
    start = time.perf_counter()
    other = or_tools(found, cost, left, room)
    other_took = time.perf_counter() - start
    heavy = int(left.min()) - MOST_DAYS
    return {
        "compare_s": round(compared, 2),
        "share_out_s": round(took, 2),
        "whole_s": round(compared + took, 2),
        "most_that_fit_one_ask": int(np.bincount(found.ask).max()),
        "met": len(given),
        "unmet": asks - len(given),
        "cost_of_the_met": met,
        "above_the_best": round(spent - best, 3),
        "above_the_best_share_of_met_cost": round((spent - best) / met, 6),
        "unmet_by_highs": int(best // heavy) if heavy else 0,
        "highs_s": round(highs_took, 2),
        "or_tools_cost_less_highs": None if other is None else round(other - best, 3),
        "or_tools_s": None if other is None else round(other_took, 2),
        "scipy": version("scipy"),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
