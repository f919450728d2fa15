"""Loops that put a phone tree together and try it out: plain Python that a compiler understands.

People stand in the order of how few could ring them, so that whoever has few ways is served first.
`first`: who rings a person first; START for those whom the centre rings, NOBODY for those out of reach.
"""

from math import cos, pi
from typing import Any

NOBODY = -1
START = -2
NEVER = 10_000
BACK = 400
"""What it costs that two people ring each other: more than any gain, so only where there is nobody else."""
WEIGHT = 4
"""How much one more try in which somebody hears it counts, beside the signs in `_cost`."""


def allowed(a: Any, b: Any, speaks: Any, lat: Any, lon: Any, most: float, keep: Any) -> None:
    """Which ties can carry a call: a language in common, not too far apart (metres), where both are known."""
    for e in range(len(a)):
        u, v = a[e], b[e]
        keep[e] = 1
        if speaks[u] and speaks[v] and not speaks[u] & speaks[v]:
            keep[e] = 0
        elif lat[u] == lat[u] and lat[v] == lat[v]:
            north = (lat[u] - lat[v]) * 111_195.0
            east = (lon[u] - lon[v]) * 111_195.0 * cos((lat[u] + lat[v]) * pi / 360.0)
            if north * north + east * east > most * most:
                keep[e] = 0


def grow(
    starters: Any, start: Any, other: Any, agreed: Any, few: int, most: int, first: Any, level: Any,
    calls: Any, queue: Any,
) -> None:  # fmt: skip
    """A tree over known ties from the starters: at most `few` calls each, and `most` where it stalls.

    With all calls given away at once to whoever comes first, those further out would find nobody left to be
    their second caller. Where it stalls again because everybody near has made `most` calls, one is handed to
    somebody else who knows the person too and is reached without them.
    """
    filled = 0
    for i in range(len(starters)):
        first[starters[i]] = START
        queue[filled] = starters[i]
        filled += 1
    for bound in (few, most):
        at = 0
        while at < filled:
            while at < filled:
                u = queue[at]
                at += 1
                for e in range(start[u], start[u + 1]):
                    w = other[e]
                    if first[w] == NOBODY and agreed[u] and calls[u] < bound:
                        first[w] = u
                        level[w] = level[u] + 1
                        calls[u] += 1
                        queue[filled] = w
                        filled += 1
            if bound == most:
                for v in range(len(start) - 1):
                    if first[v] == NOBODY and _handed(v, start, other, agreed, most, first, level, calls):
                        queue[filled] = v
                        filled += 1


def _handed(
    v: int, start: Any, other: Any, agreed: Any, most: int, first: Any, level: Any, calls: Any
) -> bool:
    """Whether somebody who knows v could hand on a call and rings v instead."""
    for e in range(start[v], start[v + 1]):
        u = other[e]
        if first[u] == NOBODY or not agreed[u]:
            continue
        for f in range(start[u], start[u + 1]):
            w = other[f]
            if first[w] != u:
                continue
            x = _instead(w, u, start, other, agreed, most, first, calls)
            if x >= 0:
                first[w] = x
                calls[x] += 1
                first[v] = u
                level[v] = level[u] + 1
                return True
    return False


def _instead(w: int, u: int, start: Any, other: Any, agreed: Any, most: int, first: Any, calls: Any) -> int:
    """Who could ring w in u's place: reached otherwise than through w, and with a call left."""
    for e in range(start[w], start[w + 1]):
        x = other[e]
        if x == u or not agreed[x] or first[x] == NOBODY or calls[x] >= most:
            continue
        above = x
        while above >= 0 and above != w:
            above = first[above]
        if above != w:
            return int(x)
    return -1


