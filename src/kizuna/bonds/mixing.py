"""Bonding, bridging and linking: ties within and across groups."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Mixing:
    """Ties by one attribute. Only ties whose two people both have a known value are counted."""

    attribute: str
    known: int
    unknown: int
    """Ties left out because of a missing value."""
    bonding: int
    """Within a group."""
    bridging: int
    """Across groups."""
    ei_index: float | None
    """From -1, all within, to 1, all across (Krackhardt and Stern 1988)."""
    ei_expected: float | None
    """What it would be if ties ignored the groups."""
    assortativity: float | None
    """Newman's coefficient: 1 all within, 0 as by chance."""


def mixing(attribute: str, pairs: Sequence[tuple[int, int]], values: Sequence[str]) -> Mixing:
    """How ties mix by an attribute; an empty value is unknown."""
    kept = [(values[a], values[b]) for a, b in pairs if values[a] and values[b]]
    inside = sum(a == b for a, b in kept)
    across = len(kept) - inside
    groups = Counter(value for value in values if value)
    people = sum(groups.values())
    possible = people * (people - 1)
    within = sum(size * (size - 1) for size in groups.values())
    return Mixing(
        attribute=attribute,
        known=len(kept),
        unknown=len(pairs) - len(kept),
        bonding=inside,
        bridging=across,
        ei_index=(across - inside) / len(kept) if kept else None,
        ei_expected=(possible - 2 * within) / possible if possible else None,
        assortativity=_assortativity(kept),
    )


def _assortativity(kept: Sequence[tuple[str, str]]) -> float | None:
    """(trace - squares) / (1 - squares) of the mixing matrix (Newman 2003, equation 2)."""
    if not kept:
        return None
    ends = Counter(value for pair in kept for value in pair)
    total = 2 * len(kept)
    squares = sum((count / total) ** 2 for count in ends.values())
    trace = sum(a == b for a, b in kept) / len(kept)
    return (trace - squares) / (1 - squares) if squares < 1 else None
