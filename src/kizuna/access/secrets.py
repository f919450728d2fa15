"""Seal and open text with the site's keys, newest first; links that expire; blind indexes for look-up."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LOOK_UP = "look-up:"
"""How what is left of a retired key begins: it finds what it marked, knows what it signed, opens nothing."""
AHEAD = timedelta(hours=15)
"""A machine whose clock was set to local time and taken for UTC is no further off than this."""
MARK = 8
"""Characters at the start of a blind index that say which key made it."""


class BadSeal(Exception):
    """This text was not sealed by this site, was changed on the way, or is too old."""


@lru_cache(maxsize=64)
def _derived(key: str, purpose: str) -> bytes:
    """A key of its own for each purpose, so that a token made for one door opens no other."""
    raw = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose.encode()).derive(key.encode())
    return base64.urlsafe_b64encode(raw)


@lru_cache(maxsize=64)
def _made(keys: tuple[str, ...], purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key, purpose)) for key in keys])


def _lock(keys: Sequence[str], purpose: str) -> MultiFernet:
    return _made(tuple(key for key in keys if not key.startswith(LOOK_UP)), purpose)


def seal(text: str, keys: Sequence[str], purpose: str = "field") -> str:
    """Sealed text: encrypted and signed with the newest key."""
    return _lock(keys, purpose).encrypt(text.encode()).decode()


def sealer(keys: Sequence[str], purpose: str = "field") -> Callable[[str], str]:
    """What seals very many texts, one after the other, as `seal` does."""
    lock = _lock(keys, purpose)
    return lambda text: lock.encrypt(text.encode()).decode()


def unseal(token: str, keys: Sequence[str], purpose: str = "field") -> str:
    """The text that was sealed; raises BadSeal when no key opens it."""
    try:
        return _lock(keys, purpose).decrypt(token.encode()).decode()
    except InvalidToken:
        raise BadSeal(purpose) from None


def seal_link(payload: Any, keys: Sequence[str], *, purpose: str, now: datetime) -> str:
    """A payload (JSON) that travels in a page or a link: nobody can read or change it on the way."""
    text = json.dumps(payload, separators=(",", ":"), ensure_ascii=False)
    return _lock(keys, purpose).encrypt_at_time(text.encode(), int(now.timestamp())).decode().rstrip("=")


def open_link(token: str, keys: Sequence[str], *, purpose: str, now: datetime, max_age: timedelta) -> Any:
    """The payload of a link; raises BadSeal when it is foreign, changed or older than `max_age`.

    One that seems to come from a few hours ahead is ours all the same: the clock was put back since.
    """
    padded, lock = token + "=" * (-len(token) % 4), _lock(keys, purpose)
    try:
        text, made = lock.decrypt(padded.encode()), lock.extract_timestamp(padded.encode())
    except (InvalidToken, UnicodeEncodeError):
        raise BadSeal(purpose) from None
    age = int(now.timestamp()) - made
    if not -AHEAD.total_seconds() <= age <= int(max_age.total_seconds()):
        raise BadSeal(purpose)
    return json.loads(text)


def sealed_with(token: str, keys: Sequence[str], purpose: str = "field") -> int | None:
    """The place in `keys` (0: the newest) of the key that sealed this; None when none did."""
    for place, key in enumerate(keys):
        try:
            if not key.startswith(LOOK_UP):
                _made((key,), purpose).decrypt(token.encode())
                return place
        except InvalidToken:
            continue
    return None


@lru_cache(maxsize=32)
def look_up_only(key: str) -> str:
    """What stays of a retired key: it finds what it marked and knows what it signed, and opens nothing."""
    return key if key.startswith(LOOK_UP) else LOOK_UP + _derived(key, "look-up").decode()


@lru_cache(maxsize=32)
def mark(key: str) -> str:
    """How every blind index made with this key begins."""
    return hashlib.sha256(f"mark:{look_up_only(key)}".encode()).hexdigest()[:MARK]


def blind(value: str, keys: Sequence[str], purpose: str) -> str:
    """A keyed hash of a normalised value, to find a sealed one again: 64 characters, by the newest key."""
    return _blind(value, keys[0], purpose)


def blinds(value: str, keys: Sequence[str], purpose: str) -> list[str]:
    """Every hash that this value can have: look up by all, so that a change of keys hides nobody."""
    return [_blind(value, key, purpose) for key in keys]


def _blind(value: str, key: str, purpose: str) -> str:
    inner = _derived(look_up_only(key), f"blind:{purpose}")
    return mark(key) + hmac.digest(inner, value.encode(), "sha256").hex()[MARK:]


def sign(text: str, keys: Sequence[str], purpose: str) -> str:
    """A signature over text that stays readable, made with the newest key."""
    return hmac.new(
        _derived(look_up_only(keys[0]), f"sign:{purpose}"), text.encode(), hashlib.sha256
    ).hexdigest()


def signed(text: str, signature: str, keys: Sequence[str], purpose: str) -> bool:
    """Whether one of the site's keys made this signature over this text."""
    return any(hmac.compare_digest(sign(text, [key], purpose), signature) for key in keys)