def share_out(
    start: Any, other: Any, agreed: Any, most: int, width: int, first: Any, level: Any, calls: Any,
    callers: Any, count: Any, up: Any, heard: Any, rings: Any, queue: Any, waits: Any,
) -> None:  # fmt: skip
    """More callers for everybody, one a round, up to `width`; those with few ways first.

    `up`: in which of 62 tries, a bit each, somebody can be reached; `heard`: in which they hear it so far. Of
    those who know a person and have a call left, whoever tells them in most tries in which nobody does yet.
    """
    n = len(start) - 1
    for v in range(n):
        if first[v] >= 0:
            callers[v * width] = first[v]
            count[v] = 1
            rings[first[v] * most + _used(first[v], most, rings)] = v
        elif first[v] == START:
            heard[v] = up[v]
    for v in range(n):
        if first[v] == START:
            _pass_on(v, most, up, heard, rings, queue, waits)
    for _ in range(1, width):
        for v in range(n):
            if first[v] < 0:
                continue
            best = -1
            least = NEVER
            for e in range(start[v], start[v + 1]):
                u = other[e]
                if agreed[u] and first[u] != NOBODY and calls[u] < most:
                    cost = _cost(u, v, width, first, level, calls, callers, count)
                    if cost < NEVER:
                        cost -= WEIGHT * _bits(heard[u] & up[v] & ~heard[v])
                    if cost < least:
                        least = cost
                        best = u
            if best >= 0:
                callers[v * width + count[v]] = best
                count[v] += 1
                rings[best * most + calls[best]] = v
                calls[best] += 1
                if heard[best] & up[v] & ~heard[v]:
                    _pass_on(best, most, up, heard, rings, queue, waits)


def _used(u: int, most: int, rings: Any) -> int:
    """How many of u's places are taken."""
    at = 0
    while rings[u * most + at] >= 0:
        at += 1
    return at


def _pass_on(u: int, most: int, up: Any, heard: Any, rings: Any, queue: Any, waits: Any) -> None:
    """Everybody whom u's news now reaches hears it, in the tries in which they can."""
    queue[0] = u
    filled = 1
    while filled > 0:
        filled -= 1
        x = queue[filled]
        waits[x] = 0
        for i in range(x * most, x * most + most):
            w = rings[i]
            if w < 0:
                break
            new = heard[x] & up[w] & ~heard[w]
            if new:
                heard[w] |= new
                if not waits[w]:
                    waits[w] = 1
                    queue[filled] = w
                    filled += 1


def _bits(x: int) -> int:
    """How many of 62 bits are set."""
    x = x - ((x >> 1) & 0x5555555555555555)
    x = (x & 0x3333333333333333) + ((x >> 2) & 0x3333333333333333)
    x = (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0F
    x = x + (x >> 8)
    x = x + (x >> 16)
    return int((x + (x >> 32)) & 0x7F)


def _cost(u: int, v: int, width: int, first: Any, level: Any, calls: Any, callers: Any, count: Any) -> int:
    """How little u adds as a caller of v; NEVER for one who rings them already.

    Whoever hears by another way is better than whoever hears from the same people, or through v alone.
    """
    cost = int(calls[u])
    if first[u] == v:
        cost += BACK
    if level[u] > level[v]:
        cost += 3 * min(4, level[u] - level[v])
    for i in range(v * width, v * width + count[v]):
        c = callers[i]
        if c == u:
            return NEVER
        if first[u] == c:
            cost += 10
        elif first[c] == u:
            cost += 6
        elif first[u] == first[c] and first[c] >= 0:
            cost += 4
    for i in range(u * width, u * width + count[u]):
        if callers[i] == v:
            cost += BACK
    return cost


def outward(callers: Any, count: Any, width: int, begin: Any, place: Any, callee: Any) -> None:
    """Who rings whom, from who is rung by whom; `begin` comes as zeros, one longer than there are people."""
    n = len(begin) - 1
    for v in range(n):
        for i in range(v * width, v * width + count[v]):
            begin[callers[i] + 1] += 1
    for u in range(n):
        begin[u + 1] += begin[u]
        place[u] = begin[u]
    for v in range(n):
        for i in range(v * width, v * width + count[v]):
            u = callers[i]
            callee[place[u]] = v
            place[u] += 1


def spread(
    starters: Any, begin: Any, callee: Any, agreed: Any, draws: Any, away: float, seen: Any, stamp: int,
    queue: Any,
) -> int:  # fmt: skip
    """How many hear it when whoever drew less than `away` cannot be reached and passes nothing on."""
    filled = 0
    for i in range(len(starters)):
        s = starters[i]
        if draws[s] >= away and seen[s] != stamp:
            seen[s] = stamp
            queue[filled] = s
            filled += 1
    at = 0
    while at < filled:
        u = queue[at]
        at += 1
        if not agreed[u]:
            continue
        for e in range(begin[u], begin[u + 1]):
            w = callee[e]
            if seen[w] != stamp and draws[w] >= away:
                seen[w] = stamp
                queue[filled] = w
                filled += 1
    return filled


def present(draws: Any, away: float) -> int:
    """How many can be reached at all."""
    there = 0
    for i in range(len(draws)):
        if draws[i] >= away:
            there += 1
    return there
