"""Where one new bond helps most: pairs whose meeting lets people reach others whom they do not reach yet.

What a tie is worth: the sum over everybody of the logarithm of one plus how many others they reach within
two steps. From nobody to nine counts as much as from ninety to nine hundred, so a tie for somebody alone and
a bridge between two groups come before one more tie among people who know each other.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from kizuna.bonds import pairing
from kizuna.bonds.fast import floats, ints, kernel, plain, taken
from kizuna.bonds.graph import Graph


@dataclass(frozen=True)
class NewTie:
    """Two people who do not know each other, and what changes if they met."""

    a: int
    b: int
    gain: float
    a_reach: tuple[int, int]
    """How many others the first one reaches within two steps: before and after."""
    b_reach: tuple[int, int]


def best_new_ties(
    graph: Graph,
    willing: Collection[int],
    count: int = 10,
    *,
    barred: Iterable[tuple[int, int]] = (),
) -> list[NewTie]:
    """At most so many pairs, each the best once those before it have met; nobody is in two of them.

    Only people who are willing; never a pair that is barred.
    """
    n, big = graph.people, graph.big
    if n < 2:
        return []
    begin, end, wide = ints(n, big=big), ints(n, big=big), ints(len(graph.other) + n, big=big)
    kernel(pairing.room, big)(graph.start, graph.other, begin, end, wide)
    never = _codes(barred, n, big)
    left = sorted(set(willing))
    found: list[NewTie] = []
    reach = _reach(begin, end, wide, n, big)
    while len(found) < count and len(left) > 1:
        slope = floats(n, big=big)
        kernel(pairing.slopes, big)(begin, end, wide, reach, slope)
        pair = ints(2, -1, big=big)
        gain = float(_search(begin, end, wide, reach, slope, left, never, pair, big))
        a, b = int(pair[0]), int(pair[1])
        if a < 0:
            break
        for one, other in ((a, b), (b, a)):
            wide[end[one]] = other
            end[one] += 1
        after = _reach(begin, end, wide, n, big)
        moved = tuple((int(reach[one]), int(after[one])) for one in (a, b))
        found.append(NewTie(min(a, b), max(a, b), gain, *(moved if a < b else moved[::-1])))
        reach = after
        left = [one for one in left if one not in (a, b)]
    return found


def _codes(barred: Iterable[tuple[int, int]], people: int, big: bool) -> Any:
    codes = sorted({min(a, b) * people + max(a, b) for a, b in barred})
    if not big:
        return codes
    import numpy as np

    return np.array(codes, dtype=np.int64)


def _reach(begin: Any, end: Any, wide: Any, people: int, big: bool) -> Sequence[int]:
    reach = ints(people, big=big)
    kernel(pairing.reaches, big)(begin, end, wide, ints(people, big=big), reach)
    return reach


def _search(
    begin: Any,
    end: Any,
    wide: Any,
    reach: Any,
    slope: Any,
    left: list[int],
    barred: Any,
    pair: Any,
    big: bool,
) -> float:
    """The best pair among those left, by classes of people alike in degree and reach."""
    n = len(begin)
    degree = [high - low for low, high in zip(plain(begin), plain(end), strict=True)]
    far, rise = plain(reach), plain(slope)
    classes: dict[tuple[int, int], list[int]] = {}
    for u in left:
        classes.setdefault((degree[u], far[u]), []).append(u)
    most = max(degree[u] for u in left)
    rows = []
    for (d, r), members in classes.items():
        members.sort(key=lambda u: (-rise[u], u))
        rows.append((rise[members[0]] + log((2.0 + most + r) / (1.0 + r)), d, r, members))
    rows.sort(key=lambda row: (-row[0], row[1], row[2]))
    first, member = [0], []
    for row in rows:
        member += row[3]
        first.append(len(member))
    counts = [taken(each, big=big) for each in ([row[1] for row in rows], [row[2] for row in rows])]
    tops = _floats([rise[row[3][0]] for row in rows], big), _floats([row[0] for row in rows], big)
    marks = ints(n + 1, big=big), ints(n + 1, big=big)
    return float(
        kernel(pairing.best_pair, big)(
            *counts, *tops, taken(first, big=big), taken(member, big=big), begin, end, wide, reach,
            slope, *marks, barred, pair,
        )
    )  # fmt: skip


def _floats(values: list[float], big: bool) -> Any:
    if not big:
        return values
    import numpy as np

    return np.array(values, dtype=np.float64)
