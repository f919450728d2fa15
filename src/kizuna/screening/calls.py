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
    name: str = ""
    """Who answers, where the button itself says it."""


def calls(numbers: Iterable[CrisisNumber]) -> list[Call]:
    """One button for each number, in their order."""
    return [_emergency(one) if one.kind == "emergency" else _call(one) for one in numbers]


def _call(one: CrisisNumber) -> Call:
    text = f"{one.label.rstrip('.')}. {one.note}".strip()
    return Call(one.kind, one.number or one.label, one.url, text)


def _emergency(one: CrisisNumber) -> Call:
    """Its name stands beside the number, and nowhere else."""
    return Call(one.kind, one.number or one.label, one.url, one.note, one.label.rstrip("."))
