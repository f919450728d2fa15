"""How good a ranking is, against answers that specialists marked as right."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import log2


@dataclass(frozen=True)
class Judged:
    """Means over all questions, from 0 to 1."""

    ndcg_10: float
    hit_10: float
    recall_20: float
    """Of the right answers (at most 20 of them) those among the first 20."""
    empty: float
    """Share of questions without any answer."""


def _ndcg(found: list[str], right: frozenset[str], at: int = 10) -> float:
    gained = sum(1 / log2(place + 2) for place, id in enumerate(found[:at]) if id in right)
    return gained / sum(1 / log2(place + 2) for place in range(min(at, len(right))))


def judge(
    questions: Iterable[tuple[str, frozenset[str]]], ask: Callable[[str, int], list[str]], limit: int = 50
) -> Judged:
    """Ask every question and compare. `ask` gives ids, best first."""
    ndcg, hit, recall, empty, number = 0.0, 0, 0.0, 0, 0
    for question, right in questions:
        found = ask(question, limit)
        number += 1
        ndcg += _ndcg(found, right)
        hit += bool(right & set(found[:10]))
        recall += len(right & set(found[:20])) / min(20, len(right))
        empty += not found
    return Judged(ndcg / number, hit / number, recall / number, empty / number)
