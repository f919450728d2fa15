"""A phone tree mended: whom nobody reaches and what would help, and who steps in when somebody drops out."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kizuna.bonds.graph import Graph, without
from kizuna.bonds.phone_tree import PhoneTree, spread_out

Way = Literal["agree", "one more call", "new tie", "ring yourself"]
WAYS: tuple[Way, ...] = ("agree", "one more call", "new tie", "ring yourself")


@dataclass(frozen=True)
class Fix:
    """The one thing that would bring it to these people.

    agree: `caller`, who knows `person`, says yes to ringing others. One more call: `caller` makes one above
    the usual number. New tie: `caller` and `person` get to know each other. Ring yourself: nobody is left
    with a call to make, so the centre rings `person`.
    """

    way: Way
    person: int
    caller: int | None
    people: tuple[int, ...]
    """All who would hear it then."""


def fixes(tree: PhoneTree) -> list[Fix]:
    """For everybody whom the tree does not reach, the one new tie or caller that would change it."""
    heard = set(tree.reached())
    calls = [len(each) for each in tree.calls]
    found: list[Fix] = []
    left = [u for u in range(tree.graph.people) if u not in heard]
    left.sort(key=lambda u: (not tree.agreed[u], -tree.graph.degree(u), u))
    # Whoever has room and is reached, those with fewest calls first; each new call takes from them.
    room = deque(
        sorted((u for u in heard if tree.agreed[u] and calls[u] < tree.most), key=lambda u: (calls[u], u))
    )
    for person in left:
        if person in heard:
            continue
        gained = _told(tree, person, heard)
        way, caller = _way(tree, person, heard, room)
        if way == "new tie" and caller is not None:
            calls[caller] += 1
            if calls[caller] >= tree.most:
                room.popleft()
            else:
                room.rotate(-1)
        heard.update(gained)
        found.append(Fix(way, person, caller, gained))
    return found


def _told(tree: PhoneTree, person: int, heard: set[int]) -> tuple[int, ...]:
    """This person and all whom they would reach over known ties."""
    found, open_ = {person}, [person]
    while open_:
        u = open_.pop()
        if tree.agreed[u]:
            new = [w for w in tree.graph.around(u) if w not in heard and w not in found]
            found.update(new)
            open_ += new
    return tuple(sorted(found))


def _way(
    tree: PhoneTree, person: int, heard: set[int], room: Sequence[int] | deque[int]
) -> tuple[Way, int | None]:
    near = [u for u in tree.graph.around(person) if u in heard]
    if willing := [u for u in near if tree.agreed[u]]:
        return "one more call", willing[0]
    if near:
        return "agree", near[0]
    return ("new tie", room[0]) if room else ("ring yourself", None)


@dataclass(frozen=True)
class Change:
    """One thing that is different after a repair. `caller` None: the centre rings."""

    person: int
    before: int | None
    caller: int | None


def repaired(tree: PhoneTree, gone: int) -> tuple[PhoneTree, tuple[Change, ...]]:
    """The tree without this person, and what changed: as little as can be.

    Everybody they rang gets somebody else who knows them, is reached another way and has a call left.
    """
    callers = [tuple(c for c in each if c != gone) for each in tree.callers]
    lost = tree.calls[gone]
    callers[gone] = ()
    graph = _alone(tree.graph, gone)
    agreed = tuple(one and u != gone for u, one in enumerate(tree.agreed))
    starters = tuple(u for u in tree.starters if u != gone)
    if gone in tree.starters:
        starters += tuple(u for u in _next(tree, lost, graph, agreed, starters))
    draft = replace(tree, callers=tuple(callers), graph=graph, agreed=agreed, starters=starters)
    draft = _filled(_connected(draft), lost)
    return draft, _changes(tree, draft, gone)


def _alone(graph: Graph, gone: int) -> Graph:
    """The same graph, with nobody tied to this person. Rows stay where they are."""
    return without(graph, [gone])


def _next(
    tree: PhoneTree, lost: Sequence[int], graph: Graph, agreed: Sequence[bool], starters: Sequence[int]
) -> list[int]:
    """Who begins in their place: whom they rang and who knows the most, else anybody well known."""
    near = [u for u in lost if agreed[u] and u not in starters and graph.degree(u)]
    if near:
        return [max(near, key=lambda u: (graph.degree(u), -u))]
    return [u for u in spread_out(graph, agreed, len(tree.starters)) if u not in starters][:1]


def _connected(tree: PhoneTree) -> PhoneTree:
    """Nobody stays cut off who knows somebody that is reached and has a call left or to spare."""
    callers = [list(each) for each in tree.callers]
    calls = [len(each) for each in tree.calls]
    heard = set(tree.reached())
    going = True
    while going:
        going = False
        for person in range(tree.graph.people):
            if person in heard or not tree.graph.degree(person):
                continue
            caller = _free(tree, person, heard, calls, callers)
            if caller is None:
                continue
            if len(callers[person]) >= tree.width:  # one of those whom nobody tells
                calls[callers[person].pop()] -= 1
            callers[person].insert(0, caller)
            calls[caller] += 1
            heard = set(replace(tree, callers=tuple(map(tuple, callers))).reached())
            going = True
    return replace(tree, callers=tuple(map(tuple, callers)))


def _free(
    tree: PhoneTree, person: int, heard: set[int], calls: list[int], callers: list[list[int]]
) -> int | None:
    """Somebody reached who knows this person and has a call left, or gives up one that is not needed."""
    near = [u for u in tree.graph.around(person) if u in heard and tree.agreed[u]]
    if free := [u for u in near if calls[u] < tree.most]:
        return min(free, key=lambda u: (calls[u], u))
    for u in near:
        spare = [w for w, each in enumerate(callers) if u in each and len(each) > 1]
        for w in spare:
            callers[w].remove(u)
            if w in replace(tree, callers=tuple(map(tuple, callers))).reached():
                calls[u] -= 1
                return u
            callers[w].append(u)
    return None


def _filled(tree: PhoneTree, lost: Iterable[int]) -> PhoneTree:
    """Whoever lost a caller gets another one, where somebody who knows them has a call left."""
    callers = [list(each) for each in tree.callers]
    calls = [len(each) for each in tree.calls]
    heard = tree.reached()
    for person in lost:
        if person in tree.starters or len(callers[person]) >= tree.width:
            continue
        near = [
            u
            for u in tree.graph.around(person)
            if u in heard and tree.agreed[u] and calls[u] < tree.most and u not in callers[person]
        ]
        if near:
            # Not somebody whom they ring themselves, if there is another.
            best = min(near, key=lambda u: (person in callers[u], calls[u], u))
            callers[person].append(best)
            calls[best] += 1
    return replace(tree, callers=tuple(map(tuple, callers)))


def _changes(before: PhoneTree, after: PhoneTree, gone: int) -> tuple[Change, ...]:
    found = []
    for person, (old, new) in enumerate(zip(before.callers, after.callers, strict=True)):
        went, came = [c for c in old if c not in new], [c for c in new if c not in old]
        for place in range(max(len(went), len(came)) if person != gone else 0):
            one = went[place] if place < len(went) else None
            other = came[place] if place < len(came) else None
            found.append(Change(person, one, other))
    new_starters = [u for u in after.starters if u not in before.starters]
    return (*(Change(u, gone, None) for u in new_starters), *found)
