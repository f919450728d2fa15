"""Loops that find the new tie which helps most: plain Python that a compiler understands.

Rows have room for one more tie each: u's neighbours stand in `other[start[u]:end[u]]`.
"""

from math import log
from typing import Any


def room(start: Any, other: Any, begin: Any, end: Any, wide: Any) -> None:
    """The rows of a graph with one free place at the end of each."""
    for u in range(len(start) - 1):
        begin[u] = start[u] + u
        end[u] = start[u + 1] + u
        for e in range(start[u], start[u + 1]):
            wide[e + u] = other[e]


def reaches(begin: Any, end: Any, wide: Any, mark: Any, reach: Any) -> None:
    """How many others each person reaches within two steps. `mark` comes as zeros."""
    for u in range(len(begin)):
        stamp = u + 1
        mark[u] = stamp
        count = 0
        for e in range(begin[u], end[u]):
            w = wide[e]
            if mark[w] != stamp:
                mark[w] = stamp
                count += 1
            for f in range(begin[w], end[w]):
                x = wide[f]
                if mark[x] != stamp:
                    mark[x] = stamp
                    count += 1
        reach[u] = count


def slopes(begin: Any, end: Any, wide: Any, reach: Any, slope: Any) -> None:
    """What each person's neighbours together gain if all of them reach one more."""
    for u in range(len(begin)):
        total = 0.0
        for e in range(begin[u], end[u]):
            r = reach[wide[e]]
            total += log((r + 2.0) / (r + 1.0))
        slope[u] = total


def best_pair(
    degree: Any, far: Any, top: Any, bound: Any, first: Any, member: Any, begin: Any, end: Any, wide: Any,
    reach: Any, slope: Any, one: Any, two: Any, barred: Any, best_of: Any,
) -> float:  # fmt: skip
    """The pair that gains most, into `best_of`; its gain, 0 when there is none.

    Candidates come in classes alike in degree and reach, the class with the largest `bound` first, its
    members by falling slope: whole classes that cannot hold a better pair are passed over. `barred`: pairs
    that must not be, as smaller × people + larger, rising.
    """
    best = 0.0
    stamp = 0
    for i in range(len(degree)):
        if bound[i] + bound[0] <= best:
            break
        for j in range(i, len(degree)):
            if bound[i] + bound[j] <= best:
                break
            base = log((2.0 + degree[j] + far[i]) / (1.0 + far[i]))
            base += log((2.0 + degree[i] + far[j]) / (1.0 + far[j]))
            for x in range(first[i], first[i + 1]):
                a = member[x]
                if base + slope[a] + top[j] <= best:
                    break
                stamp += 1
                _mark(a, begin, end, wide, one, stamp)
                for y in range(x + 1 if i == j else first[j], first[j + 1]):
                    b = member[y]
                    if base + slope[a] + slope[b] <= best:
                        break
                    if _tied(a, b, begin, end, wide) or _barred(a, b, len(begin), barred):
                        continue
                    stamp += 1
                    _mark(b, begin, end, wide, two, stamp)
                    gain = _gain(a, b, begin, end, wide, reach, one, two)
                    if gain > best:
                        best = gain
                        best_of[0] = a
                        best_of[1] = b
    return best


def _mark(a: int, begin: Any, end: Any, wide: Any, mark: Any, stamp: int) -> None:
    """Everybody within two steps of a, and a, get the stamp; `mark[-1]` says which it is."""
    mark[len(begin)] = stamp
    mark[a] = stamp
    for e in range(begin[a], end[a]):
        w = wide[e]
        mark[w] = stamp
        for f in range(begin[w], end[w]):
            mark[wide[f]] = stamp


def _tied(a: int, b: int, begin: Any, end: Any, wide: Any) -> bool:
    for e in range(begin[a], end[a]):
        if wide[e] == b:
            break
    else:
        return False
    return True


def _barred(a: int, b: int, people: int, barred: Any) -> bool:
    code = min(a, b) * people + max(a, b)
    left, right = 0, len(barred)
    while left < right:
        middle = (left + right) // 2
        if barred[middle] < code:
            left = middle + 1
        else:
            right = middle
    return left < len(barred) and barred[left] == code


def _gain(a: int, b: int, begin: Any, end: Any, wide: Any, reach: Any, one: Any, two: Any) -> float:
    """What the tie adds: for each end those whom it did not reach, for their neighbours the other end."""
    near_a, near_b = one[len(begin)], two[len(begin)]
    apart = 0 if one[b] == near_a else 1
    more_a, more_b = apart, apart
    gain = 0.0
    for e in range(begin[a], end[a]):
        w = wide[e]
        if two[w] != near_b:
            more_b += 1
            gain += log((reach[w] + 2.0) / (reach[w] + 1.0))
    for e in range(begin[b], end[b]):
        w = wide[e]
        if one[w] != near_a:
            more_a += 1
            gain += log((reach[w] + 2.0) / (reach[w] + 1.0))
    gain += log((1.0 + reach[a] + more_a) / (1.0 + reach[a]))
    return gain + log((1.0 + reach[b] + more_b) / (1.0 + reach[b]))
