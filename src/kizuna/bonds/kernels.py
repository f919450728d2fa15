"""Loops over a graph in rows (`start`, `other`): plain Python that a compiler understands.

Each gets its buffers handed in and writes into them. No objects, no calls: that is what makes them compile.
"""

from typing import Any

prange = range
"""Becomes a loop over threads where the loops are compiled."""


def degrees(a: Any, b: Any, start: Any) -> None:
    """Where each person's row starts, from pairs; `start` is one longer than there are people."""
    for e in range(len(a)):
        if a[e] != b[e]:
            start[a[e] + 1] += 1
            start[b[e] + 1] += 1
    for i in range(len(start) - 1):
        start[i + 1] += start[i]


def scatter(a: Any, b: Any, place: Any, other: Any) -> None:
    """Both directions of each pair into the rows; `place`: where each row goes on."""
    for e in range(len(a)):
        u, v = a[e], b[e]
        if u != v:
            other[place[u]] = v
            place[u] += 1
            other[place[v]] = u
            place[v] += 1


def mirror(start: Any, other: Any, place: Any, ordered: Any) -> None:
    """The same rows in rising order: writing them across sorts them."""
    for u in range(len(start) - 1):
        for e in range(start[u], start[u + 1]):
            w = other[e]
            ordered[place[w]] = u
            place[w] += 1


def once(start: Any, ordered: Any, clean_start: Any) -> int:
    """Rows without doubles, moved together in place; how many entries are left."""
    at = 0
    for u in range(len(start) - 1):
        last = -1
        for e in range(start[u], start[u + 1]):
            w = ordered[e]
            if w != last:
                ordered[at] = w
                at += 1
                last = w
        clean_start[u + 1] = at
    return at


def components(start: Any, other: Any, root: Any) -> None:
    """The smallest member of each person's component. `root` comes as 0, 1, 2, …

    Two ties of each person first: they join nearly everybody; whoever is in the largest part by then need
    not be looked at again (Afforest, Sutton et al. 2018).
    """
    n = len(start) - 1
    giant = -1
    for turn in range(3):
        if turn == 2:
            giant = 0
            most = 0
            step = max(1, n // 64)
            for i in range(0, n, step):
                same = 0
                for j in range(0, n, step):
                    if root[j] == root[i]:
                        same += 1
                if same > most:
                    most = same
                    giant = root[i]
        for u in range(n):
            low = start[u] + turn
            high = start[u + 1]
            if turn < 2:
                high = min(high, low + 1)
            elif root[u] == giant:
                continue
            for e in range(low, high):
                x, y = root[u], root[other[e]]
                while x != y:
                    if x < y:
                        x, y = y, x
                    if root[x] == x:
                        root[x] = y
                        break
                    before = root[x]
                    root[x] = root[before]
                    x = root[x]
        for u in range(n):
            while root[u] != root[root[u]]:
                root[u] = root[root[u]]


def cores(start: Any, left: Any, other: Any, queue: Any, core: Any) -> None:
    """The k-core number of each person (Matula and Beck 1983). `left`: their degrees; used up."""
    n = len(start) - 1
    done = 0
    k = 0
    lowest = 0
    while done < n:
        filled = 0
        lowest = n
        for u in range(n):
            if core[u] < 0:
                if left[u] <= k:
                    core[u] = k
                    queue[filled] = u
                    filled += 1
                elif left[u] < lowest:
                    lowest = left[u]
        at = 0
        while at < filled:
            u = queue[at]
            at += 1
            for e in range(start[u], start[u + 1]):
                w = other[e]
                if left[w] > k:
                    left[w] -= 1
                    if left[w] == k:
                        core[w] = k
                        queue[filled] = w
                        filled += 1
        done += filled
        k = k + 1 if filled else max(k + 1, lowest)


def cut_points(start: Any, other: Any, found: Any, low: Any, parent: Any, at: Any, cut: Any) -> None:
    """Whose leaving splits their component (Hopcroft and Tarjan 1973), without recursion.

    `found`: order in which people are met, from 1; `at` comes as a copy of `start`.
    """
    clock = 0
    for first in range(len(start) - 1):
        if found[first]:
            continue
        clock += 1
        found[first] = clock
        low[first] = clock
        parent[first] = -1
        branches = 0
        u = first
        while u >= 0:
            if at[u] < start[u + 1]:
                w = other[at[u]]
                at[u] += 1
                if found[w] == 0:
                    clock += 1
                    found[w] = clock
                    low[w] = clock
                    parent[w] = u
                    u = w
                elif w != parent[u] and found[w] < low[u]:
                    low[u] = found[w]
            else:
                above = parent[u]
                if above == first:
                    branches += 1
                elif above >= 0 and low[u] >= found[above]:
                    cut[above] = 1
                if above >= 0 and low[u] < low[above]:
                    low[above] = low[u]
                u = above
        if branches > 1:
            cut[first] = 1


def holes(parts: int, start: Any, other: Any, inverse: Any, mark: Any, constraint: Any, size: Any) -> None:
    """Burt's constraint and effective size of everybody with ties, in so many parts side by side.

    `inverse`: one over each degree. `mark`: as long as there are people, times the parts.
    """
    n = len(start) - 1
    for part in prange(parts):
        at = part * n
        for u in range(part * n // parts, (part + 1) * n // parts):
            low, high = start[u], start[u + 1]
            if low == high:
                continue
            stamp = u + 1
            for e in range(low, high):
                mark[at + other[e]] = stamp
            total = 0.0
            shared = 0
            for e in range(low, high):
                j = other[e]
                own = 1.0
                for f in range(start[j], start[j + 1]):
                    q = other[f]
                    if mark[at + q] == stamp:
                        own += inverse[q]
                        shared += 1
                total += own * own
            constraint[u] = total * inverse[u] * inverse[u]
            size[u] = (high - low) - shared * inverse[u]


def two_steps(parts: int, start: Any, other: Any, mark: Any, reach: Any) -> None:
    """How many others each person reaches within two steps, in so many parts side by side."""
    n = len(start) - 1
    for part in prange(parts):
        at = part * n
        for u in range(part * n // parts, (part + 1) * n // parts):
            stamp = u + 1
            mark[at + u] = stamp
            count = 0
            for e in range(start[u], start[u + 1]):
                w = other[e]
                if mark[at + w] != stamp:
                    mark[at + w] = stamp
                    count += 1
                for f in range(start[w], start[w + 1]):
                    x = other[f]
                    if mark[at + x] != stamp:
                        mark[at + x] = stamp
                        count += 1
            reach[u] = count


def rank_step(
    parts: int, start: Any, other: Any, inverse: Any, share: Any, base: float, damping: float, rank: Any,
    passed: Any,
) -> float:  # fmt: skip
    """One round of PageRank: new ranks from what each neighbour passes on; how much they changed in all.

    `share`: what each person passes on now; `passed`: what they will pass on next time.
    """
    n = len(start) - 1
    change = 0.0
    for part in prange(parts):
        for u in range(part * n // parts, (part + 1) * n // parts):
            total = 0.0
            for e in range(start[u], start[u + 1]):
                total += share[other[e]]
            now = base + damping * total
            change += abs(now - rank[u])
            rank[u] = now
            passed[u] = now * inverse[u]
    return change
