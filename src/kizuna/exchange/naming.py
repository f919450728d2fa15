"""To whom an order goes, and where somebody lives, by the names that others use."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kizuna.places.area import AreaValue


@dataclass(frozen=True)
class Sent:
    """The other side as it was named: by a number of ours, or by a name."""

    kind: str
    id: str = ""
    name: str = ""


def area_of(names: Sequence[str], areas: Iterable[AreaValue], inside: frozenset[str]) -> str | None:
    """The area that has one of these names, the closest first; the only one there is; else None."""
    here = [area for area in areas if area.id in inside]
    for name in names:
        found = [area.id for area in here if area.name.casefold() == name.casefold()]
        if len(found) == 1:
            return found[0]
    tops = [area.id for area in here if area.above_id not in inside]
    return tops[0] if len(tops) == 1 else None
