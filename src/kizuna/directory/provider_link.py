"""Links by which providers keep listings true without an account: signed, for one purpose and a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from kizuna.access.secrets import BadSeal, blind, blinds, open_link, seal_link

Purpose = Literal["confirm", "room", "change"]
LIVES: dict[Purpose, timedelta] = {
    "confirm": timedelta(days=30),
    "room": timedelta(days=180),
    "change": timedelta(days=30),
}
_EVER = timedelta(days=36_500)
_MARK = "directory.link"


class Closed(Exception):
    """A link of ours that opens nothing any more."""


@dataclass(frozen=True)
class AskedOf:
    """One listing of a letter: what the provider reads before confirming it."""

    id: str
    name: str
    address: str
    phone: str
    when_text: str
    confirmed_on: date | None
    room_link: str
    change_link: str


@dataclass(frozen=True)
class ConfirmationValue:
    """What a letter asked an organisation to confirm, and when they did."""

    id: str
    organisation: str
    services: tuple[AskedOf, ...]
    answered_at: datetime | None


def opens_confirmation(id: object) -> str:
    """What the viewer of such a link carries."""
    return f"directory.Confirmation:{id}"


def opens_service(id: object) -> str:
    """What the viewer of a link to one listing carries."""
    return f"directory.Service:{id}"


def make(purpose: Purpose, id: object, address: str, keys: Sequence[str], now: datetime) -> str:
    """A token for this purpose. It holds a mark of the address: where another is listed, it opens nothing."""
    payload = [str(id), blind(address.strip().casefold(), keys, _MARK)]
    return seal_link(payload, keys, purpose=f"directory.{purpose}", now=now)


def read(purpose: Purpose, token: str, keys: Sequence[str], now: datetime) -> tuple[str, str]:
    """Id and mark of a token; raises BadSeal for one that is not ours, Closed for one whose time is over."""
    whose, lives = f"directory.{purpose}", LIVES[purpose]
    try:
        found = open_link(token, keys, purpose=whose, now=now, max_age=_EVER)
        id, mark = (str(part) for part in found)
    except (ValueError, TypeError):
        raise BadSeal(whose) from None
    try:
        open_link(token, keys, purpose=whose, now=now, max_age=lives)
    except BadSeal:
        raise Closed(whose) from None
    return id, mark


def is_of(mark: str, address: str, keys: Sequence[str]) -> bool:
    """Whether a link was sent to this address."""
    return bool(address) and mark in blinds(address.strip().casefold(), keys, _MARK)
