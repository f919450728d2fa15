"""What the page "My data" shows, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kizuna.ledger.entry import EntryValue
from kizuna.people.consent import ConsentValue
from kizuna.people.profile import Details, Profile


@dataclass(frozen=True)
class MyData:
    """A person's own record: who, how to reach them, what they agreed to, how much is kept, who looked."""

    profile: Profile
    details: Details
    consents: tuple[ConsentValue, ...]
    counts: Mapping[str, int]
    lines: tuple[EntryValue, ...]


def flat(held: Mapping[str, Any]) -> int:
    """How many records a room holds: the entries of its lists added up."""
    return sum(len(value) for value in held.values() if isinstance(value, list))
