"""The crisis numbers as a page shows them: big buttons that ring."""

from collections.abc import Iterable
from dataclasses import dataclass

from kizuna.places.crisis import CrisisNumber


@dataclass(frozen=True)
class Call:
    """One number as the page shows it."""

    kind: str
    number: str
    url: str
    text: str


def calls(numbers: Iterable[CrisisNumber]) -> list[Call]:
    """One button for each number, in their order."""
    return [
        Call(one.kind, one.number or one.label, one.url, f"{one.label.rstrip('.')}. {one.note}".strip())
        for one in numbers
    ]
