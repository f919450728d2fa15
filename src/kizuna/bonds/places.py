"""Where a newcomer would meet most people: groups, by whom those who come to them know."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kizuna.access.small_numbers import told
from kizuna.bonds.survey import Around


@dataclass(frozen=True)
class MeetingPlace:
    """A group, and what a tie to those who come to it leads to: counts as they may be told."""

    group: str
    people: int
    """Who comes, of those who were asked and agreed to be counted."""
    reach: int
    """Those people, and everybody with whom one of them is tied: within two steps of who joins."""
    parts: int
    """Parts of town from which enough of them come to be told."""


def meeting_places(around: Around, comes: Mapping[str, frozenset[str]], count: int) -> list[MeetingPlace]:
    """At most so many groups, the one first that leads somebody with no ties to most people."""
    near: dict[str, set[str]] = {}
    for a, b, _ in around.ties:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    found = []
    for group, who in comes.items():
        here = who & around.counted
        people = told(len(here))
        reach = told(len(here.union(*(near.get(one, set()) for one in here))))
        if people is not None and reach is not None:
            parts = Counter(around.groups[one].get("area", "") for one in here)
            found.append(MeetingPlace(group, people, reach, sum(told(n) is not None for n in parts.values())))
    return sorted(found, key=lambda one: (-one.reach, -one.parts, one.group))[:count]
