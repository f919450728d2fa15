"""Ranking a large directory: `make bench NAME=ranking ARGS="services=5000 batch=500 cases=2000"` for less.

50,000 services and 5,000 groups of an invented town; one person at a time with the reasons of the first five,
10,000 people in a batch, and the plain loop over the same options as the peer. Then how good it is: in a town
where it is known who is helped by what, and whether any suggestion breaks a hard rule.
"""

import random
import time
from collections.abc import Callable
from statistics import median, quantiles
from typing import Any

from kizuna.signposting.columns import Table, table
from kizuna.signposting.matching import rank
from tests.bench.run import Bench
from tests.signposting import plain, truth

P95_MS, BATCH_S = 60, 60


def _town(rng: random.Random, many: int, unknown: float) -> tuple[list[truth.Place], Table]:
    places = [truth.place(rng, number) for number in range(many)]
    return places, table(truth.listing(one, rng, unknown) for one in places)


def _seconds(
    listed: Table, people: list[truth.Somebody], clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    """How long each person waits for the first five with their reasons."""
    took = []
    for who in people:
        told, start = truth.facts(who), clock()
        found = rank(who.needs, told, listed, now=truth.NOW)[:5]
        took.append(clock() - start)
        assert all(one.score == sum(reason.points for reason in one.reasons) for one in found)
    return took


def _same(listed: Table, people: list[truth.Somebody]) -> tuple[bool, float]:
    """Whether the plain loop gives the same scores in the same order, and its seconds a person."""
    took, same = [], True
    for who in people:
        told, start = truth.facts(who), time.perf_counter()
        slowly = plain.rank(who.needs, told, listed.options, now=truth.NOW)
        took.append(time.perf_counter() - start)
        found = rank(who.needs, told, listed, now=truth.NOW)
        ids = (listed.options[row].id for row in found.scene.rows)
        scores = dict(zip(ids, map(int, found.scores), strict=True))
        same = same and scores == {one.option.id: one.score for one in slowly}
    return same, median(took)


def _missed(
    bench: Bench, rng: random.Random, places: list[truth.Place], listed: Table, many: int
) -> tuple[int, int]:
    """For how many people something helps, and for how many of them nothing of it is among the first five."""
    known = {one.id: one for one in places}
    cases = missed = 0
    for number in range(many):
        who = truth.somebody(rng)
        if any(truth.helps(one, who) for one in places):
            cases += 1
            first = rank(who.needs, truth.facts(who), listed, now=truth.NOW)[:5]
            missed += not any(truth.helps(known[one.option.id], who) for one in first)
        if number % 250 == 0:
            bench.progress(number, many, "people whose help is known")
    return cases, missed


def _broken(bench: Bench, rng: random.Random, listed: Table, cases: int) -> tuple[int, int]:
    """Of so many random cases: how many suggestions were looked at, and how many broke a hard rule."""
    rules = truth.Rules(listed.options)
    looked_at = broken = 0
    for number in range(cases):
        who = truth.somebody(rng)
        told = truth.silent(truth.facts(who), rng)
        rows = rank(who.needs, told, listed, now=truth.NOW).scene.rows
        looked_at += len(rows)
        broken += int(rules.broken(told, who.needs, rows).sum())
        if number % 5000 == 0:
            bench.progress(number, cases, "random cases")
    return looked_at, broken


def run(bench: Bench) -> dict[str, Any]:
    """How long, how good, and whether within the bounds."""
    rng = random.Random(bench.seed)
    many = bench.setting("services", 50_000) + bench.setting("groups", 5_000)
    batch, cases = bench.setting("batch", 10_000), bench.setting("cases", 100_000)
    start = time.perf_counter()
    places = [truth.place(rng, number) for number in range(many)]
    options = [truth.listing(one, rng, 0.1) for one in places]
    bench.progress(1, 5, f"{many} options made in {time.perf_counter() - start:.1f} s")
    start = time.perf_counter()
    listed = table(options)
    prepared = time.perf_counter() - start
    bench.rows = {"options": many, "people": batch, "cases": cases}
    each = _seconds(listed, [truth.somebody(rng) for _ in range(500)])
    busy = _seconds(listed, [truth.somebody(rng) for _ in range(500)], time.process_time)
    bench.progress(2, 5, f"p95 {1000 * quantiles(each, n=20)[-1]:.1f} ms")
    begun = time.process_time()
    together = sum(_seconds(listed, [truth.somebody(rng) for _ in range(batch)]))
    batch_cpu = time.process_time() - begun
    bench.progress(3, 5, f"{batch} people in {together:.1f} s")
    same, loop = _same(listed, [truth.somebody(rng) for _ in range(5)])
    bench.progress(4, 5, f"plain loop: {loop:.2f} s a person")
    sure = _missed(bench, rng, *_town(rng, 1500, 0.0), bench.setting("town", 2000))
    vague = _missed(bench, rng, *_town(rng, 1500, 0.1), bench.setting("town", 2000))
    looked_at, broken = _broken(bench, rng, _town(rng, 1500, 0.2)[1], cases)
    p95 = 1000 * quantiles(each, n=20)[-1]
    return {
        "prepared_s": round(prepared, 2),
        "p50_ms": round(1000 * median(each), 2),
        "p95_ms": round(p95, 2),
        "longest_ms": round(1000 * max(each), 2),
        "p95_cpu_ms": round(1000 * quantiles(busy, n=20)[-1], 2),
        "batch_s": round(together, 2),
        "batch_cpu_s": round(batch_cpu, 2),
        "plain_loop_ms": round(1000 * loop, 1),
        "times_faster_than_plain_loop": round(loop / median(each), 1),
        "same_scores_as_plain_loop": same,
        "helped_cases": sure[0],
        "helped_in_first_five": round(1 - sure[1] / max(sure[0], 1), 4),
        "helped_cases_with_a_tenth_unknown": vague[0],
        "helped_in_first_five_with_a_tenth_unknown": round(1 - vague[1] / max(vague[0], 1), 4),
        "suggestions_looked_at": looked_at,
        "suggestions_that_break_a_hard_rule": broken,
        "within": p95 <= P95_MS and together <= BATCH_S * batch / 10_000 and not broken and same
        and sure[1] <= 0.01 * sure[0] and vague[1] <= 0.01 * vague[0],
    }  # fmt: skip
