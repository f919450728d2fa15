"""A list that someone keeps as a link: which options, and from which day. Nothing about the person."""

import base64
import binascii
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

KEPT_FOR = timedelta(days=90)
MOST = 10
_LETTERS = {"s": "service", "g": "group"}


@dataclass(frozen=True)
class Choice:
    """One option: a kind and an id."""

    kind: str
    id: str

    @property
    def name(self) -> str:
        """As a form writes it: `service:id`."""
        return f"{self.kind}:{self.id}"


def chosen(names: Iterable[str]) -> tuple[Choice, ...]:
    """Choices from what a form sent, each once, the first few; what makes no sense is left out."""
    found: dict[Choice, None] = {}
    for name in names:
        kind, _, id = name.partition(":")
        try:
            choice = Choice(kind, str(UUID(id)))
        except ValueError:
            continue
        if kind in _LETTERS.values():
            found[choice] = None
    return tuple(found)[:MOST]


def _short(choice: Choice) -> str:
    return choice.kind[0] + base64.urlsafe_b64encode(UUID(choice.id).bytes)[:22].decode()


def _long(short: str) -> Choice:
    return Choice(_LETTERS[short[0]], str(UUID(bytes=base64.urlsafe_b64decode(short[1:] + "=="))))


def packed(choices: Iterable[Choice], *, day: date) -> dict[str, Any]:
    """A list as short as a link likes it."""
    return {"o": [_short(choice) for choice in choices], "d": day.isoformat()}


def unpacked(payload: Mapping[str, Any]) -> tuple[tuple[Choice, ...], date]:
    """The choices and the day of a packed list; raises ValueError when it is none."""
    try:
        return tuple(_long(str(short)) for short in payload["o"]), date.fromisoformat(payload["d"])
    except (KeyError, IndexError, TypeError, binascii.Error) as wrong:
        raise ValueError("not a list") from wrong
