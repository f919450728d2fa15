"""Who goes where, as far as somebody who looks for a group may hear of it: counts, and never who."""

from collections.abc import Mapping
from datetime import timedelta

from kizuna.access.small_numbers import told
from kizuna.signposting.facts import Company

LATELY = timedelta(days=84)
"""Whoever belongs to a group, or came within this time, goes there."""


def mutual(named: frozenset[str], naming: frozenset[str], apart: frozenset[str]) -> frozenset[str]:
    """Whom I named, who named me, and from whom I am not kept apart."""
    return (named & naming) - apart


def counted(goes: Mapping[str, frozenset[str]], friends: frozenset[str], alike: frozenset[str]) -> Company:
    """What may be said of each group. One friend or five: the same is said; few who are alike: nothing."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for group, persons in goes.items():
        known, many = int(not persons.isdisjoint(friends)), told(len(persons & alike)) or 0
        if known or many:
            found["group", group] = known, many
    return found
