"""Loops that make a phone tree better by trying: a call moved to somebody else stays when more people hear.

`up` and `heard` hold tries as bits, `words` numbers of 62 bits a person; the first bit is the try in which
everybody answers.
"""

from typing import Any


def hear(width: int, words: int, callers: Any, count: Any, starts: Any, up: Any, heard: Any) -> int:
    """Who hears it in which try; how often that is, over everybody and every try."""
    n = len(count)
    for v in range(n):
        for i in range(v * words, v * words + words):
            heard[i] = up[i] if starts[v] else 0
    going = True
    while going:
        going = False
        for v in range(n):
            for w in range(words):
                before = heard[v * words + w]
                now = before
                for i in range(v * width, v * width + count[v]):
                    now |= heard[callers[i] * words + w]
                now &= up[v * words + w]
                if now != before:
                    heard[v * words + w] = now
                    going = True
    total = 0
    for x in range(n * words):
        total += _bits(heard[x])
    return total


def polish(
    start: Any, other: Any, agreed: Any, most: int, width: int, words: int, starts: Any, callers: Any,
    count: Any, calls: Any, up: Any, heard: Any, luck: Any,
) -> int:  # fmt: skip
    """As many moves as there is luck for, four numbers each; how many tries more are heard than before.

    A move gives one person another caller, who has a call left or takes it from somebody else whom a third
    person can ring. It stays if nobody is lost when all answer, and no fewer hear in all.
    """
    n = len(count)
    begin = hear(width, words, callers, count, starts, up, heard)
    best = begin
    whole = _answered(n, words, heard)
    for move in range(len(luck) // 4):
        v = int(luck[4 * move] * n)
        if starts[v] or not count[v]:
            continue
        i = v * width + int(luck[4 * move + 1] * count[v])
        u = other[start[v] + int(luck[4 * move + 2] * (start[v + 1] - start[v]))]
        if not agreed[u] or _rings(u, v, width, callers, count) >= 0:
            continue
        if _worth(u, v, i, width, words, callers, count, up, heard) <= 0:
            continue
        c = callers[i]
        j, x = -1, c
        if calls[u] >= most:
            j, x = _handed_on(
                u, v, c, luck[4 * move + 3], start, other, agreed, most, width, callers, count, calls
            )
            if j < 0:
                continue
            callers[j] = x
        callers[i] = u
        now = hear(width, words, callers, count, starts, up, heard)
        if now >= best and _answered(n, words, heard) >= whole:
            best = now
            calls[c] -= 1
            calls[x if j >= 0 else u] += 1
        else:
            callers[i] = c
            if j >= 0:
                callers[j] = u
            hear(width, words, callers, count, starts, up, heard)
    return best - begin


def _handed_on(
    u: int, v: int, c: int, luck: float, start: Any, other: Any, agreed: Any, most: int, width: int,
    callers: Any, count: Any, calls: Any,
) -> tuple[int, int]:  # fmt: skip
    """Where u stands as a caller of somebody else, and who could ring them instead; (-1, -1) for nobody."""
    around = start[u + 1] - start[u]
    turn = int(luck * around)
    for step in range(around):
        w = other[start[u] + (turn + step) % around]
        j = _rings(u, w, width, callers, count)
        if w == v or j < 0:
            continue
        for e in range(start[w], start[w + 1]):
            x = other[e]
            free = calls[x] < most or x == c
            if x != u and agreed[x] and free and _rings(x, w, width, callers, count) < 0:
                return int(j), int(x)
    return -1, -1


def _rings(u: int, v: int, width: int, callers: Any, count: Any) -> int:
    """Where u stands among the callers of v; -1 if they do not ring them."""
    for i in range(v * width, v * width + count[v]):
        if callers[i] == u:
            return i
    return -1


def _worth(
    u: int, v: int, i: int, width: int, words: int, callers: Any, count: Any, up: Any, heard: Any
) -> int:
    """In how many more tries v hears it if u stood in place i: a first look, before all is worked out."""
    more = 0
    for w in range(words):
        others = 0
        for j in range(v * width, v * width + count[v]):
            if j != i:
                others |= heard[callers[j] * words + w]
        open_ = up[v * words + w] & ~others
        more += _bits(heard[u * words + w] & open_) - _bits(heard[callers[i] * words + w] & open_)
    return more


def _answered(people: int, words: int, heard: Any) -> int:
    """How many hear it in the try in which everybody answers."""
    told = 0
    for v in range(people):
        told += heard[v * words] & 1
    return told


def _bits(x: int) -> int:
    """How many of 62 bits are set."""
    x = x - ((x >> 1) & 0x5555555555555555)
    x = (x & 0x3333333333333333) + ((x >> 2) & 0x3333333333333333)
    x = (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0F
    x = x + (x >> 8)
    x = x + (x >> 16)
    return int((x + (x >> 32)) & 0x7F)
